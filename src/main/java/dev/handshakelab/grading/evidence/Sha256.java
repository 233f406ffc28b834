package dev.handshakelab.grading.evidence;

import dev.handshakelab.wire.Octets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4) of octets, as 64 hex digits in lower case. */
public final class Sha256 {
  private Sha256() {}

  public static String hex(Octets octets) {
    try {
      return Octets.of(MessageDigest.getInstance("SHA-256").digest(octets.toArray())).toHex();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}

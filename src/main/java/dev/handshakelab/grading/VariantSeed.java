package dev.handshakelab.grading;

import dev.handshakelab.wire.Octets;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The seed of a subject's own session: HMAC-SHA256 (RFC 2104) of the subject, keyed with the
 * assignment's secret. Who knows the secret can make every variant again; who does not cannot tell
 * one from another.
 */
public final class VariantSeed {
  private static final String ALGORITHM = "HmacSHA256";

  /** Seeds are what a JSON number holds exactly. */
  private static final int BITS = 53;

  private VariantSeed() {}

  /**
   * @param secret at least one octet
   * @param subject whoever the variant is for, by any stable name
   * @return the first 53 bits of the code, 0…2^53−1
   */
  public static long of(Octets secret, String subject) {
    Octets code = code(secret, subject);
    return (code.u32(0) << Integer.SIZE | code.u32(Integer.BYTES)) >>> Long.SIZE - BITS;
  }

  /**
   * The whole code, for what else is to be known by the secret alone.
   *
   * @param secret at least one octet
   * @return 32 octets
   */
  public static Octets code(Octets secret, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.toArray(), ALGORITHM));
      return Octets.of(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
      throw new IllegalStateException("every JDK has HMAC-SHA256, for any key", impossible);
    }
  }
}

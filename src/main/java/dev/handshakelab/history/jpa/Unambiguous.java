package dev.handshakelab.history.jpa;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Texts put together so that no two lists of texts are the same octets — {@code a, bc} is not
 * {@code ab, c}, null is not the empty text — and hashed, to be compared by.
 */
final class Unambiguous {
  private static final byte[] NULL = length(-1);

  private final MessageDigest hash = sha256();

  Unambiguous add(@Nullable String text) {
    if (text == null) {
      hash.update(NULL);
    } else {
      byte[] octets = text.getBytes(StandardCharsets.UTF_8);
      hash.update(length(octets.length));
      hash.update(octets);
    }
    return this;
  }

  private static byte[] length(int length) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(length).array();
  }

  /** The hash, 32 octets; nothing can be added after. */
  byte[] hash() {
    return hash.digest();
  }

  /** The hash of these octets alone. */
  static byte[] hash(byte[] octets) {
    return sha256().digest(octets);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}

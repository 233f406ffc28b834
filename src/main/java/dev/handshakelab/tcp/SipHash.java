package dev.handshakelab.tcp;

import dev.handshakelab.wire.Octets;

/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012): a short keyed hash that cannot be foretold without
 * its key. ISNs (RFC 9293 §3.4.1), timestamp offsets, SYN cookies and Fast Open cookies rest on it,
 * and so does every draw of a simulated run.
 *
 * @param k0 octets 0–7 of the key, little-endian
 * @param k1 octets 8–15 of the key, little-endian
 */
public record SipHash(long k0, long k1) {

  /**
   * @param key 16 octets
   */
  public static SipHash keyedBy(Octets key) {
    return new SipHash(littleEndian(key, 0, 8), littleEndian(key, 8, 8));
  }

  /** The hash of a message of any length. */
  public long hash(Octets message) {
    var state = new Rounds(k0, k1);
    int whole = message.length() & ~7;
    for (int at = 0; at < whole; at += 8) {
      state.take(littleEndian(message, at, 8));
    }
    long last = (long) message.length() << 56;
    return state.finish(last | littleEndian(message, whole, message.length() - whole));
  }

  /** The hash of the message that consists of these words, each as eight octets, little-endian. */
  public long hash(long... words) {
    var state = new Rounds(k0, k1);
    for (long word : words) {
      state.take(word);
    }
    return state.finish((long) words.length * 8 << 56);
  }

  private static long littleEndian(Octets octets, int from, int count) {
    long word = 0;
    for (int i = count - 1; i >= 0; i--) {
      word = word << 8 | octets.u8(from + i);
    }
    return word;
  }

  /** The four words of state, changed in place while one message is hashed. */
  private static final class Rounds {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    Rounds(long k0, long k1) {
      v0 = k0 ^ 0x736f6d6570736575L;
      v1 = k1 ^ 0x646f72616e646f6dL;
      v2 = k0 ^ 0x6c7967656e657261L;
      v3 = k1 ^ 0x7465646279746573L;
    }

    void take(long word) {
      v3 ^= word;
      round();
      round();
      v0 ^= word;
    }

    long finish(long last) {
      take(last);
      v2 ^= 0xff;
      for (int i = 0; i < 4; i++) {
        round();
      }
      return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
      v0 += v1;
      v2 += v3;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v1;
      v0 += v3;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}

package dev.handshakelab.linux;

/** What the users send each other: the letters a to z over and over. */
final class Text {
  /** Octets that are handed to the kernel at once. */
  private static final int CHUNK = 64 * 1024;

  private Text() {}

  /**
   * The next octets to hand over.
   *
   * @param position how many this user has sent before
   * @param left how many there still are to send
   */
  static byte[] at(long position, long left) {
    byte[] octets = new byte[(int) Math.min(left, CHUNK)];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) ('a' + (position + i) % 26);
    }
    return octets;
  }
}

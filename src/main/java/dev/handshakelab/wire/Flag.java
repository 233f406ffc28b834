package dev.handshakelab.wire;

/**
 * A control bit of the TCP header (RFC 9293 §3.1), in the order in which the lab prints them:
 * {@code F S R P . U E W}.
 */
public enum Flag {
  FIN(0x01, 'F'),
  SYN(0x02, 'S'),
  RST(0x04, 'R'),
  PSH(0x08, 'P'),
  ACK(0x10, '.'),
  URG(0x20, 'U'),
  ECE(0x40, 'E'),
  CWR(0x80, 'W');

  private final int bit;
  private final char letter;

  Flag(int bit, char letter) {
    this.bit = bit;
    this.letter = letter;
  }

  public int bit() {
    return bit;
  }

  /** Its letter in the one notation. */
  public char letter() {
    return letter;
  }
}

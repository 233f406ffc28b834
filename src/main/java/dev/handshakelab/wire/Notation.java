package dev.handshakelab.wire;

/**
 * The one notation in which people see a segment: packetdrill's with absolute numbers, one line.
 *
 * <pre>{@code
 * S. 300:300(0) ack 101 win 65160 <mss 1460,sackOK,TS val 7 ecr 3,nop,wscale 7>
 * }</pre>
 *
 * <ul>
 *   <li>Flags are letters in the order {@code F S R P . U E W}, read in any order; {@code .} is
 *       ACK, {@code -} none. The bits that RFC 9293 reserves follow as {@code A x y z} ({@link
 *       Flags#letters}).
 *   <li>{@code seq:end(n)}: where the text begins, where it ends, and its octets; SYN and FIN are
 *       not counted.
 *   <li>{@code ack} is there if and only if ACK is set, {@code urg} if and only if URG is; {@code
 *       win} is the raw field.
 *   <li>Options are listed as on the wire: {@code mss 1460}, {@code nop}, {@code eol} (with hex
 *       when octets follow it), {@code wscale 7}, {@code sackOK}, {@code sack 1:5 7:9}, {@code TS
 *       val 7 ecr 3}, {@code uto 30s} or {@code uto 5m}, {@code FO} and {@code FOEXP} (alone to ask
 *       for a cookie, else with it in hex), {@code unknown-30 00c1} (kind and data) and {@code
 *       illegal 0200…} (from the kind to the end of the header).
 * </ul>
 *
 * <p>Ports, the content of the text, and an acknowledgment or urgent pointer whose flag is not set
 * are not shown. What is shown is read back as it was, given a segment whose options fit a header
 * and whose text fits a packet.
 */
public final class Notation {
  private Notation() {}

  /** One line without a line break. */
  public static String print(Segment segment) {
    return NotationPrinter.print(segment);
  }

  /**
   * Reads one segment; its ports are 0 and its text is zeros. {@code win} and options may be left
   * out, which means 0 and none; blanks do not matter but behind the flags.
   *
   * @throws NotationException when the text is anything else; it says where
   */
  public static Segment parse(String text) {
    return new NotationReader(text).read();
  }
}

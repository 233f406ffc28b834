package dev.handshakelab.wire;

/**
 * The one notation in which people see a segment: packetdrill's with absolute numbers, one line.
 *
 * <pre>{@code
 * S. 300:300(0) ack 101 win 65160 <mss 1460,sackOK,TS val 7 ecr 3,nop,wscale 7>
 * }</pre>
 *
 * <p>Flags are letters in the order {@code F S R P . U E W} with {@code .} for ACK and {@code -}
 * for none. {@code seq:end(n)} is where the text begins and ends and how many octets it has; SYN
 * and FIN are not counted. {@code ack} is there if and only if ACK is set, {@code urg} if and only
 * if URG is, {@code win} is the raw field.
 *
 * <p>Ports, the content of the text, and an acknowledgment or urgent pointer whose flag is not set
 * are not shown.
 */
public final class Notation {
  private Notation() {}

  public static String print(Segment segment) {
    return NotationPrinter.print(segment);
  }
}

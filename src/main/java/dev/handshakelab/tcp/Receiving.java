package dev.handshakelab.tcp;

import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.SequenceNumber;
import java.util.List;

/**
 * The receive sequence space (RFC 9293 §3.3.1, Figure 4).
 *
 * @param nxt RCV.NXT
 * @param wnd RCV.WND in octets: what was advertised and not used up yet
 * @param held text that arrived out of order (SHLD-31), sorted, without overlaps
 * @param unread text in order that the user has not RECEIVEd
 * @param wanted octets that outstanding RECEIVEs still ask for
 * @param ackOwed text arrived that no segment of ours has acknowledged
 * @param owed octets of it
 * @param tookText text was ever received
 * @param sentText text was ever sent: Linux then waits for something to carry the ACK
 */
public record Receiving(
    SequenceNumber nxt,
    int wnd,
    List<Held> held,
    Octets unread,
    int wanted,
    boolean ackOwed,
    int owed,
    boolean tookText,
    boolean sentText) {
  public Receiving {
    held = List.copyOf(held);
  }

  /**
   * Text out of order.
   *
   * @param fin whether a FIN follows it
   */
  public record Held(SequenceNumber sequence, Octets text, boolean fin) {
    SequenceNumber end() {
      return sequence.plus(text.length() + (fin ? 1 : 0));
    }
  }

  static Receiving from(SequenceNumber nxt, int wnd) {
    return new Receiving(nxt, wnd, List.of(), Octets.EMPTY, 0, false, 0, false, false);
  }

  Receiving to(SequenceNumber newNxt) {
    return new Receiving(newNxt, wnd, held, unread, wanted, ackOwed, owed, tookText, sentText);
  }

  Receiving window(int newWnd) {
    return new Receiving(nxt, newWnd, held, unread, wanted, ackOwed, owed, tookText, sentText);
  }

  Receiving holding(List<Held> others) {
    return new Receiving(nxt, wnd, others, unread, wanted, ackOwed, owed, tookText, sentText);
  }

  Receiving buffered(Octets octets, int stillWanted) {
    return new Receiving(nxt, wnd, held, octets, stillWanted, ackOwed, owed, tookText, sentText);
  }

  /** An acknowledgment of {@code octets} more is owed. */
  Receiving owing(int octets) {
    return new Receiving(nxt, wnd, held, unread, wanted, true, owed + octets, tookText, sentText);
  }

  Receiving acknowledged() {
    return ackOwed
        ? new Receiving(nxt, wnd, held, unread, wanted, false, 0, tookText, sentText)
        : this;
  }

  Receiving afterText() {
    return new Receiving(nxt, wnd, held, unread, wanted, ackOwed, owed, true, sentText);
  }

  Receiving afterSending() {
    return sentText
        ? this
        : new Receiving(nxt, wnd, held, unread, wanted, ackOwed, owed, tookText, true);
  }
}

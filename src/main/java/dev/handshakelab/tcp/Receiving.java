package dev.handshakelab.tcp;

import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.TcpOption.SelectiveAcknowledgment.Block;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The receive sequence space (RFC 9293 §3.3.1, Figure 4).
 *
 * @param nxt RCV.NXT
 * @param wnd RCV.WND in octets: what was advertised and not used up yet
 * @param held what arrived out of order (SHLD-31), without overlaps, the latest first
 * @param unread text in order that the user has not RECEIVEd
 * @param owed whether an acknowledgment is owed for what was taken, and how soon
 * @param lastAck Last.ACK.sent of RFC 7323 §4.3
 * @param duplicate what the next acknowledgment reports as received twice (RFC 2883)
 * @param promptness how soon Linux acknowledges text
 */
public record Receiving(
    SequenceNumber nxt,
    int wnd,
    List<Held> held,
    Octets unread,
    Owed owed,
    SequenceNumber lastAck,
    @Nullable Block duplicate,
    Promptness promptness) {
  public Receiving {
    held = List.copyOf(held);
  }

  /**
   * An acknowledgment that is owed.
   *
   * @param rule what asks for it
   * @param sinceNs while it is scheduled: when its timer was started; else {@link Clocks#NEVER}
   */
  public record Owed(When when, Rule rule, long sinceNs) {
    static final Owed NOTHING = new Owed(When.NEVER, Rule.rfc9293("3.8.6.3"), Clocks.NEVER);

    boolean isAny() {
      return when != When.NEVER;
    }
  }

  /** How soon an acknowledgment is due. */
  public enum When {
    NEVER,
    /** When the policy on delaying them says. */
    SOME_TIME,
    /** When the timer that runs for it expires. */
    SCHEDULED,
    NOW
  }

  /**
   * Text out of order.
   *
   * @param fin whether a FIN follows it
   */
  public record Held(SequenceNumber sequence, Octets text, boolean fin) {
    SequenceNumber endOfText() {
      return sequence.plus(text.length());
    }

    SequenceNumber end() {
      return sequence.plus(text.length() + (fin ? 1 : 0));
    }

    boolean isEmpty() {
      return text.isEmpty() && !fin;
    }
  }

  static Receiving from(SequenceNumber nxt, int wnd) {
    return new Receiving(
        nxt, wnd, List.of(), Octets.EMPTY, Owed.NOTHING, nxt, null, Promptness.INITIAL);
  }

  /** The position after the last that may be sent to us. */
  SequenceNumber edge() {
    return nxt.plus(wnd);
  }

  /** The end of what arrived furthest ahead; empty when nothing is held. */
  Optional<SequenceNumber> furthest() {
    return held.stream().map(Held::end).reduce((one, other) -> one.isAfter(other) ? one : other);
  }

  /** How much was taken since an acknowledgment was sent, in sequence numbers. */
  int unacknowledged() {
    return nxt.minus(lastAck);
  }

  /** RCV.NXT moves on; the right edge of the window stays where it is. */
  Receiving advanced(int octets) {
    return new Receiving(
        nxt.plus(octets),
        Math.max(0, wnd - octets),
        held,
        unread,
        owed,
        lastAck,
        duplicate,
        promptness);
  }

  /** The FIN is taken, with all that was before it; it takes no room. */
  Receiving tookFin() {
    return new Receiving(nxt.plus(1), wnd, List.of(), unread, owed, lastAck, duplicate, promptness);
  }

  Receiving window(int newWnd) {
    return new Receiving(nxt, newWnd, held, unread, owed, lastAck, duplicate, promptness);
  }

  Receiving holding(List<Held> others) {
    return new Receiving(nxt, wnd, others, unread, owed, lastAck, duplicate, promptness);
  }

  Receiving unread(Octets octets) {
    return new Receiving(nxt, wnd, held, octets, owed, lastAck, duplicate, promptness);
  }

  Receiving with(Promptness other) {
    return new Receiving(nxt, wnd, held, unread, owed, lastAck, duplicate, other);
  }

  /** An acknowledgment is owed so soon, or sooner where it was before. */
  Receiving owing(When when, Rule rule) {
    var sooner = when.compareTo(owed.when()) > 0 ? when : owed.when();
    return owing(new Owed(sooner, rule, owed.sinceNs()));
  }

  private Receiving owing(Owed other) {
    return new Receiving(nxt, wnd, held, unread, other, lastAck, duplicate, promptness);
  }

  /** The acknowledgment that is owed waits for a timer from now on. */
  Receiving scheduled(long nowNs, Rule rule) {
    return owing(new Owed(When.SCHEDULED, rule, nowNs));
  }

  Receiving reporting(@Nullable Block block) {
    return new Receiving(nxt, wnd, held, unread, owed, lastAck, block, promptness);
  }

  /** RCV.NXT was sent to the peer. */
  Receiving acknowledged() {
    return new Receiving(
        nxt, wnd, held, unread, Owed.NOTHING, nxt, null, promptness.acknowledged());
  }
}

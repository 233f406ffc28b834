package dev.handshakelab.tcp;

import dev.handshakelab.tcp.State.Connected;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.TcpOption;
import dev.handshakelab.wire.TcpOption.Timestamps;
import java.util.List;
import java.util.Optional;

/**
 * What a listener does by SYN cookies: answering a SYN without keeping anything, and rebuilding the
 * connection when the acknowledgment shows that somebody got the answer.
 */
final class Cookies {
  static final Rule RULE = Rule.of("RFC 4987 3.6");

  /** Linux believes a cookie only for so long after it has last made one. */
  private static final long BELIEVED_NS = 120_000_000_000L;

  private Cookies() {}

  /** Whether the listener answers the next SYN by a cookie. */
  static boolean answers(Listener listener) {
    return switch (listener.backlog().cookies()) {
      case NEVER -> false;
      case WHEN_FULL -> listener.synQueueFull();
      case ALWAYS -> true;
    };
  }

  /** The SYN+ACK whose ISN is the cookie. */
  static Effect.Send synAck(Context cx, Segment syn) {
    boolean ecn = Negotiation.asksForEcn(syn) && cx.settings().offer().ecn() != Settings.Ecn.OFF;
    var promised = SynCookie.promise(Negotiation.agree(cx, syn, ecn));
    var tcb = tcb(cx.beginningWith(SynCookie.isn(cx, syn)), syn, promised);
    var options =
        SegmentOptions.answer(cx, promised).stream()
            .map(option -> telling(option, SynCookie.timestamp(cx, promised)))
            .toList();
    return Output.stray(cx, Output.synAck(cx, tcb, options), RULE);
  }

  private static TcpOption telling(TcpOption option, long value) {
    return option instanceof Timestamps(long _, long echo) ? new Timestamps(value, echo) : option;
  }

  /** The connection that a third segment with a right cookie stands for. */
  static Optional<Connected> rebuild(Context cx, Listener listener, Segment ack) {
    boolean third = ack.isAck() && !ack.isSyn() && !ack.isRst();
    boolean recent =
        listener.cookieAtNs() != Clocks.NEVER && cx.nowNs() - listener.cookieAtNs() < BELIEVED_NS;
    if (!third || !recent) {
      return Optional.empty();
    }
    return SynCookie.mss(cx, ack)
        .map(mss -> {
          var began = cx.beginningWith(ack.acknowledgment().plus(-1));
          var syn = synOf(ack);
          var tcb = tcb(began, syn, SynCookie.agreed(cx, ack, mss));
          var receive = Receiving.from(ack.sequence(), Negotiation.windowAfterCookie(cx, mss));
          return new Connected(
              Phase.SYN_RECEIVED, tcb.with(receive).with(tcb.opening().rebuilt(mss)));
        });
  }

  private static Tcb tcb(Context cx, Segment syn, Negotiated negotiated) {
    var tcb = ArrivesListen.tcb(cx, syn.withPayload(Octets.EMPTY), negotiated, false);
    var clocks = tcb.clocks();
    return tcb.with(clocks.with(clocks.roundTrip().untimed()));
  }

  /** The SYN that must have come before a third segment, as far as anybody remembers it. */
  private static Segment synOf(Segment ack) {
    return new Segment(
        ack.sourcePort(),
        ack.destinationPort(),
        ack.sequence().plus(-1),
        ack.acknowledgment(),
        ack.flags(),
        ack.window(),
        0,
        List.of(),
        Octets.EMPTY);
  }
}

package dev.handshakelab.trace;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Entry.Transition;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a conversation ended: from the states of its two ends and from what moved them last. Where
 * nobody saw what moved an end (a kernel does not say), the segments that it got and the calls of
 * its user stand in.
 */
final class Ending {
  private final List<TracedSegment> segments;
  private final Set<Integer> resets;
  private final List<Entry.UserCall> calls;
  private final StatePath client;
  private final StatePath server;

  /** What put an end to a connection at one of its ends. */
  private enum By {
    /** It is not over. */
    NOTHING,
    /** A RST that it got, or an ABORT that sends one. */
    RST,
    /** FINs both ways. */
    FIN,
    /** A timer: it gave up. */
    TIMER,
    /** Its user or the network, without a word to the other side; or it is not known. */
    ITSELF
  }

  /**
   * @param segments of the conversation, in order of sending
   * @param resets the ordinals of all RSTs of the session: a later incarnation may end this one
   * @param calls of the conversation
   */
  Ending(
      List<TracedSegment> segments,
      Set<Integer> resets,
      List<Entry.UserCall> calls,
      StatePath client,
      StatePath server) {
    this.segments = segments;
    this.resets = resets;
    this.calls = calls;
    this.client = client;
    this.server = server;
  }

  Outcome outcome() {
    By ofClient = by(Party.CLIENT);
    By ofServer = by(Party.SERVER);
    boolean both = client.wasEstablished() && server.wasEstablished();
    if (!client.wasEstablished() && ofClient == By.RST) {
      return Outcome.REFUSED;
    }
    if (both && (ofClient == By.RST || ofServer == By.RST)) {
      return Outcome.RESET;
    }
    if (both && ofClient == By.FIN && ofServer == By.FIN) {
      return Outcome.CLOSED;
    }
    if (client.wasEstablished() && ofClient == By.TIMER
        || server.wasEstablished() && ofServer == By.TIMER) {
      return Outcome.ABORTED;
    }
    if (client.isOpen() && server.isOpen()) {
      return Outcome.ESTABLISHED;
    }
    if (client.isOpen() || server.isOpen()) {
      return Outcome.HALF_OPEN;
    }
    if (ofClient == By.TIMER) {
      return Outcome.TIMED_OUT;
    }
    return both ? Outcome.ABORTED : Outcome.NOT_ESTABLISHED;
  }

  private By by(Party party) {
    StatePath path = party == Party.CLIENT ? client : server;
    Optional<Transition> end = path.end();
    if (end.isEmpty()) {
      return By.NOTHING;
    }
    Transition last = end.get();
    if (last.to() == StateName.TIME_WAIT) {
      return By.FIN;
    }
    return switch (last.cause()) {
      case Cause.BySegment(int ordinal, int _) ->
          resets.contains(ordinal) ? By.RST : finished(last) ? By.FIN : By.ITSELF;
      case Cause.ByTimer _ -> finished(last) ? By.FIN : By.TIMER;
      case Cause.ByIcmp _ -> By.ITSELF;
      case Cause.ByCall(String call) -> call.equals("ABORT") ? By.RST : By.ITSELF;
      case null -> unseen(party, last);
    };
  }

  /** Whether this is how a connection goes that FINs have closed both ways. */
  private static boolean finished(Transition last) {
    return last.from() == StateName.TIME_WAIT
        || last.from() == StateName.LAST_ACK && !byTimer(last);
  }

  private static boolean byTimer(Transition last) {
    return last.cause() instanceof Cause.ByTimer;
  }

  /** Nobody saw what the cause was. */
  private By unseen(Party party, Transition last) {
    if (tookRst(party) || calledBefore(party, "ABORT", last) || toldOfRst(party)) {
      return By.RST;
    }
    if (finished(last)) {
      return By.FIN;
    }
    boolean gaveUp =
        !calledBefore(party, "CLOSE", last)
            && calls.stream()
                .anyMatch(call ->
                    call.endpoint() == party
                        && call.result() != null
                        && call.result().startsWith("error"));
    return gaveUp ? By.TIMER : By.ITSELF;
  }

  private boolean tookRst(Party party) {
    return segments.stream()
        .anyMatch(segment ->
            segment.sent().from() != party
                && segment.sent().packet().segment().isRst()
                && Deliveries.isTaken(segment));
  }

  /** What a user is told when a RST ends the connection (RFC 9293 §3.10.7). */
  private boolean toldOfRst(Party party) {
    return calls.stream()
        .anyMatch(call ->
            call.endpoint() == party
                && ("error: connection refused".equals(call.result())
                    || "error: connection reset".equals(call.result())));
  }

  /** A CLOSE or an ABORT of what is over already has ended nothing. */
  private boolean calledBefore(Party party, String op, Transition last) {
    return calls.stream()
        .anyMatch(call ->
            call.endpoint() == party
                && call.op().equals(op)
                && (call.atNs() == null || last.atNs() == null || call.atNs() <= last.atNs()));
  }
}

package dev.handshakelab.simulation;

import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.SimulatedMachine;
import dev.handshakelab.tcp.ArrivalChoice.ChallengeBudget;
import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Disposition;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.Segment;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Two ends who answer each other's ACKs for ever. Whoever gets a segment that is not acceptable
 * says so by an ACK (§3.10.7.4, first check; RFC 7323 §5.3, R1), and when that ACK is not
 * acceptable to the other either, it is answered in turn. Two can come to that by a forged segment,
 * by an old duplicate that opens a connection to a peer in TIME-WAIT, or by ACKs that overtake each
 * other so that the late ones have old timestamps; a network that makes more copies than it loses
 * turns one such ACK into ever more. RFC 9293 asks for these answers and limits only challenge
 * ACKs; Linux limits both (tcp_invalid_ratelimit), and with it at both ends there is no war.
 *
 * <p>It watches a session and knows whether all that was sent lately is that.
 */
final class AckWar implements Consumer<Entry> {
  /** So many in a row, which no other cause brings about. */
  private static final int ROW = 1_000;

  private Entry.@Nullable Arrived last;
  private int row;

  @Override
  public void accept(Entry entry) {
    if (entry instanceof Entry.Arrived arrived) {
      last = arrived;
    } else if (entry instanceof Entry.Sent sent) {
      row = isAnswerToWhatIsDropped(sent) ? row + 1 : 0;
    }
  }

  private boolean isAnswerToWhatIsDropped(Entry.Sent sent) {
    return last != null
        && last.disposition() == Disposition.ANSWERED_AND_DROPPED
        && new Cause.BySegment(last.segment(), last.copy()).equals(sent.cause())
        && isBareAck(sent.packet().segment());
  }

  private static boolean isBareAck(Segment segment) {
    return segment.isAck() && !segment.isRst() && segment.length() == 0;
  }

  /** Whether the session ended in such a war, and its machines may wage one. */
  boolean rages(SessionRequest request) {
    return row >= ROW
        && Arrays.stream(Party.values())
            .map(party -> SimulatedMachine.policy(request.end(party)).challengeBudget())
            .anyMatch(budget -> budget != ChallengeBudget.PER_CONNECTION);
  }
}

package dev.handshakelab.linux;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Entry.Subject;
import dev.handshakelab.trace.Entry.Transition;
import dev.handshakelab.trace.Entry.UserCall;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Provenance;
import java.util.List;
import java.util.Optional;

/**
 * The end of a connection that no segment tells of. When a kernel has repeated its SYN+ACK often
 * enough, or its listener is closed, the request is forgotten: nothing is sent and no tracepoint is
 * passed. But sock_diag found it before, and finds it no more. And when a user's patience is over,
 * the user is told and the socket found closed, while the peer hears nothing.
 */
final class GivenUp {
  private GivenUp() {}

  /**
   * That an end's connection is gone, at a moment that nobody knows; empty when it is not, or when
   * segments tell how it ended.
   *
   * @param entries in order, with all that is known of states
   * @param conversation the session's own, of several incarnations the last
   */
  static Optional<Entry> of(Evidence evidence, List<Entry> entries, int conversation, Party party) {
    StateName last = Contradictions.lastState(entries, party, conversation);
    boolean gone =
        switch (last) {
          case SYN_RECEIVED -> party == Party.SERVER && evidence.halfOpen() != null;
          case ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK ->
              timedOut(entries, party);
          case CLOSED, LISTEN, SYN_SENT, TIME_WAIT -> false;
        };
    if (!gone || evidence.finalStates().get(party) != StateName.CLOSED) {
      return Optional.empty();
    }
    int transitions = (int) entries.stream().filter(Transition.class::isInstance).count();
    return Optional.of(
        new Transition(
            transitions + 1,
            conversation,
            party,
            Subject.CONNECTION,
            last,
            StateName.CLOSED,
            null,
            null,
            null,
            Provenance.SAMPLED,
            null));
  }

  private static boolean timedOut(List<Entry> entries, Party party) {
    return entries.stream()
        .anyMatch(entry ->
            entry instanceof UserCall call
                && call.endpoint() == party
                && call.op().equals("TIMEOUT"));
  }
}

package dev.handshakelab.linux;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Entry.Subject;
import dev.handshakelab.trace.Entry.Transition;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Provenance;
import java.util.List;
import java.util.Optional;

/**
 * The end of a half-open connection that no segment tells of. When a kernel has repeated its
 * SYN+ACK often enough, or its listener is closed, the request is forgotten: nothing is sent and no
 * tracepoint is passed. But sock_diag found it before, and finds it no more.
 */
final class GivenUp {
  private GivenUp() {}

  /**
   * That the server's connection is gone, at a moment that nobody knows; empty when it is not, or
   * when segments tell how it ended.
   *
   * @param entries in order, with all that is known of states
   * @param conversation the session's own, of several incarnations the last
   */
  static Optional<Entry> of(Evidence evidence, List<Entry> entries, int conversation) {
    boolean gone =
        evidence.halfOpen() != null
            && evidence.finalStates().get(Party.SERVER) == StateName.CLOSED
            && Contradictions.lastState(entries, Party.SERVER, conversation)
                == StateName.SYN_RECEIVED;
    if (!gone) {
      return Optional.empty();
    }
    int transitions = (int) entries.stream().filter(Transition.class::isInstance).count();
    return Optional.of(
        new Transition(
            transitions + 1,
            conversation,
            Party.SERVER,
            Subject.CONNECTION,
            StateName.SYN_RECEIVED,
            StateName.CLOSED,
            null,
            null,
            null,
            Provenance.SAMPLED,
            null));
  }
}

package dev.handshakelab.linux;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Entry.Subject;
import dev.handshakelab.trace.Provenance;

/** What a session was told, as entries of its trace. */
final class ToldEntries {
  private static final int CONVERSATION = 1;

  private ToldEntries() {}

  static Entry.UserCall call(Told.Called called, long zeroNs) {
    return call(called, CONVERSATION, zeroNs);
  }

  /**
   * @param conversation whose call it is
   */
  static Entry.UserCall call(Told.Called called, int conversation, long zeroNs) {
    return new Entry.UserCall(
        conversation,
        called.end(),
        called.id(),
        called.op(),
        called.detail(),
        called.result(),
        called.atNs() - zeroNs,
        null);
  }

  static Entry.Note note(Told.Remark remark, long zeroNs) {
    return note(remark, CONVERSATION, zeroNs);
  }

  /**
   * @param conversation that of the end which it concerns
   */
  static Entry.Note note(Told.Remark remark, int conversation, long zeroNs) {
    return new Entry.Note(
        remark.end() == null ? 0 : conversation,
        remark.end(),
        remark.text(),
        remark.atNs() - zeroNs);
  }

  /**
   * What the listener's socket was found in right after the call that put it there: LISTEN after
   * listen(), CLOSED after close().
   */
  static Entry.Transition listener(Told.Sampled sampled, long zeroNs, int ordinal) {
    StateName to = sampled.state().state();
    boolean listens = to == StateName.LISTEN;
    return new Entry.Transition(
        ordinal,
        CONVERSATION,
        sampled.end(),
        Subject.LISTENER,
        listens ? StateName.CLOSED : StateName.LISTEN,
        to,
        sampled.atNs() - zeroNs,
        new Cause.ByCall(listens ? "LISTEN" : "CLOSE"),
        listens ? "RFC 9293 3.10.1" : "RFC 9293 3.10.4",
        Provenance.SAMPLED,
        sampled.state().differingName());
  }

  /** A connection was found in a state without having been asked for by a descriptor. */
  static Entry.Note found(Told.Sampled sampled, long zeroNs) {
    return new Entry.Note(
        CONVERSATION,
        sampled.end(),
        "sock_diag finds a half-open connection in " + sampled.state(),
        sampled.atNs() - zeroNs);
  }
}

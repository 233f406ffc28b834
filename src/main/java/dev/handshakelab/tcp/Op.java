package dev.handshakelab.tcp;

import dev.handshakelab.wire.Octets;

/** What a user can ask of a connection (RFC 9293 §3.9.1). */
public sealed interface Op {
  /** The name of the call as the trace shows it. */
  String label();

  /** Active OPEN; the passive one is a host's listener. */
  record Open() implements Op {
    @Override
    public String label() {
      return "OPEN";
    }
  }

  /** SEND, with PUSH. */
  record Send(Octets text) implements Op {
    @Override
    public String label() {
      return "SEND";
    }
  }

  /**
   * RECEIVE: lets the peer send {@code count} octets more. Calls that were not made leave the
   * octets in the buffer and close the window; {@link Settings#readsAtOnce} stands for a user who
   * always has a RECEIVE outstanding.
   */
  record Receive(int count) implements Op {
    @Override
    public String label() {
      return "RECEIVE";
    }
  }

  record Close() implements Op {
    @Override
    public String label() {
      return "CLOSE";
    }
  }

  record Abort() implements Op {
    @Override
    public String label() {
      return "ABORT";
    }
  }

  record Status() implements Op {
    @Override
    public String label() {
      return "STATUS";
    }
  }
}

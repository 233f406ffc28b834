package dev.handshakelab.tcp;

import dev.handshakelab.wire.Octets;

/** What a user can ask of a connection (RFC 9293 §3.9.1). */
public sealed interface Op {
  /** The name of the call as the trace shows it. */
  String label();

  /**
   * Active OPEN; the passive one is a host's listener.
   *
   * @param fastOpen whether the SYN asks for a Fast Open cookie, or shows one (RFC 7413)
   * @param text what is to be sent with the SYN when a cookie is known, else after it
   */
  record Open(boolean fastOpen, Octets text) implements Op {
    /** Without Fast Open. */
    public static final Open PLAIN = new Open(false, Octets.EMPTY);

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
   * RECEIVE, with room for {@code count} octets: answered by the next text that arrives. Text that
   * no call asks for stays in the buffer and closes the window; {@link Settings#readsAtOnce} stands
   * for a user who always has a RECEIVE outstanding.
   */
  record Receive(int count) implements Op {
    @Override
    public String label() {
      return "RECEIVE";
    }
  }

  /** CLOSE: no more to send. Whether the user still receives is {@link Policy#close}'s business. */
  record Close() implements Op {
    @Override
    public String label() {
      return "CLOSE";
    }
  }

  /**
   * CLOSE, and nobody holds the connection any more: what POSIX calls close(), where {@link Close}
   * is shutdown(SHUT_WR).
   */
  record Release() implements Op {
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

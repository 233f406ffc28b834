package dev.handshakelab.tcp;

/**
 * A connection's state, by what exists in it. RFC 9293 names eleven, but §3.10.7 has four bodies of
 * rules, and so there are four records: nothing in CLOSED, a willingness in LISTEN, one sequence
 * number in SYN-SENT, both and all that hangs on them in the other eight.
 */
public sealed interface State {
  Closed CLOSED = new Closed();

  StateName label();

  /** No connection at all. */
  record Closed() implements State {
    @Override
    public StateName label() {
      return StateName.CLOSED;
    }
  }

  /** Waiting for a SYN from anybody. */
  record Listen() implements State {
    @Override
    public StateName label() {
      return StateName.LISTEN;
    }
  }

  /** Our SYN is out; of the other side nothing is known. */
  record SynSent(Calling calling) implements State {
    @Override
    public StateName label() {
      return StateName.SYN_SENT;
    }
  }

  /** SYN-RECEIVED and every synchronized state: both ISNs are known. */
  record Connected(Phase phase, Tcb tcb) implements State {
    @Override
    public StateName label() {
      return phase.label();
    }
  }
}

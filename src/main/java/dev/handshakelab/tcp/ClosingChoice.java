package dev.handshakelab.tcp;

/** What a {@link Policy} chooses about closing, aborting and lingering (RFC 9293 §3.6). */
public final class ClosingChoice {
  private ClosingChoice() {}

  /** What CLOSE says about receiving. */
  public enum Close {
    @Meaning("Nothing: the user receives until the peer closes too (§3.6).")
    SIMPLEX,
    @Meaning("The user is gone (MAY-1): text that arrives later is answered by a RST (SHLD-3).")
    FULL
  }

  /** TRAP-3. */
  public enum AfterAbort {
    @Meaning("CLOSED at once, as §3.10.5 says.")
    CLOSED,
    @Meaning("TIME-WAIT, as §3.5.2 advises.")
    TIME_WAIT
  }

  /** The segment of an ABORT. */
  public enum AbortSegment {
    @Meaning("<SEQ=SND.NXT><CTL=RST>, as §3.10.5 says.")
    RST,
    @Meaning("<SEQ=SND.NXT><ACK=RCV.NXT><CTL=RST,ACK>.")
    RST_ACK
  }

  /** When a CLOSE in SYN-RECEIVED with nothing to send before it sends its FIN. */
  public enum CloseInSynReceived {
    @Meaning("At once: FIN-WAIT-1 follows SYN-RECEIVED (§3.10.4).")
    FIN_AT_ONCE,
    @Meaning(
        "When the connection is ESTABLISHED, as Linux's shutdown() does; its close() does not.")
    FIN_WHEN_ESTABLISHED
  }

  /** What becomes of a closed listener's children that no user has. */
  public enum ListenerClose {
    @Meaning("They live: each is a connection of its own.")
    KEEPS_CHILDREN,
    @Meaning("Half-open ones are dropped in silence, those that wait for accept() are reset.")
    DROPS_CHILDREN
  }

  /** Which checks TIME-WAIT runs. */
  public enum TimeWaitChecks {
    @Meaning("The eight checks of §3.10.7.4.")
    RFC,
    @Meaning("Those of Linux's TIME-WAIT minisocket.")
    MINISOCK
  }

  /** TIME-WAIT assassination. */
  public enum Rfc1337 {
    @Meaning("A RST ends TIME-WAIT.")
    OFF,
    @Meaning("A RST is ignored in TIME-WAIT.")
    ON
  }

  /** New incarnations. */
  public enum TimeWaitReuse {
    @Meaning("A SYN beyond the old incarnation's numbers or timestamps opens (RFC 6191).")
    ON,
    OFF
  }
}

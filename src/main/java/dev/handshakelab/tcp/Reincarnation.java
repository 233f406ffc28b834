package dev.handshakelab.tcp;

import dev.handshakelab.tcp.ClosingChoice.TimeWaitChecks;
import dev.handshakelab.tcp.ClosingChoice.TimeWaitReuse;
import dev.handshakelab.tcp.State.Connected;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.TcpOption.Timestamps;
import org.jspecify.annotations.Nullable;

/**
 * A SYN that begins a new incarnation of a connection in TIME-WAIT (MAY-2), which it may when it
 * cannot be an old duplicate: its timestamp is newer than the last one seen, or else its sequence
 * number is (RFC 6191, SHLD-4).
 */
final class Reincarnation {
  static final Rule RFC_6191 = Rule.of("RFC 6191 2");
  static final Rule LINUX = Rule.linux("tcp_timewait_state_process new SYN");

  /** How far Linux's new ISN is past what the old incarnation has sent. */
  private static final int LINUX_STEP = 65_537;

  private Reincarnation() {}

  /** Whether {@code segment} may take the place of the connection. */
  static boolean may(Context cx, State state, Segment segment) {
    return cx.policy().timeWaitReuse() == TimeWaitReuse.ON
        && state instanceof Connected(Phase phase, Tcb tcb)
        && phase == Phase.TIME_WAIT
        && segment.isSyn()
        && !segment.isAck()
        && !segment.isRst()
        && (isLinux(cx) ? linux(cx, tcb, segment) : rfc6191(cx, tcb, segment));
  }

  private static boolean isLinux(Context cx) {
    return cx.policy().timeWaitChecks() == TimeWaitChecks.MINISOCK;
  }

  private static boolean linux(Context cx, Tcb tcb, Segment syn) {
    var stamp = stamp(tcb, syn);
    if (stamp != null && SequenceCheck.isStale(cx, stamp.value(), tcb.negotiated())) {
      return false;
    }
    return isBeyond(tcb, syn)
        || stamp != null && later(stamp.value(), tcb.negotiated().tsRecent()) > 0;
  }

  private static boolean rfc6191(Context cx, Tcb tcb, Segment syn) {
    boolean stamped =
        cx.settings().offer().timestamps() && syn.option(Timestamps.class).isPresent();
    if (!tcb.negotiated().timestamps()) {
      return stamped || isBeyond(tcb, syn);
    }
    var stamp = stamp(tcb, syn);
    if (stamp == null) {
      return isBeyond(tcb, syn);
    }
    int later = later(stamp.value(), tcb.negotiated().tsRecent());
    return later > 0 || later == 0 && isBeyond(tcb, syn);
  }

  private static @Nullable Timestamps stamp(Tcb tcb, Segment syn) {
    return tcb.negotiated().timestamps() ? syn.option(Timestamps.class).orElse(null) : null;
  }

  private static int later(long value, long recent) {
    return (int) (value - recent);
  }

  /** Past everything that the peer has sent. */
  private static boolean isBeyond(Tcb tcb, Segment syn) {
    return syn.sequence().isAfter(tcb.receive().nxt());
  }

  /** The ISN of the new incarnation: past everything that the old one has sent (MAY-2). */
  static SequenceNumber iss(Context cx, State old) {
    var drawn = cx.iss();
    if (!(old instanceof Connected(Phase _, Tcb tcb))) {
      return drawn;
    }
    var nxt = tcb.send().nxt();
    return !isLinux(cx) && drawn.isAfter(nxt) ? drawn : nxt.plus(LINUX_STEP);
  }

  /** Whether the old incarnation is kept until the new one has proved itself (MAY-2). */
  static boolean parks(Policy policy) {
    return policy.timeWaitChecks() == TimeWaitChecks.RFC;
  }

  static Rule rule(Policy policy) {
    return parks(policy) ? RFC_6191 : LINUX;
  }
}

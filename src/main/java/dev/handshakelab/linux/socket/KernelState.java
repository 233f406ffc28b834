package dev.handshakelab.linux.socket;

import dev.handshakelab.tcp.StateName;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's states of a TCP socket by its own names and numbers, 1…12
 * (include/net/tcp_states.h).
 */
public enum KernelState {
  ESTABLISHED(StateName.ESTABLISHED),
  SYN_SENT(StateName.SYN_SENT),
  SYN_RECV(StateName.SYN_RECEIVED),
  FIN_WAIT1(StateName.FIN_WAIT_1),
  FIN_WAIT2(StateName.FIN_WAIT_2),
  TIME_WAIT(StateName.TIME_WAIT),
  /** Also what a descriptor reports whose connection went on to TIME_WAIT without it. */
  CLOSE(StateName.CLOSED),
  CLOSE_WAIT(StateName.CLOSE_WAIT),
  LAST_ACK(StateName.LAST_ACK),
  LISTEN(StateName.LISTEN),
  CLOSING(StateName.CLOSING),
  /** A half-open connection that is a request of its listener, not yet a socket. */
  NEW_SYN_RECV(StateName.SYN_RECEIVED);

  private final StateName state;

  KernelState(StateName state) {
    this.state = state;
  }

  /** The state of RFC 9293 that it stands for. */
  public StateName state() {
    return state;
  }

  /** Its own name where that differs from RFC 9293's, else null. */
  public @Nullable String differingName() {
    return name().equals(state.name()) ? null : name();
  }

  /**
   * @param number 1…12
   * @throws IllegalArgumentException when the kernel has a state that is not known here
   */
  public static KernelState of(int number) {
    if (number < 1 || number > values().length) {
      throw new IllegalArgumentException("no TCP state of the kernel has number " + number);
    }
    return values()[number - 1];
  }
}

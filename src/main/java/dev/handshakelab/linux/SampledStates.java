package dev.handshakelab.linux;

import static dev.handshakelab.tcp.StateName.CLOSED;
import static dev.handshakelab.tcp.StateName.CLOSE_WAIT;
import static dev.handshakelab.tcp.StateName.ESTABLISHED;
import static dev.handshakelab.tcp.StateName.FIN_WAIT_1;
import static dev.handshakelab.tcp.StateName.LAST_ACK;
import static dev.handshakelab.tcp.StateName.SYN_RECEIVED;

import dev.handshakelab.tcp.StateName;
import java.util.ArrayList;
import java.util.List;

/**
 * Which states a connection must have passed between two in which it was found, by the diagram of
 * RFC 9293 §3.3.2. Where there are two ways, only what both have in common is told.
 */
final class SampledStates {
  private SampledStates() {}

  /**
   * The states passed for certain, in order, without the two; often none.
   *
   * @param from SYN_SENT and later for an opener, LISTEN and later for who accepted
   * @param closed whether its user has said CLOSE, which sends a FIN
   */
  static List<StateName> between(StateName from, StateName to, boolean closed) {
    return switch (from) {
      // It was accepted, so it was established.
      case LISTEN -> to == SYN_RECEIVED ? List.of() : through(SYN_RECEIVED, openingTo(to, closed));
      case SYN_SENT, SYN_RECEIVED -> openingTo(to, closed);
      case ESTABLISHED ->
          switch (to) {
            case FIN_WAIT_2, CLOSING, TIME_WAIT -> List.of(FIN_WAIT_1);
            case LAST_ACK -> List.of(CLOSE_WAIT);
            case CLOSED, LISTEN, SYN_SENT, SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, CLOSE_WAIT ->
                List.of();
          };
      case CLOSE_WAIT -> closed && to == CLOSED ? List.of(LAST_ACK) : List.of();
      case CLOSED, FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK, TIME_WAIT -> List.of();
    };
  }

  /** From before ESTABLISHED to {@code to}: by way of it, unless the opening failed. */
  private static List<StateName> openingTo(StateName to, boolean closed) {
    return switch (to) {
      case CLOSED, LISTEN, SYN_SENT, SYN_RECEIVED, ESTABLISHED -> List.of();
      case FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT ->
          through(ESTABLISHED, between(ESTABLISHED, to, closed));
    };
  }

  private static List<StateName> through(StateName first, List<StateName> others) {
    List<StateName> all = new ArrayList<>(List.of(first));
    all.addAll(others);
    return List.copyOf(all);
  }
}

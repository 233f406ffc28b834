package dev.handshakelab.comparison;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import org.jspecify.annotations.Nullable;

/**
 * What a user is told by an errno, where RFC 9293 has words of its own: it is the same event that
 * both tell of.
 */
final class LinuxAnswers {
  private static final String ERROR = "error: ";

  /** ICMP's "destination unreachable". */
  private static final int UNREACHABLE = 3;

  private LinuxAnswers() {}

  /** A CLOSE in SYN-SENT disconnects the socket, and who waits for it is told of a reset. */
  static boolean disconnected(Found found, Aligned run) {
    return (ERROR + "connection closing").equals(found.simulated())
        && (ERROR + "connection reset").equals(found.real())
        && run.simulated().transitions().stream()
            .filter(move -> isOf(found, move.connection(), move.endpoint()))
            .filter(move -> move.from() == StateName.SYN_SENT && move.to() == StateName.CLOSED)
            .anyMatch(move -> new Cause.ByCall("CLOSE").equals(move.cause()));
  }

  /** An ICMP error arrived, and the user is told what icmp_err_convert makes of its code. */
  static boolean unreachable(Found found, Aligned run) {
    if (!(ERROR + "destination unreachable").equals(found.simulated())) {
      return false;
    }
    for (Entry entry : run.simulated().entries()) {
      if (entry instanceof Entry.Icmp error
          && isOf(found, error.connection(), error.to())
          && error.type() == UNREACHABLE
          && (ERROR + meaning(error.code())).equals(found.real())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOf(Found found, int connection, Party party) {
    return found.at().connection() == connection && found.at().party() == party;
  }

  /**
   * By the code of ICMP's type 3; null where no user is told: of 4 the path's MTU is learnt, and
   * there are none beyond.
   */
  private static @Nullable String meaning(int code) {
    return switch (code) {
      case 0, 6, 9, 11 -> "network unreachable";
      case 1, 10, 12, 13, 14, 15 -> "host unreachable";
      case 2 -> "protocol option not available";
      case 3 -> "connection refused";
      case 5 -> "operation not supported";
      case 7 -> "host is down";
      case 8 -> "machine is not on the network";
      default -> null;
    };
  }
}

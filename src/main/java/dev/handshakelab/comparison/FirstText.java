package dev.handshakelab.comparison;

import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.TcpOption;

/**
 * The first text of who asked for a Fast Open cookie. A user that waits in sendto() has it carry
 * the acknowledgment of the SYN+ACK; one that does not wait comes back with it when told that the
 * connection is there, and the acknowledgment has gone before.
 */
final class FirstText {
  private FirstText() {}

  /** Whether this is that acknowledgment, or when the text came after it. */
  static boolean isApart(Found found, Moment moment) {
    View real = moment.conversation().real();
    Party host = moment.host();
    Piece piece = moment.pair().real();
    if (piece == null
        || !askedForCookie(real, host)
        || !Integer.valueOf(1).equals(real.offset(piece.segment().sequence(), host))) {
      return false;
    }
    boolean extra = moment.pair().simulated() == null;
    return found.at().aspect() == Aspect.SEGMENT
        ? extra && piece.isPureAck()
        : !extra && piece.isData() && isPrompt(piece, moment);
  }

  private static boolean askedForCookie(View view, Party host) {
    return view.of(host).stream()
        .map(Piece::segment)
        .anyMatch(segment ->
            segment.isSyn()
                && segment.payload().isEmpty()
                && segment.option(TcpOption.FastOpen.class).isPresent());
  }

  /** As prompt as a user's thread that was woken by the SYN+ACK. */
  private static boolean isPrompt(Piece text, Moment moment) {
    Long at = text.sent().atNs();
    for (Piece piece : moment.conversation().real().of(moment.host().other())) {
      Long arrived = Arrivals.firstNs(piece.parts().getFirst());
      if (piece.segment().isSyn() && arrived != null && at != null) {
        return at - arrived <= moment.tolerances().callNs() + moment.slackNs();
      }
    }
    return false;
  }
}

package dev.handshakelab.comparison;

import dev.handshakelab.trace.Party;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * With how many segments an end begins: Linux with one instead of ten when it has sent its SYN or
 * SYN+ACK three times or more ({@code tcp_init_cwnd}). Where only one of two traces has the third,
 * the second segment of the other is not held up.
 */
final class FirstWindow {
  private static final int TOO_OFTEN = 3;

  private final Aligned run;
  private final OneSided oneSided;
  private final Answers answers;

  FirstWindow(Aligned run, OneSided oneSided, Answers answers) {
    this.run = run;
    this.oneSided = oneSided;
    this.answers = answers;
  }

  /** Why only the kernel waited for an acknowledgment before it sent; null when it did not. */
  @Nullable String ofTheKernels(Pair pair) {
    return pair.simulated() == null ? null : ofTheWaiting(pair.real(), false);
  }

  /** Why only the simulator did. */
  @Nullable String ofTheSimulated(Pair pair) {
    return pair.real() == null ? null : ofTheWaiting(pair.simulated(), true);
  }

  /**
   * Why only one of the two sends text or a FIN now: the other has to wait, or had not to. Null for
   * what is sent again, and when the other never sends it.
   */
  @Nullable String ofTheHeld(Pair pair) {
    Piece piece = pair.any();
    boolean isSimulated = pair.simulated() != null;
    var conversation = run.conversation(piece.sent().connection());
    View here = isSimulated ? conversation.simulated() : conversation.real();
    View there = isSimulated ? conversation.real() : conversation.simulated();
    boolean waitsHere = isOne(here, piece.from());
    if (waitsHere == isOne(there, piece.from())
        || piece.segment().isSyn()
        || piece.segment().length() == 0
        || !piece.equals(firstTo(end(here, piece), here, piece.from()))
        || firstTo(end(here, piece), there, piece.from()) == null) {
      return null;
    }
    return waitsHere
        ? ofTheSynMore(here, piece.from(), isSimulated)
        : ofTheSynMore(there, piece.from(), !isSimulated);
  }

  /** The first that reaches as far, counted from the ISN. */
  private static @Nullable Piece firstTo(@Nullable Integer end, View view, Party from) {
    for (Piece piece : view.of(from)) {
      Integer own = end(view, piece);
      if (end != null && own != null && piece.segment().length() > 0 && own >= end) {
        return piece;
      }
    }
    return null;
  }

  private static @Nullable Integer end(View view, Piece piece) {
    return view.offset(piece.last().end(), piece.from());
  }

  private @Nullable String ofTheWaiting(@Nullable Piece sent, boolean isSimulated) {
    if (sent == null || answers.answered(sent, isSimulated) == null) {
      return null;
    }
    var conversation = run.conversation(sent.sent().connection());
    View here = isSimulated ? conversation.simulated() : conversation.real();
    View there = isSimulated ? conversation.real() : conversation.simulated();
    return isOne(here, sent.from()) && !isOne(there, sent.from())
        ? ofTheSynMore(here, sent.from(), isSimulated)
        : null;
  }

  private static boolean isOne(View view, Party party) {
    return view.of(party).stream()
            .filter(piece -> !piece.isInjected() && piece.segment().isSyn())
            .count()
        >= TOO_OFTEN;
  }

  private @Nullable String ofTheSynMore(View view, Party party, boolean isSimulated) {
    return view.of(party).stream()
        .filter(piece -> piece.segment().isSyn())
        .map(piece -> oneSided.why(piece.sent().ordinal(), isSimulated))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}

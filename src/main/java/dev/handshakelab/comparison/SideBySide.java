package dev.handshakelab.comparison;

import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two traces as ladders beside each other: on the left what was simulated, on the right what the
 * kernel did, a segment and its counterpart in one row. {@code >} is the client's, {@code <} the
 * server's; numbers count from the ISNs, timestamps from each side's first. A row that differs is
 * followed by what differs in it.
 *
 * <pre>{@code
 *  0.000 > S 0:0(0) win 64240       |     0.122 > S 0:0(0) win 64240
 * 20.000 < S. 0:0(0) ack 1 win 10   |    20.831 < S. 0:0(0) ack 1 win 12
 *        ! window: 10 octets, 12 octets, UNEXPLAINED
 * }</pre>
 */
public final class SideBySide {
  private static final int TIME = 12;

  private final Aligned run;
  private final List<Difference> differences;

  private SideBySide(Aligned run, List<Difference> differences) {
    this.run = run;
    this.differences = differences;
  }

  /**
   * The text; every line ends with a line feed.
   *
   * @param number which run this is, from 1
   * @param differences of all runs
   * @throws TooLong when they differ in too much
   */
  public static String draw(Trace simulated, Trace real, int number, List<Difference> differences) {
    List<Difference> shown =
        differences.stream().filter(each -> each.runs().contains(number)).toList();
    return new SideBySide(new Aligned(simulated, real, null), shown).draw(number);
  }

  private record Row(long order, Pair pair) {}

  private String draw(int number) {
    StringBuilder out = new StringBuilder();
    out.append("simulated | run ").append(number).append(" on the kernel; times in ms\n");
    for (Aligned.Conversation conversation : run.conversations()) {
      draw(conversation, out);
    }
    for (Difference each : differences) {
      if (each.at().segment() == null) {
        out.append("! ").append(each.at()).append(": ").append(told(each)).append('\n');
      }
    }
    return out.toString();
  }

  private void draw(Aligned.Conversation conversation, StringBuilder out) {
    List<Row> rows = new ArrayList<>();
    for (Party party : Party.values()) {
      long order = Long.MIN_VALUE;
      for (Pair pair : conversation.of(party)) {
        // What only the kernel sent stands where it stood among the kernel's.
        Long at = pair.any().sent().atNs();
        order = Math.max(order, at == null ? order : at);
        rows.add(new Row(order, pair));
      }
    }
    rows.sort(Comparator.comparingLong(Row::order));
    int width = 0;
    for (Row row : rows) {
      width = Math.max(width, side(conversation.simulated(), row.pair().simulated()).length());
    }
    out.append("connection ").append(conversation.number()).append('\n');
    for (Row row : rows) {
      String left = side(conversation.simulated(), row.pair().simulated());
      String right = side(conversation.real(), row.pair().real());
      out.append((left + " ".repeat(width - left.length()) + " | " + right).stripTrailing())
          .append('\n');
      for (Difference each : differences) {
        if (isOf(each, row.pair(), right)) {
          out.append(" ".repeat(TIME))
              .append("! ")
              .append(each.at().aspect().label())
              .append(": ")
              .append(told(each))
              .append('\n');
        }
      }
    }
  }

  /** Several that only the kernel sent may stand at one place. */
  private static boolean isOf(Difference difference, Pair pair, String right) {
    return difference.at().equals(Found.of(pair, difference.at().aspect(), null, null).at())
        && (!difference.at().extra()
            || difference.real() != null && right.contains(difference.real()));
  }

  private static String told(Difference each) {
    return "%s | %s, %s"
        .formatted(
            each.simulated() == null ? "nothing" : each.simulated(),
            each.real() == null ? "nothing" : each.real(),
            each.divergence() == null ? "UNEXPLAINED" : each.divergence());
  }

  private static String side(View view, @Nullable Piece piece) {
    if (piece == null) {
      return "";
    }
    Long at = piece.sent().atNs();
    String time = at == null ? "?" : Latencies.ms(at).replace(" ms", "");
    return " ".repeat(Math.max(0, TIME - 1 - time.length()))
        + time
        + (piece.from() == Party.CLIENT ? " > " : " < ")
        + Relative.text(view, piece)
        + (piece.isInjected() ? " (injected)" : "")
        + (piece.parts().getFirst().deliveries().isEmpty() ? " (lost)" : "");
  }
}

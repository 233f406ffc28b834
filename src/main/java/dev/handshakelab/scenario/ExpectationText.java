package dev.handshakelab.scenario;

import dev.handshakelab.scenario.Expectation.Line;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Outcome;
import dev.handshakelab.trace.Party;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An expectation as a text: outcome, the two paths, then a line a segment with its time in
 * milliseconds and an arrow, {@code >} from the client and {@code <} from the server.
 *
 * <pre>
 * ESTABLISHED
 * client CLOSED SYN_SENT ESTABLISHED
 * server CLOSED LISTEN SYN_RECEIVED ESTABLISHED
 * 0 > S 0:0(0) win 65535 &lt;mss 1460>
 * 0 &lt; S. 0:0(0) ack 1 win 65535 &lt;mss 1460>
 * 0 > . 1:1(0) ack 1 win 65535
 * </pre>
 */
final class ExpectationText {
  private static final int NANOS_DECIMALS = 6;

  private ExpectationText() {}

  static String write(Expectation expectation) {
    StringBuilder text = new StringBuilder();
    text.append(expectation.outcome()).append('\n');
    text.append("client ").append(path(expectation.clientPath())).append('\n');
    text.append("server ").append(path(expectation.serverPath())).append('\n');
    for (Line line : expectation.lines()) {
      text.append(ms(line.atNs()))
          .append(line.from() == Party.CLIENT ? " > " : " < ")
          .append(line.segment())
          .append('\n');
    }
    return text.toString();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  static Expectation read(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() < 3) {
      throw new IllegalArgumentException("an expectation begins with an outcome and two paths");
    }
    List<Line> segments = new ArrayList<>();
    for (String line : lines.subList(3, lines.size())) {
      List<String> words = List.of(line.split(" ", 3));
      segments.add(
          new Line(
              new BigDecimal(words.get(0)).movePointRight(NANOS_DECIMALS).longValueExact(),
              words.get(1).equals(">") ? Party.CLIENT : Party.SERVER,
              words.get(2)));
    }
    return new Expectation(
        segments,
        path("client ", lines.get(1)),
        path("server ", lines.get(2)),
        Outcome.valueOf(lines.get(0)));
  }

  private static String path(List<StateName> states) {
    return states.stream().map(StateName::name).collect(Collectors.joining(" "));
  }

  private static List<StateName> path(String end, String line) {
    if (!line.startsWith(end)) {
      throw new IllegalArgumentException("a path begins with " + end + ", not so: " + line);
    }
    return List.of(line.substring(end.length()).split(" ", -1)).stream()
        .map(StateName::valueOf)
        .toList();
  }

  private static String ms(long ns) {
    return BigDecimal.valueOf(ns, NANOS_DECIMALS).stripTrailingZeros().toPlainString();
  }
}

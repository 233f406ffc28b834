package dev.handshakelab.drawing;

import dev.handshakelab.trace.Rendering;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.Octets;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A trace as a ladder of plain text, drawn like the figures of RFC 9293 §3.5: time runs downwards,
 * the client's state stands on the left, the server's on the right, both as they are once the row
 * has happened, and between them what was sent or arrived.
 *
 * <pre>{@code
 *        ms  CLIENT                                                      SERVER
 *  0.000000  SYN_SENT      #1 S 100:100(0) win 64240 <mss 1460>  ------> LISTEN
 * 20.000000  SYN_SENT      ---------------------------------> #1 arrives SYN_RECEIVED
 * }</pre>
 */
public final class TextLadder implements Rendering {
  /** As wide as the longest name of a state. */
  private static final int STATE = "SYN_RECEIVED".length();

  @Override
  public String extension() {
    return "txt";
  }

  @Override
  public String mediaType() {
    return "text/plain;charset=utf-8";
  }

  @Override
  public Octets render(Trace trace) {
    return Octets.of(draw(trace).getBytes(StandardCharsets.UTF_8));
  }

  /** The ladder as text; every line ends with a line feed and none has blanks before it. */
  public String draw(Trace trace) {
    List<Rung> rungs = Rungs.of(trace);
    boolean several = trace.conversations().size() > 1;
    int time = width(rungs.stream().map(Rung::time).toList(), "ms");
    int label = several ? width(rungs.stream().map(Rung::label).toList(), "") : 0;
    int middle = rungs.stream().mapToInt(rung -> rung.leastWidth()).max().orElse(0);

    StringBuilder out = new StringBuilder();
    trace
        .conversations()
        .forEach(conversation ->
            line(
                out,
                "connection %d: CLIENT %s, SERVER %s"
                    .formatted(
                        conversation.number(), conversation.client(), conversation.server())));
    line(
        out,
        "times in ms from the first active OPEN, clock %s, resolution %d ns"
            .formatted(trace.clock(), trace.resolutionNs()));
    line(out, "");
    line(out, row(time, "ms", label, "", "CLIENT", " ".repeat(middle), "SERVER"));
    for (Rung rung : rungs) {
      line(
          out,
          row(
              time,
              rung.time(),
              label,
              several ? rung.label() : "",
              rung.client(),
              rung.drawn(middle),
              rung.server()));
    }
    return out.toString();
  }

  private static String row(
      int timeWidth,
      String time,
      int labelWidth,
      String label,
      String client,
      String middle,
      String server) {
    StringBuilder row = new StringBuilder();
    row.append(" ".repeat(timeWidth - time.length())).append(time).append("  ");
    if (labelWidth > 0) {
      row.append(padded(label, labelWidth)).append("  ");
    }
    return row.append(padded(client, STATE))
        .append("  ")
        .append(middle)
        .append("  ")
        .append(server)
        .toString();
  }

  private static int width(List<String> texts, String head) {
    return texts.stream().mapToInt(String::length).reduce(head.length(), Math::max);
  }

  static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static void line(StringBuilder out, String text) {
    out.append(text.stripTrailing()).append('\n');
  }
}

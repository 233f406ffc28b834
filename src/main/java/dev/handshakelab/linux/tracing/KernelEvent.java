package dev.handshakelab.linux.tracing;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of a trace pipe (Documentation/trace/ftrace.rst): a tracepoint was passed.
 *
 * @param task the kernel's number of the thread that was running, which for most of TCP's events is
 *     whoever happened to be
 * @param atNs on the trace's clock; lines have microseconds, so it may be up to 999 ns later
 * @param name of the tracepoint, e.g. {@code inet_sock_set_state}
 * @param text what it printed
 * @param fields the members that it printed as {@code name=value}
 */
public record KernelEvent(
    int task, long atNs, String name, String text, Map<String, String> fields) {
  public KernelEvent {
    fields = Map.copyOf(fields);
  }

  /** The command may contain anything, so what counts begins at the task's number. */
  private static final Pattern LINE =
      Pattern.compile("^.*?-(\\d+)\\s+\\[\\d+\\] \\S+\\s+(\\d+)\\.(\\d{6}): (\\w+): (.*)$");

  private static final Pattern LOST = Pattern.compile("^CPU:\\d+ \\[LOST (\\d+) EVENTS\\]$");

  /** Null when the line is no event. */
  public static @Nullable KernelEvent parse(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      return null;
    }
    long atNs =
        Long.parseLong(matcher.group(2)) * 1_000_000_000 + Long.parseLong(matcher.group(3)) * 1000;
    String text = matcher.group(5);
    Map<String, String> fields = new HashMap<>();
    for (String word : text.split(" ", -1)) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        fields.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return new KernelEvent(
        Integer.parseInt(matcher.group(1)), atNs, matcher.group(4), text, fields);
  }

  /** The same by another clock. */
  KernelEvent at(long otherNs) {
    return new KernelEvent(task, otherNs, name, text, fields);
  }

  /** How many events the kernel had no room for, when the line says so; else 0. */
  public static long lost(String line) {
    Matcher matcher = LOST.matcher(line);
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
  }

  /** A member, empty when it was not printed. */
  public String field(String member) {
    return fields.getOrDefault(member, "");
  }

  /** A port that it names as {@code sport} or {@code dport}, −1 when it does not. */
  public int port(String member) {
    String value = field(member);
    return value.isEmpty() ? -1 : Integer.parseInt(value);
  }

  /** What follows {@code reason: } or {@code reason=}; empty without. */
  public String reason() {
    int colon = text.lastIndexOf("reason: ");
    return colon >= 0 ? text.substring(colon + "reason: ".length()) : field("reason");
  }
}

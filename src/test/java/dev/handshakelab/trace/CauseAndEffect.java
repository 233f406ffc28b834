package dev.handshakelab.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nothing comes of a segment before it has arrived, whoever saw it. */
public final class CauseAndEffect {
  private CauseAndEffect() {}

  /**
   * @param story what a failure prints
   */
  public static void check(Trace trace, String story) {
    Map<Cause.BySegment, Long> arrivals = new HashMap<>();
    for (Entry entry : trace.entries()) {
      if (entry instanceof Entry.Arrived copy && copy.atNs() != null) {
        arrivals.put(new Cause.BySegment(copy.segment(), copy.copy()), copy.atNs());
      }
    }
    List<Entry> tooEarly = new ArrayList<>();
    for (Entry entry : trace.entries()) {
      Long atNs = entry.atNs();
      Long arrived = cause(entry) instanceof Cause.BySegment one ? arrivals.get(one) : null;
      if (atNs != null && arrived != null && atNs < arrived) {
        tooEarly.add(entry);
      }
    }
    assertThat(tooEarly).as(story).isEmpty();
  }

  private static @Nullable Cause cause(Entry entry) {
    return switch (entry) {
      case Entry.Sent sent -> sent.cause();
      case Entry.Transition move -> move.cause();
      case Entry.Arrived _,
          Entry.UserCall _,
          Entry.TimerChange _,
          Entry.Sample _,
          Entry.Icmp _,
          Entry.Note _ ->
          null;
    };
  }
}

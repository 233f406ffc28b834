package dev.handshakelab.linux.hybrid;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.linux.LinuxRunner;
import dev.handshakelab.linux.Stories;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.tcp.Timer;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Outcome;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Provenance;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.TcpOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Many connections from handshake to close, several at a time, each looked at segment by segment:
 * whatever the two stacks do not agree on would show as a reset, a retransmission or a segment that
 * nobody needs.
 */
@Timeout(300)
class ManyHandshakesTest {
  private static final int MANY = 1000;

  /**
   * Linux, simulated or not, repeats what was sent last when two round trips and two jiffies have
   * passed without an answer (RFC 8985 §7.2): a driver that is kept waiting for longer than half of
   * that may have given a timer reason to run out.
   */
  private static final long LATE_NS = 2_000_000;

  /** A machine that is late more often shows nothing. */
  private static final int MOST_AGAIN = MANY / 2;

  @ParameterizedTest
  @CsvSource({"CLIENT, 127.0.0.1", "SERVER, 127.0.0.1", "CLIENT, ::1", "SERVER, ::1"})
  void noneNeedsAResetOrARetransmission(Party simulated, String family, TestReporter reporter)
      throws Exception {
    String ends = simulated == Party.CLIENT ? "" : "client: {stack: 'KERNEL'}, ";
    var limits = LinuxRunner.Limits.USUAL.withAddress(IpAddress.parse(family));
    int again = 0;
    try (var runner = new HybridRunner(limits, () -> null);
        var callers = Executors.newFixedThreadPool(4)) {
      assumeTrue(runner.capability().available(), () -> runner.capability().toString());
      List<Callable<Trace>> sessions = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        SessionRequest request =
            HybridRequests.asking(
                "{" + ends + "seed: " + i + ", exchange: {clientBytes: 10, close: 'BOTH'}}");
        sessions.add(() -> runner.run(request, _ -> {}));
      }
      List<Future<Trace>> running = new ArrayList<>();
      sessions.forEach(session -> running.add(callers.submit(session)));
      for (int i = 0; i < MANY; i++) {
        Trace trace = running.get(i).get();
        while (lateNs(trace) > LATE_NS && again < MOST_AGAIN) {
          trace = sessions.get(i).call();
          again++;
        }
        String story = "seed " + i + "\n" + String.join("\n", Stories.segments(trace));
        assertThat(Stories.outcome(trace)).as(story).isEqualTo(Outcome.CLOSED);
        assertThat(trace.segments())
            .as(story)
            .noneMatch(it -> it.sent().packet().segment().isRst());
        assertThat(trace.segments())
            .as(story)
            .noneMatch(it -> it.sent().retransmissionOf() != null);
      }
    }
    reporter.publishEntry("sessions that were run again since their driver was late", again + "");
  }

  /**
   * How much too late something was done at the most: a timer noticed, a segment handed over, a
   * segment read, which its timestamp in milliseconds (RFC 7323) tells.
   */
  private static long lateNs(Trace trace) {
    long late = 0;
    Map<Timer, Long> deadlines = new EnumMap<>(Timer.class);
    for (Entry entry : trace.entries()) {
      if (entry instanceof Entry.TimerChange timer) {
        switch (timer.action()) {
          case STARTED -> deadlines.put(timer.timer(), requireNonNull(timer.deadlineNs()));
          case STOPPED -> deadlines.remove(timer.timer());
          case EXPIRED ->
              late =
                  Math.max(
                      late,
                      requireNonNull(timer.atNs()) - requireNonNull(deadlines.get(timer.timer())));
        }
      }
    }
    long leastApart = Long.MAX_VALUE;
    long mostApart = Long.MIN_VALUE;
    for (TracedSegment each : trace.segments()) {
      long sentNs = requireNonNull(each.sent().atNs());
      late = Math.max(late, requireNonNull(each.receivedNs()) - sentNs);
      var stamp = each.sent().packet().segment().option(TcpOption.Timestamps.class);
      if (each.sent().provenance() == Provenance.CAPTURED && stamp.isPresent()) {
        long apart = sentNs - stamp.get().value() * 1_000_000;
        leastApart = Math.min(leastApart, apart);
        mostApart = Math.max(mostApart, apart);
      }
    }
    return Math.max(late, mostApart - leastApart);
  }
}

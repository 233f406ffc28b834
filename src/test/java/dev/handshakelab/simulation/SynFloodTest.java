package dev.handshakelab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.scenario.Limits;
import dev.handshakelab.scenario.Reading;
import dev.handshakelab.scenario.RequestReading;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Measuring;
import dev.handshakelab.trace.Outcome;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** A flood of spoofed SYNs, the queues that it fills, and the honest client in it (RFC 4987). */
class SynFloodTest {
  private static final long SECOND = 1_000_000_000L;

  /** 1 + 2 + 4 + 8 + 16 + 32 s: five repetitions of the SYN+ACK, and the wait after the last. */
  private static final int LIFETIME_S = 63;

  private static Trace run(String json) throws Exception {
    Reading reading =
        new RequestReading(Limits.USUAL).read(JsonMapper.shared().readTree(json), () -> 42L);
    assertThat(reading).isInstanceOf(Reading.Complete.class);
    SessionRequest request = ((Reading.Complete) reading).request();
    return new Simulator().run(request, _ -> {});
  }

  private static Trace flood(int backlog, String cookies, int perSecond, int seconds)
      throws Exception {
    return run(
        """
        {
          "server": {"backlog": %d, "maxSynBacklog": 100000, "synCookies": "%s", "sampleQueuesMs": 0},
          "network": {"floods": [{"atMs": 0, "perSecond": %d, "count": %d}]},
          "steps": [],
          "until": {"ms": %d}
        }
        """
            .formatted(backlog, cookies, perSecond, perSecond * seconds, seconds * 1000));
  }

  private static List<Entry.Sample> samples(Trace trace) {
    return trace.entries().stream()
        .filter(Entry.Sample.class::isInstance)
        .map(Entry.Sample.class::cast)
        .toList();
  }

  /** Requests in the SYN queue at a time: what the last sample before it says. */
  private static int halfOpenAt(Trace trace, long atNs) {
    int length = 0;
    for (Entry.Sample sample : samples(trace)) {
      if (sample.atNs() != null && sample.atNs() <= atNs) {
        length = sample.synQueue();
      }
    }
    return length;
  }

  @Nested
  class HalfOpenIsRateTimesLifetime {
    @ParameterizedTest(name = "{0} a second, backlog {1}")
    @CsvSource({"1, 1024", "4, 1024", "8, 1024", "20, 4096"})
    void whileTheQueueIsLessThanHalfFull(int perSecond, int backlog) throws Exception {
      Trace trace = flood(backlog, "NEVER", perSecond, 100);
      for (int second : new int[] {10, 30, 60}) {
        // The one that comes at this very instant counts too.
        assertThat(halfOpenAt(trace, second * SECOND)).isEqualTo(perSecond * second + 1);
      }
      for (int second : new int[] {64, 80, 99}) {
        assertThat(halfOpenAt(trace, second * SECOND)).isEqualTo(perSecond * LIFETIME_S);
      }
    }

    @Test
    void butNeverMoreThanTheQueueHolds() throws Exception {
      Trace trace = flood(64, "NEVER", 50, 100);
      assertThat(samples(trace))
          .extracting(Entry.Sample::synQueue)
          .allMatch(length -> length <= 65);
      for (int second = 2; second < 100; second++) {
        assertThat(halfOpenAt(trace, second * SECOND)).as("at %d s", second).isBetween(60, 65);
      }
    }

    /** Linux 6.18 with this flood, counted in /proc/net/tcp every second: 510 to 515 from 52 s. */
    @Test
    void beyondHalfOfTheQueueOldRequestsAreGivenUpEarlier() throws Exception {
      Trace trace = flood(1024, "NEVER", 10, 100);
      for (int second = 56; second < 100; second++) {
        assertThat(halfOpenAt(trace, second * SECOND)).as("at %d s", second).isBetween(505, 520);
      }
    }
  }

  @ParameterizedTest(name = "backlog {0}, cookies {1}, tcp_max_syn_backlog {2}: {3} requests")
  @CsvSource({
    // Linux 6.18, 300 SYNs at once, SYN_RECV counted in /proc/net/tcp
    "1, NEVER, 2048, 2",
    "128, NEVER, 128, 97",
    "128, WHEN_FULL, 2048, 129",
    "128, ALWAYS, 2048, 0"
  })
  void aBacklogAdmitsOneMoreAndStrangersOnlyThreeQuarters(
      int backlog, String cookies, int most, int requests) throws Exception {
    Trace trace =
        run(
            """
            {
              "server": {
                "backlog": %d, "synCookies": "%s", "maxSynBacklog": %d, "sampleQueuesMs": 0
              },
              "network": {"floods": [{"atMs": 0, "perSecond": 100000, "count": 300}]},
              "steps": [],
              "until": {"ms": 500}
            }
            """
                .formatted(backlog, cookies, most));
    assertThat(samples(trace).getLast().synQueue()).isEqualTo(requests);
    long answered =
        trace.segments().stream().filter(segment -> segment.sent().from() == Party.SERVER).count();
    assertThat(answered).isEqualTo(cookies.equals("NEVER") ? requests : 300);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"syn-flood, TIMED_OUT", "syn-flood-with-cookies, ESTABLISHED"})
  void theHonestClientsFateHangsOnCookies(String scenario, Outcome outcome) throws Exception {
    Trace trace = run("{\"scenario\": \"" + scenario + "\"}");
    assertThat(Measuring.of(trace).getFirst().outcome()).isEqualTo(outcome);
    assertThat(samples(trace)).extracting(Entry.Sample::synQueue).contains(65);
    assertThat(trace.transitions())
        .filteredOn(move -> move.endpoint() == Party.SERVER && move.connection() > 1)
        .extracting(Entry.Transition::to)
        .doesNotContain(StateName.ESTABLISHED);
  }

  @Test
  void everySynOfAHundredThousandIsInTheTrace() throws Exception {
    Trace trace =
        run(
            """
            {
              "server": {"synCookies": "WHEN_FULL", "sampleQueuesMs": 100},
              "network": {
                "delayMs": 10,
                "floods": [{"atMs": 0, "perSecond": 10000, "count": 100000}]
              },
              "steps": [{"atMs": 5000, "end": "CLIENT", "call": "OPEN"}]
            }
            """);
    assertThat(trace.conversations()).hasSize(100_001);
    assertThat(trace.conversations()).extracting(each -> each.client()).doesNotHaveDuplicates();
    long spoofed =
        trace.entries().stream()
            .filter(entry ->
                entry instanceof Entry.Sent sent && sent.injectedBy() == Entry.Injector.ATTACKER)
            .count();
    assertThat(spoofed).isEqualTo(100_000);
    assertThat(Measuring.of(trace).getFirst().outcome()).isEqualTo(Outcome.ESTABLISHED);
  }
}

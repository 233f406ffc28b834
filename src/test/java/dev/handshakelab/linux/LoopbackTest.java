package dev.handshakelab.linux;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.Runner.Capability;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Provenance;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.Flags;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real handshakes, seen. Needs CAP_NET_RAW. */
class LoopbackTest {
  private static LinuxRunner runner;

  @BeforeAll
  static void open() {
    runner = new LinuxRunner(LinuxRunner.Limits.USUAL);
    Capability capability = runner.capability();
    assumeTrue(
        Tier.LOOPBACK.label().equals(capability.tier()),
        () -> "segments cannot be seen here: " + capability);
  }

  @AfterAll
  static void close() {
    runner.close();
  }

  @Test
  void aHandshakeIsThreeSegmentsEachWithTwoTimes() throws RunFailure {
    Trace trace = runner.run(KernelRequests.basic(), entry -> {});
    List<TracedSegment> segments = trace.segments();
    assertThat(segments)
        .extracting(it -> it.sent().packet().segment().flags())
        .containsExactly(Flags.SYN, Flags.SYN_ACK, Flags.ACK);
    assertThat(segments).extracting(TracedSegment::relativeSeq).containsExactly(0L, 0L, 1L);
    assertThat(segments).extracting(TracedSegment::relativeAck).containsExactly(null, 1L, 1L);
    long last = 0;
    for (TracedSegment segment : segments) {
      assertThat(segment.sent().provenance()).isEqualTo(Provenance.CAPTURED);
      assertThat(segment.sent().checksumOffloaded()).isTrue();
      assertThat(segment.sent().atNs()).isGreaterThan(last);
      assertThat(segment.receivedNs()).isGreaterThan(segment.sent().atNs());
      last = requireNonNull(segment.receivedNs());
    }
  }

  @Test
  void statesFollowFromTheSegments() throws RunFailure {
    Trace trace = runner.run(KernelRequests.basic(), entry -> {});
    assertThat(trace.transitions())
        .extracting(it ->
            it.endpoint()
                + " "
                + it.subject()
                + " "
                + it.from()
                + " "
                + it.to()
                + " "
                + it.provenance())
        .containsExactly(
            "SERVER LISTENER CLOSED LISTEN SAMPLED",
            "CLIENT CONNECTION CLOSED SYN_SENT INFERRED",
            "SERVER CONNECTION LISTEN SYN_RECEIVED INFERRED",
            "CLIENT CONNECTION SYN_SENT ESTABLISHED INFERRED",
            "SERVER CONNECTION SYN_RECEIVED ESTABLISHED INFERRED");
    assertThat(trace.entries()).noneMatch(Entry.Note.class::isInstance);
  }
}

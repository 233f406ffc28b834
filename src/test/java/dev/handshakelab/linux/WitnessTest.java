package dev.handshakelab.linux;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.linux.capture.Taps;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.Decoded;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Packets;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the lab tells of a session is what tcpdump saw of it at the same time. */
@Timeout(120)
class WitnessTest extends KernelTest {
  private static final long MICROSECOND = 1000;

  /** Nothing else on this machine speaks from here, so tcpdump has little to keep up with. */
  private static final String ADDRESS = "127.0.7.1";

  private Taps taps;

  /** As in the service: the lab's taps are there before somebody comes to look. */
  @BeforeAll
  void openTaps() throws LinuxException {
    taps = Taps.open("lo", 1 << 24);
    taps.arm(1).close();
  }

  @AfterAll
  void closeTaps() {
    taps.close();
  }

  private Evidence run(String members) throws LinuxException, RunFailure {
    var setting =
        new Setting(
            new HostPlace(IpAddress.parse(ADDRESS), taps),
            null,
            Duration.ofSeconds(20),
            () -> false);
    return KernelSession.run(KernelRequests.asking(members), setting);
  }

  /** In order of arrival, which is all that tcpdump shows of this interface. */
  private static List<TracedSegment> arrivals(Evidence evidence) {
    List<TracedSegment> arrivals = new ArrayList<>(Chronicle.of(evidence).segments());
    arrivals.sort(Comparator.comparing(segment -> requireNonNull(segment.receivedNs())));
    return arrivals;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{server: {listens: false}}",
        "{client: {mss: 1000}, exchange: {clientBytes: 5000, serverBytes: 100, close: 'BOTH'}}",
        "{exchange: {serverBytes: 100000, close: 'CLIENT'}}",
        """
        {steps: [
          {atMs: 0, end: 'CLIENT', call: 'OPEN'}, {atMs: 1, end: 'SERVER', call: 'ABORT'}]}\
        """
      })
  void tcpdumpSawTheSameSegments(String members)
      throws IOException, LinuxException, RunFailure, InterruptedException {
    try (var tcpdump = Tcpdump.start(ADDRESS)) {
      Evidence evidence = run(members);
      List<TracedSegment> told = arrivals(evidence);
      assertThat(told).hasSizeGreaterThanOrEqualTo(2);
      for (TracedSegment segment : told) {
        Tcpdump.Seen seen = nextOf(evidence, tcpdump);
        assertThat(packet(seen)).isEqualTo(segment.sent().packet());
        assertThat(seen.octets()).isEqualTo(segment.sent().octets());
      }
    }
  }

  /**
   * The kernel asks the clock for each tap anew, one after the other, some 0.4 µs apart here; an
   * interrupt between the two may delay one, so a tenth of them may be further apart.
   */
  @Test
  void tcpdumpSawThemWithinAMicrosecond()
      throws IOException, LinuxException, RunFailure, InterruptedException {
    List<Long> apart = new ArrayList<>();
    try (var tcpdump = Tcpdump.start(ADDRESS)) {
      for (int i = 0; i < 30; i++) {
        Evidence evidence = run("{}");
        for (TracedSegment segment : arrivals(evidence)) {
          Tcpdump.Seen seen = nextOf(evidence, tcpdump);
          long sentNs = evidence.zeroNs() + requireNonNull(segment.sent().atNs());
          long receivedNs = evidence.zeroNs() + requireNonNull(segment.receivedNs());
          assertThat(seen.atNs()).as(segment.sent().packet().toString()).isGreaterThan(sentNs);
          apart.add(Math.abs(seen.atNs() - receivedNs));
        }
      }
    }
    assertThat(apart).hasSize(90);
    long close = apart.stream().filter(each -> each <= MICROSECOND).count();
    assertThat(close).as("of 90 within 1 µs: " + apart).isGreaterThanOrEqualTo(81);
  }

  /** The next packet of this conversation; the tidying comes only after all that is asked for. */
  private static Tcpdump.Seen nextOf(Evidence evidence, Tcpdump tcpdump)
      throws InterruptedException {
    while (true) {
      Tcpdump.Seen seen = tcpdump.next();
      Packet packet = packet(seen);
      boolean toServer =
          packet.source().equals(evidence.client())
              && packet.destination().equals(evidence.server());
      boolean toClient =
          packet.source().equals(evidence.server())
              && packet.destination().equals(evidence.client());
      if (toServer || toClient) {
        return seen;
      }
    }
  }

  private static Packet packet(Tcpdump.Seen seen) {
    return switch (Packets.decode(seen.octets())) {
      case Decoded.Intact(Packet packet, boolean _, boolean _) -> packet;
      case Decoded.Malformed(String why, var _) -> throw new AssertionError(why);
    };
  }
}

package dev.handshakelab.scenario;

import static dev.handshakelab.trace.Party.CLIENT;
import static dev.handshakelab.trace.Party.SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.handshakelab.scenario.NetworkSpec.Action;
import dev.handshakelab.scenario.NetworkSpec.Fault;
import dev.handshakelab.scenario.NetworkSpec.LinkSpec;
import dev.handshakelab.scenario.Verdict.Copy;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.Decoded;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.IpHeader;
import dev.handshakelab.wire.Notation;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Packets;
import dev.handshakelab.wire.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ImpairmentsTest {
  private static final Segment SYN = Notation.parse("S 100:100(0) win 1000");
  private static final Segment SYN_ACK = Notation.parse("S. 300:300(0) ack 101 win 1000");
  private static final Segment ACK = Notation.parse(". 101:101(0) ack 301 win 1000");
  private static final Segment DATA = Notation.parse("P. 101:111(10) ack 301 win 1000");

  private static LinkSpec link(
      double delay, double jitter, double loss, double duplicate, double reorder, double corrupt) {
    return new LinkSpec(delay, jitter, loss, duplicate, 7, reorder, 10, corrupt, Set.of());
  }

  private static NetworkSpec both(LinkSpec link, Fault... faults) {
    return new NetworkSpec(link, link, List.of(faults), List.of(), List.of());
  }

  /** The verdicts on a run of transmissions of one end on one connection. */
  private static List<Verdict> verdicts(
      long seed, NetworkSpec network, Party from, int connection, Segment... segments) {
    var impairments = new Impairments(seed, network);
    Occurrences counted = Occurrences.NONE;
    List<Verdict> verdicts = new ArrayList<>();
    for (Segment segment : segments) {
      counted = counted.plus(segment);
      verdicts.add(impairments.judge(from, connection, counted, segment));
    }
    return verdicts;
  }

  private static Segment[] many(int count) {
    Segment[] segments = new Segment[count];
    Arrays.fill(segments, DATA);
    return segments;
  }

  @Test
  void aPerfectNetworkDeliversOnceAfterTheDelay() {
    assertThat(verdicts(1, both(link(20, 0, 0, 0, 0, 0)), CLIENT, 1, SYN, ACK))
        .containsOnly(new Verdict(List.of(new Copy(20_000_000, true, false)), List.of()));
  }

  @Test
  void theSmallestDelayIsANanosecond() {
    assertThat(verdicts(1, both(link(0.000001, 0, 0, 0, 0, 0)), CLIENT, 1, SYN))
        .containsExactly(new Verdict(List.of(new Copy(1, true, false)), List.of()));
  }

  /** Each row differs from a network that treats all alike in one thing. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0, 0, true",
    "1, 0, 0, 0, 0, false",
    "0, 0.1, 0, 0, 0, false",
    "0, 0, 0.1, 0, 0, false",
    "0, 0, 0, 0.1, 0, false",
    "0, 0, 0, 0, 0.1, false"
  })
  void whereNothingIsLeftToChanceEverySegmentGetsTheSame(
      double jitter, double loss, double duplicate, double reorder, double corrupt, boolean same) {
    var network = both(link(20, jitter, loss, duplicate, reorder, corrupt));
    var always = new Impairments(1, network).always(CLIENT);
    assertThat(always != null).isEqualTo(same);
    if (same) {
      assertThat(verdicts(1, network, CLIENT, 3, SYN, ACK, DATA, DATA)).containsOnly(always);
    }
  }

  @Test
  void aFaultConcernsTheEndThatItNames() {
    var fault = new Fault(SERVER, SegmentPattern.SYN_ACK, 1, 1, new Action.Drop());
    var impairments = new Impairments(1, both(link(20, 0, 0, 0, 0, 0), fault));
    assertThat(impairments.always(SERVER)).isNull();
    assertThat(impairments.always(CLIENT)).isNotNull();
  }

  @Nested
  class Faults {
    private List<Verdict> run(Fault fault, Party from, int connection, Segment... segments) {
      return verdicts(1, both(link(20, 0, 0, 0, 0, 0), fault), from, connection, segments);
    }

    private static final Verdict UNTOUCHED =
        new Verdict(List.of(new Copy(20_000_000, true, false)), List.of());

    private Verdict because(Copy... copies) {
      return new Verdict(List.of(copies), List.of("/network/faults/0"));
    }

    @Test
    void dropTakesTheSegmentOut() {
      Fault fault = new Fault(SERVER, SegmentPattern.SYN_ACK, 1, 1, new Action.Drop());
      assertThat(run(fault, SERVER, 1, SYN_ACK, SYN_ACK)).containsExactly(because(), UNTOUCHED);
    }

    @Test
    void duplicateAddsACopy() {
      Fault fault = new Fault(CLIENT, SegmentPattern.SYN, 1, 1, new Action.Duplicate(5));
      assertThat(run(fault, CLIENT, 1, SYN))
          .containsExactly(
              because(new Copy(20_000_000, true, false), new Copy(25_000_000, false, false)));
    }

    @Test
    void delayLetsOthersOvertake() {
      Fault fault = new Fault(CLIENT, SegmentPattern.ACK, 1, 1, new Action.Delay(5));
      assertThat(run(fault, CLIENT, 1, ACK, DATA))
          .containsExactly(because(new Copy(25_000_000, false, false)), UNTOUCHED);
    }

    @Test
    void corruptDamages() {
      Fault fault = new Fault(CLIENT, SegmentPattern.SYN, 1, 1, new Action.Corrupt());
      assertThat(run(fault, CLIENT, 1, SYN))
          .containsExactly(because(new Copy(20_000_000, true, true)));
    }

    @Test
    void occurrenceCountsWhatMatchesRetransmissionsIncluded() {
      Fault fault = new Fault(CLIENT, SegmentPattern.SYN, 2, 1, new Action.Drop());
      assertThat(run(fault, CLIENT, 1, SYN, ACK, SYN, SYN))
          .containsExactly(UNTOUCHED, UNTOUCHED, because(), UNTOUCHED);
    }

    @Test
    void anotherEndAndAnotherConnectionAreNotConcerned() {
      Fault fault = new Fault(CLIENT, SegmentPattern.ANY, 1, 1, new Action.Drop());
      assertThat(run(fault, SERVER, 1, SYN_ACK)).containsExactly(UNTOUCHED);
      assertThat(run(fault, CLIENT, 2, SYN)).containsExactly(UNTOUCHED);
    }

    @Test
    void theFirstThatMatchesDecides() {
      NetworkSpec network =
          both(
              link(0, 0, 0, 0, 0, 0),
              new Fault(CLIENT, SegmentPattern.SYN, 1, 1, new Action.Corrupt()),
              new Fault(CLIENT, SegmentPattern.ANY, 1, 1, new Action.Drop()));
      assertThat(verdicts(1, network, CLIENT, 1, SYN).getFirst().because())
          .containsExactly("/network/faults/0");
      assertThat(verdicts(1, network, CLIENT, 1, ACK).getFirst().because())
          .containsExactly("/network/faults/1");
    }

    @Test
    void aFaultOverrulesTheRates() {
      NetworkSpec network =
          both(
              link(20, 0, 1, 1, 1, 1),
              new Fault(CLIENT, SegmentPattern.SYN, 1, 1, new Action.Delay(1)));
      assertThat(verdicts(1, network, CLIENT, 1, SYN))
          .containsExactly(because(new Copy(21_000_000, false, false)));
    }
  }

  @Nested
  class Rates {
    @Test
    void zeroNeverHitsAndOneAlwaysDoes() {
      for (long seed = 0; seed < 50; seed++) {
        assertThat(verdicts(seed, both(link(0, 0, 0, 0, 0, 0)), CLIENT, 1, many(100)))
            .as("seed %d", seed)
            .containsOnly(new Verdict(List.of(new Copy(0, true, false)), List.of()));
        assertThat(verdicts(seed, both(link(0, 0, 1, 1, 1, 1)), CLIENT, 1, many(100)))
            .as("seed %d", seed)
            .containsOnly(new Verdict(List.of(), List.of("/network/toServer/lossRate")));
        assertThat(verdicts(seed, both(link(0, 0, 0, 1, 1, 1)), SERVER, 1, many(100)))
            .as("seed %d", seed)
            .containsOnly(
                new Verdict(
                    List.of(new Copy(10_000_000, false, true), new Copy(17_000_000, false, true)),
                    List.of(
                        "/network/toClient/reorderRate",
                        "/network/toClient/duplicateRate",
                        "/network/toClient/corruptRate")));
      }
    }

    @ParameterizedTest
    @CsvSource({"0.5", "0.1", "0.01", "0.999"})
    void aRateIsTheShareThatIsHit(double rate) {
      int count = 100_000;
      long lost =
          verdicts(42, both(link(0, 0, rate, 0, 0, 0)), CLIENT, 1, many(count)).stream()
              .filter(verdict -> verdict.copies().isEmpty())
              .count();
      double deviation = Math.sqrt(count * rate * (1 - rate));
      assertThat((double) lost).isCloseTo(count * rate, within(5 * deviation));
    }

    @Test
    void jitterIsUniformFromZeroToItsMost() {
      Map<Long, Integer> jitter = new TreeMap<>();
      for (Verdict verdict :
          verdicts(42, both(link(1, 0.000003, 0, 0, 0, 0)), CLIENT, 1, many(10_000))) {
        jitter.merge(verdict.copies().getFirst().delayNs() - 1_000_000, 1, Integer::sum);
      }
      assertThat(jitter.keySet()).containsExactly(0L, 1L, 2L, 3L);
      assertThat(jitter.values()).allSatisfy(count -> assertThat(count).isBetween(2300, 2700));
    }

    @Test
    void theLongestJitterStaysInItsRange() {
      for (Verdict verdict :
          verdicts(42, both(link(0, 3_600_000, 0, 0, 0, 0)), CLIENT, 1, many(10_000))) {
        assertThat(verdict.copies().getFirst().delayNs()).isBetween(0L, 3_600_000_000_000L);
      }
    }
  }

  @Nested
  class EachDrawForItself {
    private static final NetworkSpec LOSSY = both(link(0, 0, 0.5, 0, 0, 0));

    private static List<Boolean> lost(List<Verdict> verdicts) {
      return verdicts.stream().map(verdict -> verdict.copies().isEmpty()).toList();
    }

    @Test
    void theSameSeedDecidesTheSame() {
      assertThat(verdicts(42, LOSSY, CLIENT, 1, many(100)))
          .isEqualTo(verdicts(42, LOSSY, CLIENT, 1, many(100)));
    }

    @Test
    void addedImpairmentsDoNotMoveTheLosses() {
      NetworkSpec more = both(link(20, 5, 0.5, 0.5, 0.5, 0.5));
      for (long seed = 0; seed < 20; seed++) {
        assertThat(lost(verdicts(seed, more, CLIENT, 1, many(100))))
            .as("seed %d", seed)
            .isEqualTo(lost(verdicts(seed, LOSSY, CLIENT, 1, many(100))));
      }
    }

    @Test
    void aHigherRateLosesWhatALowerOneLoses() {
      List<Boolean> some = lost(verdicts(7, both(link(0, 0, 0.2, 0, 0, 0)), CLIENT, 1, many(500)));
      List<Boolean> more = lost(verdicts(7, both(link(0, 0, 0.4, 0, 0, 0)), CLIENT, 1, many(500)));
      for (int i = 0; i < some.size(); i++) {
        assertThat(!some.get(i) || more.get(i)).as("transmission %d", i + 1).isTrue();
      }
    }

    @Test
    void seedDirectionAndConnectionEachChangeTheLuck() {
      List<Boolean> one = lost(verdicts(42, LOSSY, CLIENT, 1, many(100)));
      assertThat(lost(verdicts(43, LOSSY, CLIENT, 1, many(100)))).isNotEqualTo(one);
      assertThat(lost(verdicts(42, LOSSY, SERVER, 1, many(100)))).isNotEqualTo(one);
      assertThat(lost(verdicts(42, LOSSY, CLIENT, 2, many(100)))).isNotEqualTo(one);
    }

    @Test
    void theLuckOfASeedIsTheSameForEver() {
      StringBuilder fates = new StringBuilder();
      lost(verdicts(42, LOSSY, CLIENT, 1, many(40)))
          .forEach(lost -> fates.append(lost ? 'x' : '.'));
      assertThat(fates).hasToString("xx..x..xx.xxx..x.x...x.xxx.xxx.....x.xx.");
    }
  }

  static List<IpHeader> headers() {
    return List.of(
        new IpHeader.Ipv4(
            IpAddress.parse("10.0.0.1"), IpAddress.parse("10.0.0.2"), 0, 0, true, 64, Octets.EMPTY),
        new IpHeader.Ipv6(
            IpAddress.parse("2001:db8::1"), IpAddress.parse("2001:db8::2"), 0, 0, 64));
  }

  @ParameterizedTest
  @MethodSource("headers")
  void damageIsAlwaysNoticedAndLeavesTheIpHeaderAlone(IpHeader ip) {
    Octets packet = Packets.encode(new Packet(ip, DATA.withPorts(49152, 8080)));
    int tcpAt = packet.length() - 30;
    Set<Octets> seen = new HashSet<>();
    for (long seed = 0; seed < 2000; seed++) {
      Octets damaged =
          new Impairments(seed, NetworkSpec.PERFECT)
              .corrupt(packet, tcpAt, CLIENT, 1, Occurrences.NONE.plus(DATA), 1);
      assertThat(damaged.slice(0, tcpAt)).isEqualTo(packet.slice(0, tcpAt));
      assertThat(isIntact(damaged)).as("seed %d: %s", seed, damaged).isFalse();
      seen.add(damaged);
    }
    assertThat(isIntact(packet)).isTrue();
    assertThat(seen).as("every bit is hit by some seed").hasSize(30 * 8);
  }

  private static boolean isIntact(Octets packet) {
    return Packets.decode(packet) instanceof Decoded.Intact intact && intact.tcpChecksumRight();
  }
}

package dev.handshakelab.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** §3.4.1: choosing initial sequence numbers. */
class IsnTest {
  private static final Path PATH = new Path(Machine.LOCAL, Machine.REMOTE, 1500);

  private static Path path(int port) {
    return new Path(new SocketAddress(Machine.LOCAL.address(), port), Machine.REMOTE, 1500);
  }

  private static long isn(Policy policy, long seed, Path path, long nowNs, int count) {
    return InitialSequenceNumbers.next(policy, Secrets.of(seed, 1), path, nowNs, count).value();
  }

  private static Policy generator(String name) {
    return Switches.set(Policy.RFC_9293, "isnGenerator", name);
  }

  /** Two ISNs of the same 4-tuple differ by the clock, modulo 2^32. */
  @ParameterizedTest
  @CsvSource({"4000, 1", "1000000000, 250000", "16383999996000, 4095999999", "17179869184000, 0"})
  @Tag("MUST-8")
  @Tag("rule-25")
  void theClockTicksEveryFourMicroseconds(long elapsedNs, long difference) {
    for (long seed = 0; seed < 50; seed++) {
      long first = isn(Policy.RFC_9293, seed, PATH, 0, 0);
      long second = isn(Policy.RFC_9293, seed, PATH, elapsedNs, 0);
      assertThat(second - first & 0xffff_ffffL).isEqualTo(difference);
    }
  }

  @Test
  @Tag("MUST-8")
  @Tag("rule-28")
  void theClockWrapsAfterFourHoursAndThreeQuarters() {
    long wrap = (1L << 32) * 4_000;
    assertThat(wrap / Machine.SECOND).isEqualTo(17_179);
    assertThat(isn(Policy.RFC_9293, 1, PATH, wrap, 0))
        .isEqualTo(isn(Policy.RFC_9293, 1, PATH, 0, 0));
    long linux = (1L << 32) * 64;
    assertThat(linux / Machine.SECOND).isEqualTo(274);
    assertThat(isn(Policy.LINUX, 1, PATH, linux, 0)).isEqualTo(isn(Policy.LINUX, 1, PATH, 0, 0));
  }

  @Test
  @Tag("rule-29")
  void aNewIncarnationWithinAnMslStartsPastTheOldOne() {
    for (long ns = Machine.MS; ns < 120 * Machine.SECOND; ns += 977 * Machine.MS) {
      int ahead =
          (int) (isn(Policy.RFC_9293, 9, PATH, ns, 1) - isn(Policy.RFC_9293, 9, PATH, 0, 0));
      assertThat(ahead).isPositive();
    }
  }

  @Test
  @Tag("SHLD-1")
  @Tag("rule-26")
  void anotherFourTupleHasAnotherOffset() {
    Set<Long> isns = new HashSet<>();
    for (int port = 1; port <= 1000; port++) {
      isns.add(isn(Policy.RFC_9293, 1, path(port), 0, 0));
      isns.add(isn(Policy.RFC_9293, 1, path(port).reversed(), 0, 0));
    }
    assertThat(isns).hasSize(2000);
  }

  @Test
  @Tag("MUST-9")
  @Tag("rule-27")
  @Tag("rule-31")
  void anotherKeyHasOtherNumbers() {
    Set<Long> isns = new HashSet<>();
    for (long seed = 0; seed < 1000; seed++) {
      isns.add(isn(Policy.RFC_9293, seed, PATH, 0, 0));
    }
    assertThat(isns).hasSizeGreaterThan(998);
  }

  /** No regularity that an onlooker of other connections could use: nmap's GCD and spread. */
  @ParameterizedTest
  @CsvSource({
    "CLOCK_AND_HASH, false",
    "RANDOM, false",
    "CLOCK, true",
    "RULE_64K, true",
    "CONSTANT, true"
  })
  @Tag("MUST-9")
  @Tag("SHLD-1")
  @Tag("rule-27")
  @Tag("rule-32")
  void onlyTheWeakGeneratorsArePredictable(String name, boolean predictable) {
    List<Long> steps = new ArrayList<>();
    long last = 0;
    for (int i = 0; i < 100; i++) {
      long next = isn(generator(name), 7, path(1000 + i), i * 110L * Machine.MS, i);
      if (i > 0) {
        steps.add(next - last & 0xffff_ffffL);
      }
      last = next;
    }
    double mean = steps.stream().mapToLong(Long::longValue).average().orElseThrow();
    double spread =
        Math.sqrt(
            steps.stream().mapToDouble(step -> (step - mean) * (step - mean)).average().orElse(0));
    assertThat(spread < 1_000_000).isEqualTo(predictable);
  }

  /** Nobody foretells them, but a new incarnation may begin where the old one still sends. */
  @Test
  @Tag("rule-32")
  void theWeaknessOfRandomNumbersIsThatTheyFallBack() {
    int behind = 0;
    for (int count = 0; count < 100; count++) {
      long old = isn(generator("RANDOM"), 7, PATH, 0, count);
      long next = isn(generator("RANDOM"), 7, PATH, Machine.SECOND, count + 1);
      behind += (int) (next - old) < 0 ? 1 : 0;
    }
    assertThat(behind).isBetween(30, 70);
  }

  @Test
  @Tag("rule-31")
  void theSameSeedGivesTheSameNumbers() {
    for (String name : List.of("CLOCK_AND_HASH", "CLOCK", "RULE_64K", "CONSTANT", "RANDOM")) {
      assertThat(isn(generator(name), 5, PATH, 99, 3))
          .as(name)
          .isEqualTo(isn(generator(name), 5, PATH, 99, 3));
    }
  }

  @Test
  @Tag("rule-25")
  void theyAreUsed() {
    var first = Machine.rfc().drawingIsns().in("SYN-SENT");
    var later = Machine.rfc().drawingIsns().after(Machine.SECOND).in("SYN-SENT");
    long one = ((State.SynSent) first.state()).calling().iss().value();
    long two = ((State.SynSent) later.state()).calling().iss().value();
    assertThat(two - one & 0xffff_ffffL).isEqualTo(250_000);
  }
}

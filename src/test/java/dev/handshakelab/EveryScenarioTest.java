package dev.handshakelab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.linux.LinuxRunner;
import dev.handshakelab.linux.Tier;
import dev.handshakelab.scenario.EndSpec.Profile;
import dev.handshakelab.scenario.Expectation;
import dev.handshakelab.scenario.Limits;
import dev.handshakelab.scenario.Mode;
import dev.handshakelab.scenario.Observation;
import dev.handshakelab.scenario.Reading;
import dev.handshakelab.scenario.RequestReading;
import dev.handshakelab.scenario.Scenario;
import dev.handshakelab.scenario.ScenarioFiles;
import dev.handshakelab.scenario.Scenarios;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.simulation.Simulator;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.Flag;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every scenario of the catalogue comes to what it says, in every mode and under every profile that
 * it claims. After a change that is meant, {@code ./mvnw test -Dtest=EveryScenarioTest
 * -Dexpected=write} writes the expectations anew, to be read line by line in the diff.
 */
class EveryScenarioTest {
  private static final RequestReading READING = new RequestReading(Limits.USUAL);

  static Stream<Arguments> simulated() {
    return Scenarios.all().stream()
        .filter(scenario -> scenario.whyNot(Mode.SIMULATED).isEmpty())
        .flatMap(scenario ->
            scenario.profiles().stream().map(profile -> Arguments.of(scenario.name(), profile)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("simulated")
  void simulatedItComesToWhatItSaysWhateverTheSeed(String name, Profile profile) throws Exception {
    Scenario scenario = Scenarios.named(name).orElseThrow();
    if ("write".equals(System.getProperty("expected"))) {
      ScenarioFiles.write(scenario, profile, observed(simulated(name, profile), 42));
    }
    for (long seed : new long[] {0, 42, SessionRequest.MAX_SEED}) {
      assertThat(observed(simulated(name, profile), seed))
          .as("seed %d", seed)
          .isEqualTo(ScenarioFiles.read(scenario, profile));
    }
  }

  static Stream<String> onTheKernel() {
    return Scenarios.all().stream()
        .filter(scenario -> scenario.whyNot(Mode.REAL_SOCKET).isEmpty())
        .map(Scenario::name);
  }

  /**
   * When a pure ACK goes out, and what the window is, is the kernel's own business; what has a
   * sequence number, what states there are and how it ends is not.
   */
  @ParameterizedTest
  @MethodSource("onTheKernel")
  void onTheKernelItComesToTheSame(String name) throws Exception {
    try (var runner =
        new LinuxRunner(LinuxRunner.Limits.USUAL.withBest(Tier.LOOPBACK).untraced())) {
      assumeTrue(
          "loopback".equals(runner.capability().tier()),
          () -> "segments cannot be seen here: " + runner.capability());
      SessionRequest asked =
          request("{\"mode\":\"REAL_SOCKET\",\"scenario\":\"%s\"}".formatted(name), 1);
      assertThat(runner.refuse(asked)).isEmpty();
      Trace real = runner.run(asked, _ -> {});
      SessionRequest imitated = request(simulated(name, Profile.LINUX), 1);
      Trace simulation = new Simulator().run(imitated, _ -> {});
      for (Party party : Party.values()) {
        assertThat(numbered(real, party)).as("%s", party).isEqualTo(numbered(simulation, party));
      }
      Expectation observed = Observation.of(asked, real);
      Expectation expected = Observation.of(imitated, simulation);
      assertThat(untilTimeWait(observed.clientPath()))
          .isEqualTo(untilTimeWait(expected.clientPath()));
      assertThat(untilTimeWait(observed.serverPath()))
          .isEqualTo(untilTimeWait(expected.serverPath()));
      assertThat(observed.outcome()).isEqualTo(expected.outcome());
    }
  }

  private static String simulated(String scenario, Profile profile) {
    return """
    {"scenario": "%s", "client": {"profile": "%s"}, "server": {"profile": "%s"}}\
    """
        .formatted(scenario, profile, profile);
  }

  private static Expectation observed(String json, long seed) throws Exception {
    SessionRequest request = request(json, seed);
    return Observation.of(request, new Simulator().run(request, _ -> {}));
  }

  private static SessionRequest request(String json, long seed) {
    Reading reading = READING.read(JsonMapper.shared().readTree(json), () -> seed);
    assertThat(reading).as(json).isInstanceOf(Reading.Complete.class);
    return ((Reading.Complete) reading).request();
  }

  /** The segments of one side that take up sequence numbers, and its RSTs. */
  private static List<String> numbered(Trace trace, Party from) {
    return trace.segments().stream()
        .filter(segment -> segment.sent().from() == from)
        .filter(segment -> {
          var sent = segment.sent().packet().segment();
          return sent.length() > 0 || sent.isRst();
        })
        .map(segment -> {
          var sent = segment.sent().packet().segment();
          return "%s seq %d, %d octets"
              .formatted(
                  sent.flags().minus(Flag.PSH), segment.relativeSeq(), sent.payload().length());
        })
        .toList();
  }

  /** On a kernel TIME_WAIT counts as the end. */
  private static List<StateName> untilTimeWait(List<StateName> path) {
    int end = path.indexOf(StateName.TIME_WAIT);
    return end < 0 ? path : path.subList(0, end + 1);
  }
}

package dev.handshakelab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.drawing.TextLadder;
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
import dev.handshakelab.trace.CauseAndEffect;
import dev.handshakelab.trace.Conversation;
import dev.handshakelab.trace.Measuring;
import dev.handshakelab.trace.Outcome;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.Flag;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.SequenceNumber;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
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

  /** Those that take longer on a kernel than a test may by default. */
  static final Set<String> SLOW =
      Set.of(
          "client-vanishes",
          "keepalive-on-half-open",
          "server-unreachable",
          "spoofed-client",
          "syn-flood",
          "syn-flood-with-cookies");

  /** Who answers by a cookie is in no state, which its segments alone cannot show. */
  private static final String COOKIE = "cookie-and-lost-final-ack";

  /**
   * Linux gives old requests up earlier while its queue is more than half full, so that whoever's
   * SYN comes first then gets in: mostly the flood's.
   */
  private static final String FLOODED = "syn-flood";

  /** A backlog of 64 admits one more. */
  private static final int ADMITTED = 65;

  /** At fifty a second these have come when three seconds are over: nobody is given up before. */
  private static final int KEPT_OUT = 150;

  /** So near to its ISN is every number of the catalogue. */
  private static final long NEAR = 1 << 12;

  private static final Set<StateName> NO_CONNECTION = Set.of(StateName.CLOSED, StateName.LISTEN);

  private static final LinuxRunner.Limits USUAL = LinuxRunner.Limits.USUAL;

  /** One for each tier that has been asked for. */
  private static final Map<Tier, LinuxRunner> RUNNERS = new EnumMap<>(Tier.class);

  /** What has been begun on the link, all at a time since most of it is waiting. */
  private static final Map<String, Future<Trace>> BEGUN = new HashMap<>();

  /** So many that their timing does not suffer much. */
  private static final int AT_A_TIME = 4;

  /** On a busy machine a link is late, and what is milliseconds apart changes places: a race. */
  private static final int ATTEMPTS = 5;

  /** What takes longer is not tried again. */
  private static final long LONG_NS = 10_000_000_000L;

  private static final ExecutorService THREADS = Executors.newFixedThreadPool(AT_A_TIME);

  @AfterAll
  static void close() {
    THREADS.shutdownNow();
    RUNNERS.values().forEach(LinuxRunner::close);
    RUNNERS.clear();
    BEGUN.clear();
  }

  private static LinuxRunner runner(Tier tier) {
    return RUNNERS.computeIfAbsent(
        tier,
        best ->
            new LinuxRunner(
                new LinuxRunner.Limits(
                    USUAL.address(),
                    best,
                    true,
                    AT_A_TIME,
                    USUAL.patience(),
                    USUAL.deadline(),
                    USUAL.tapBufferBytes())));
  }

  private static SessionRequest onTheKernel(String name) throws Exception {
    return request("{\"mode\":\"REAL_SOCKET\",\"scenario\":\"%s\"}".formatted(name), 1);
  }

  private static Stream<String> possibleOnKernels() {
    return Scenarios.all().stream()
        .filter(scenario -> scenario.whyNot(Mode.REAL_SOCKET).isEmpty())
        .map(Scenario::name);
  }

  private static Stream<String> possibleOn(Tier tier) throws Exception {
    List<String> possible = new ArrayList<>();
    for (String name : possibleOnKernels().toList()) {
      if (runner(tier).refuse(onTheKernel(name)).isEmpty()) {
        possible.add(name);
      }
    }
    return possible.stream();
  }

  /** There a sender's kernel hands over as one what it would send in several segments. */
  private static final String CUT_INTO_SEGMENTS = "option-negotiation";

  static Stream<String> onLoopback() throws Exception {
    return possibleOn(Tier.LOOPBACK).filter(name -> !name.equals(CUT_INTO_SEGMENTS));
  }

  static Stream<String> onTheLink() throws Exception {
    return possibleOn(Tier.NETNS_TUN).filter(name -> !SLOW.contains(name));
  }

  static Stream<String> slowOnTheLink() throws Exception {
    return possibleOn(Tier.NETNS_TUN).filter(SLOW::contains);
  }

  @ParameterizedTest
  @MethodSource("onLoopback")
  void onLoopbackItComesToTheSame(String name) throws Exception {
    assumeTier(Tier.LOOPBACK);
    SessionRequest asked = onTheKernel(name);
    check(asked, runner(Tier.LOOPBACK).run(asked, _ -> {}));
  }

  @ParameterizedTest
  @MethodSource("onTheLink")
  void onTheLinkItComesToTheSame(String name) throws Exception {
    assumeTier(Tier.NETNS_TUN);
    checkBegun(name, onTheLink());
  }

  @ParameterizedTest
  @Tag("deep")
  @MethodSource("slowOnTheLink")
  void onTheLinkItComesToTheSameInTheEnd(String name) throws Exception {
    assumeTier(Tier.NETNS_TUN);
    checkBegun(name, slowOnTheLink());
  }

  private static void checkBegun(String name, Stream<String> all) throws Exception {
    for (String each : all.toList()) {
      var _ = begin(each);
    }
    SessionRequest asked = onTheKernel(name);
    Trace real = begin(name).get();
    Long lasted = real.durationNs();
    boolean quick = lasted != null && lasted < LONG_NS;
    for (int attempt = 1; quick && attempt < ATTEMPTS; attempt++) {
      try {
        check(asked, real);
        return;
      } catch (AssertionError perhapsARace) {
        real = runner(Tier.NETNS_TUN).run(asked, _ -> {});
      }
    }
    check(asked, real);
  }

  private static Future<Trace> begin(String name) throws Exception {
    SessionRequest asked = onTheKernel(name);
    return BEGUN.computeIfAbsent(
        name, _ -> THREADS.submit(() -> runner(Tier.NETNS_TUN).run(asked, _ -> {})));
  }

  private static void assumeTier(Tier tier) {
    assumeTrue(
        tier.label().equals(runner(tier).capability().tier()),
        () -> tier.label() + " is not to be had here: " + runner(tier).capability());
  }

  /**
   * When a pure ACK goes out, and what the window is, is the kernel's own business; what has a
   * sequence number, what states there are and how it ends is not.
   */
  static void check(SessionRequest asked, Trace real) throws Exception {
    SessionRequest imitated = request(simulated(asked.scenario(), Profile.LINUX), 1);
    Trace simulation = new Simulator().run(imitated, _ -> {});
    String both = "kernel:\n%s\nsimulated:\n%s".formatted(ladder(real), ladder(simulation));
    assertThat(real.segments())
        .as(both)
        .allSatisfy(segment -> assertThat(segment.sent().atNs()).isNotNull());
    CauseAndEffect.check(real, both);
    if (asked.scenario().equals(FLOODED)) {
      checkWhoIsKeptOut(real);
      return;
    }
    for (Party party : Party.values()) {
      assertThat(numbered(real, party))
          .as("%s\n%s", party, both)
          .isEqualTo(numbered(simulation, party));
    }
    Expectation observed = Observation.of(asked, real);
    Expectation expected = Observation.of(imitated, simulation);
    assertThat(path(observed.clientPath())).as(both).isEqualTo(path(expected.clientPath()));
    if (!asked.scenario().equals(COOKIE)) {
      assertThat(path(observed.serverPath())).as(both).isEqualTo(path(expected.serverPath()));
    }
    assertThat(observed.outcome()).as(both).isEqualTo(expected.outcome());
  }

  /** Of strangers as many as there is room for are answered, and then none for a while. */
  private static void checkWhoIsKeptOut(Trace real) {
    Set<Integer> answered =
        real.segments().stream()
            .filter(segment -> segment.sent().from() == Party.SERVER)
            .map(segment -> segment.sent().connection())
            .collect(Collectors.toSet());
    List<Integer> strangers =
        real.conversations().stream().map(Conversation::number).filter(it -> it > 1).toList();
    assertThat(strangers.subList(0, ADMITTED)).allMatch(answered::contains);
    assertThat(strangers.subList(ADMITTED, KEPT_OUT)).noneMatch(answered::contains);
    assertThat(Measuring.of(real).getFirst().outcome())
        .isIn(Outcome.TIMED_OUT, Outcome.ESTABLISHED);
  }

  private static String ladder(Trace trace) {
    return new TextLadder().draw(trace);
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

  static SessionRequest request(String json, long seed) {
    Reading reading = READING.read(JsonMapper.shared().readTree(json), () -> seed);
    assertThat(reading).as(json).isInstanceOf(Reading.Complete.class);
    return ((Reading.Complete) reading).request();
  }

  /**
   * The segments of one side that take up sequence numbers, and its RSTs, counted from the SYN that
   * was the last in its name; a RST from the SYN that it belongs to, which may be an older one; one
   * that belongs to none has a number that somebody made up, or 0. Those of a flood are left out.
   */
  private static List<String> numbered(Trace trace, Party from) {
    List<String> numbered = new ArrayList<>();
    List<SequenceNumber> isns = new ArrayList<>();
    for (var traced : trace.segments()) {
      var sent = traced.sent().packet().segment();
      boolean counts = sent.length() > 0 || sent.isRst();
      if (traced.sent().from() == from && counts && !ofFlood(trace, traced)) {
        if (sent.isSyn()) {
          isns.add(sent.sequence());
        }
        long last = isns.isEmpty() || sent.isRst() ? 0 : isns.getLast().value();
        long base =
            isns.stream()
                .filter(isn -> sent.isRst() && sent.sequence().plus(-isn.value()).value() < NEAR)
                .mapToLong(SequenceNumber::value)
                .findFirst()
                .orElse(last);
        long seq = sent.sequence().plus(-base).value();
        numbered.add(
            "%s seq %d, %d octets"
                .formatted(sent.flags().minus(Flag.PSH), seq, sent.payload().length()));
      }
    }
    return numbered;
  }

  /** Not of a few strangers, who fit into the queue or hardly do not. */
  private static boolean ofFlood(Trace trace, TracedSegment segment) {
    IpAddress client = trace.conversation(segment.sent().connection()).client().address();
    return trace.conversations().size() > KEPT_OUT
        && !client.equals(trace.conversation(1).client().address());
  }

  /**
   * On a kernel TIME_WAIT counts as the end; and no kernel tells where a half-open connection that
   * is dropped goes, back to LISTEN or to CLOSED.
   */
  private static List<StateName> path(List<StateName> path) {
    int end = path.indexOf(StateName.TIME_WAIT);
    List<StateName> told = new ArrayList<>();
    for (StateName state : end < 0 ? path : path.subList(0, end + 1)) {
      boolean gone = told.contains(StateName.SYN_RECEIVED) && NO_CONNECTION.contains(state);
      if (!gone || told.getLast() != StateName.CLOSED) {
        told.add(gone ? StateName.CLOSED : state);
      }
    }
    return told;
  }
}

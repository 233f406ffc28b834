package dev.handshakelab.linux.hybrid;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.linux.LinuxRunner;
import dev.handshakelab.linux.Stories;
import dev.handshakelab.scenario.KernelAccount;
import dev.handshakelab.scenario.KernelAccount.EndAccount;
import dev.handshakelab.scenario.Problem;
import dev.handshakelab.scenario.Requests;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.Runner;
import dev.handshakelab.scenario.RunnerContract;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Conversation.Opening;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Outcome;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Provenance;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.trace.TracedSegment.Fate;
import dev.handshakelab.wire.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds of sessions between simulator and kernel, whichever of them opens. */
abstract class HybridSessions extends RunnerContract {
  private static final long MILLI = 1_000_000;
  private static final EndAccount NOTHING =
      new EndAccount(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

  private static final String BY_THE_SERVER =
      story("CLIENT S 0(0)", "SERVER S. 0(0) ack 1", "SERVER S. 0(0) ack 1", "CLIENT . 1(0) ack 1");
  private static final String BY_THE_CLIENT =
      story(
          "CLIENT S 0(0)",
          "SERVER S. 0(0) ack 1",
          "CLIENT S 0(0)",
          "SERVER S. 0(0) ack 1",
          "CLIENT . 1(0) ack 1");

  private static final String REPEATED =
      story(
          "CLIENT S 0(0)",
          "SERVER S. 0(0) ack 1",
          "CLIENT . 1(0) ack 1",
          "SERVER S. 0(0) ack 1",
          "CLIENT . 1(0) ack 1");

  /** All mishaps at once. */
  private static final LinuxRunner.Limits LIMITS =
      new LinuxRunner.Limits(
          LinuxRunner.Limits.USUAL.address(),
          LinuxRunner.Limits.USUAL.best(),
          false,
          Mishap.values().length,
          LinuxRunner.Limits.USUAL.patience(),
          LinuxRunner.Limits.USUAL.deadline(),
          LinuxRunner.Limits.USUAL.tapBufferBytes());

  private final ExecutorService callers = Executors.newFixedThreadPool(Mishap.values().length);
  private final Map<Mishap, Future<Trace>> begun = new ConcurrentHashMap<>();
  private @Nullable HybridRunner runner;

  /** The address family of the sessions. */
  IpAddress address() {
    return IpAddress.parse("127.0.0.1");
  }

  /** Who is the simulator. */
  abstract Party simulated();

  @Override
  protected String always() {
    return simulated() == Party.CLIENT ? "{}" : "{client: {stack: 'KERNEL'}}";
  }

  @BeforeAll
  void open() {
    runner = new HybridRunner(LIMITS.withAddress(address()), () -> null);
    assumeTrue(
        runner.capability().available(),
        () -> "the simulator cannot speak with the kernel here: " + runner().capability());
  }

  @AfterAll
  void close() {
    callers.shutdown();
    requireNonNull(runner).close();
  }

  @Override
  protected Runner runner() {
    return requireNonNull(runner);
  }

  /** What befalls a session, and the segments that it then has: which, is the same for both. */
  enum Mishap {
    LOST_SYN(
        faults("CLIENT", "SYN", "DROP"),
        story("CLIENT S 0(0)", "CLIENT S 0(0)", "SERVER S. 0(0) ack 1", "CLIENT . 1(0) ack 1")),
    CORRUPTED_SYN(
        faults("CLIENT", "SYN", "CORRUPT"),
        story("CLIENT S 0(0)", "CLIENT S 0(0)", "SERVER S. 0(0) ack 1", "CLIENT . 1(0) ack 1")),
    REPEATED_SYN(
        faults("CLIENT", "SYN", "DUPLICATE"),
        story(
            "CLIENT S 0(0)",
            "SERVER S. 0(0) ack 1",
            "SERVER S. 0(0) ack 1",
            "CLIENT . 1(0) ack 1",
            "CLIENT . 1(0) ack 1")),
    /** By so much that the next one has opened when it comes: it is answered as one of old. */
    DELAYED_SYN(
        "{network: {faults: [{from: 'CLIENT', segment: 'SYN', action: 'DELAY', byMs: 1200}]}}",
        story(
            "CLIENT S 0(0)",
            "CLIENT S 0(0)",
            "SERVER S. 0(0) ack 1",
            "CLIENT . 1(0) ack 1",
            "SERVER . 1(0) ack 1")),
    /** Both ends have a timer that runs out a second later: either may be first. */
    LOST_SYN_ACK(faults("SERVER", "SYN+ACK", "DROP"), BY_THE_SERVER, BY_THE_CLIENT),
    CORRUPTED_SYN_ACK(faults("SERVER", "SYN+ACK", "CORRUPT"), BY_THE_SERVER, BY_THE_CLIENT),
    REPEATED_SYN_ACK(
        faults("SERVER", "SYN+ACK", "DUPLICATE"),
        story(
            "CLIENT S 0(0)", "SERVER S. 0(0) ack 1", "CLIENT . 1(0) ack 1", "CLIENT . 1(0) ack 1")),
    LOST_LAST_ACKNOWLEDGMENT(faults("CLIENT", "ACK", "DROP"), REPEATED),
    CORRUPTED_LAST_ACKNOWLEDGMENT(faults("CLIENT", "ACK", "CORRUPT"), REPEATED),
    REPEATED_LAST_ACKNOWLEDGMENT(
        faults("CLIENT", "ACK", "DUPLICATE"),
        story("CLIENT S 0(0)", "SERVER S. 0(0) ack 1", "CLIENT . 1(0) ack 1")),
    REFUSED("{server: {listens: false}}", story("CLIENT S 0(0)", "SERVER R. null(0) ack 1"));

    private final String members;
    private final String story;
    private final String other;

    Mishap(String members, String story) {
      this(members, story, story);
    }

    /** Where it may go one way or the other. */
    Mishap(String members, String story, String other) {
      this.members = members;
      this.story = story;
      this.other = other;
    }
  }

  private static String story(String... segments) {
    return String.join("\n", segments);
  }

  private static String faults(String from, String segment, String action) {
    return "{network: {faults: [{from: '%s', segment: '%s', action: '%s'}]}}"
        .formatted(from, segment, action);
  }

  /** They wait for timers, so all are begun before one is waited for. */
  private Trace after(Mishap mishap) throws Exception {
    for (Mishap each : Mishap.values()) {
      begun.computeIfAbsent(each, _ -> callers.submit(() -> run(each.members)));
    }
    return requireNonNull(begun.get(mishap)).get();
  }

  @ParameterizedTest
  @EnumSource
  void whatGoesWrongIsMendedByTheOneOrTheOther(Mishap mishap) throws Exception {
    Trace trace = after(mishap);
    assertThat(String.join("\n", Stories.segments(trace))).isIn(mishap.story, mishap.other);
    assertThat(Stories.outcome(trace))
        .isEqualTo(mishap == Mishap.REFUSED ? Outcome.REFUSED : Outcome.ESTABLISHED);
  }

  @Test
  void theNetworkSaysWhatItDid() throws Exception {
    assertThat(Stories.notes(after(Mishap.LOST_SYN)))
        .contains("segment 1 lost by /network/faults/0");
    assertThat(after(Mishap.LOST_SYN).segments().getFirst().fate()).isEqualTo(Fate.LOST);
    assertThat(after(Mishap.LOST_SYN).segments().get(1).sent().retransmissionOf()).isEqualTo(1);
    assertThat(after(Mishap.CORRUPTED_SYN).segments().getFirst().fate()).isEqualTo(Fate.CORRUPTED);
    assertThat(after(Mishap.REPEATED_SYN_ACK).segments().get(1).deliveries()).hasSize(2);
  }

  @Test
  void theKernelTellsOfItsEndAndOfNoOther() throws Exception {
    String members = "{network: {delayMs: 5}, exchange: {clientBytes: 10, serverBytes: 10}}";
    KernelAccount account = requireNonNull(runner().carryOut(asking(members), _ -> {}).account());
    boolean accepts = simulated() == Party.CLIENT;
    EndAccount kernels = accepts ? account.server() : account.client();
    EndAccount labs = accepts ? account.client() : account.server();
    assertThat(account.tier()).isEqualTo("netns-tun");
    assertThat(account.capture())
        .isEqualTo(new KernelAccount.Completeness(true, true, false, 0, 0));
    assertThat(kernels.tcpInfo()).containsEntry("state", 1L);
    assertThat(kernels.counters())
        .containsEntry(accepts ? "Tcp.PassiveOpens" : "Tcp.ActiveOpens", 1L);
    assertThat(kernels.sysctls()).containsEntry("ipv4/tcp_syn_retries", "6");
    assertThat(labs).isEqualTo(NOTHING);
    if (accepts) {
      assertThat(requireNonNull(account.savedSyn()).asCaptured()).isTrue();
      assertThat(requireNonNull(account.halfOpen()).state()).isEqualTo("SYN_RECV");
    } else {
      assertThat(account.savedSyn()).isNull();
      assertThat(account.halfOpen()).isNull();
    }
    assertThat(account.deliveries())
        .hasSizeGreaterThanOrEqualTo(6)
        .allSatisfy(it -> {
          assertThat(it.askedNs()).isEqualTo(5 * MILLI);
          assertThat(it.measuredNs()).isGreaterThanOrEqualTo(5 * MILLI);
        });
  }

  @Test
  void eachSegmentSaysWhoVouchesForIt() throws Exception {
    Trace trace = run("{exchange: {clientBytes: 10, serverBytes: 10, close: 'BOTH'}}");
    for (TracedSegment segment : trace.segments()) {
      boolean ours = segment.sent().from() == simulated();
      assertThat(segment.sent().provenance())
          .isEqualTo(ours ? Provenance.SIMULATED : Provenance.CAPTURED);
      assertThat(segment.sent().rule() != null).isEqualTo(ours);
      assertThat(segment.sent().cause() != null).isEqualTo(ours);
    }
    for (Entry.Transition move : trace.transitions()) {
      boolean ours = move.endpoint() == simulated();
      assertThat(move.provenance())
          .isIn(
              ours
                  ? List.of(Provenance.SIMULATED)
                  : List.of(Provenance.INFERRED, Provenance.SAMPLED));
    }
    assertThat(trace.conversation(1).client().address().isIpv6()).isEqualTo(address().isIpv6());
  }

  @Test
  void everySegmentIsUnderWayForAtLeastAsLongAsAsked() throws Exception {
    Trace trace =
        run(
            "{network: {toServer: {delayMs: 5}, toClient: {delayMs: 15}}, exchange: {close: 'CLIENT'}}");
    assertThat(trace.segments()).hasSizeGreaterThanOrEqualTo(5);
    for (TracedSegment segment : trace.segments()) {
      long asked = segment.sent().from() == Party.CLIENT ? 5 : 15;
      long took = requireNonNull(segment.receivedNs()) - requireNonNull(segment.sent().atNs());
      assertThat(took).isGreaterThanOrEqualTo(asked * MILLI);
    }
  }

  @Test
  void synsThatCrossOpenBothEnds() throws Exception {
    Trace trace =
        run(
            """
            {server: {listens: false}, network: {toServer: {delayMs: 200}, toClient: {delayMs: 200}},
             steps: [{atMs: 0, end: 'CLIENT', call: 'OPEN'},
                     {atMs: 1, end: 'SERVER', call: 'OPEN'}]}\
            """);
    assertThat(Stories.segments(trace)).startsWith("CLIENT S 0(0)", "SERVER S 0(0)");
    assertThat(trace.conversation(1).opening()).isEqualTo(Opening.SIMULTANEOUS);
    assertThat(Stories.outcome(trace)).isEqualTo(Outcome.ESTABLISHED);
  }

  @Test
  void anOldDuplicateSynIsWrittenIntoTheNetwork() throws Exception {
    Trace trace =
        run(
            """
            {client: {isns: [100]}, network: {toServer: {delayMs: 200}, injections: [{atMs: 100,
              to: 'SERVER', segment: 'S 90:90(0) win 1000'}]}, until: {ms: 300}}\
            """);
    assertThat(trace.segments().get(1).sent().injectedBy()).isEqualTo(Entry.Injector.NETWORK);
    assertThat(trace.segments().get(2).sent().packet().segment().acknowledgment().value())
        .isEqualTo(91);
    assertThat(trace.conversation(1).clientIsn()).hasToString("100");
  }

  @Test
  void aBoxOnTheWayStripsOptions() throws Exception {
    Trace trace = run("{network: {toServer: {strips: ['WINDOW_SCALE', 'TIMESTAMPS']}}}");
    assertThat(trace.segments().get(0).sent().packet().segment().toString())
        .contains("wscale", "TS val");
    assertThat(trace.segments().get(1).sent().packet().segment().toString())
        .doesNotContain("wscale", "TS val")
        .contains("sackOK");
  }

  @Test
  void textThatIsLostOnTheWayArrivesInTheEnd() throws Exception {
    Trace trace =
        run(
            """
            {seed: 7, network: {delayMs: 1, lossRate: 0.1},
             exchange: {clientBytes: 20000, serverBytes: 60000, close: 'BOTH'}}\
            """);
    assertThat(trace.segments()).anyMatch(it -> it.fate() == Fate.LOST);
    assertThat(Stories.octets(trace, Party.CLIENT)).isEqualTo(20_000);
    assertThat(Stories.octets(trace, Party.SERVER)).isEqualTo(60_000);
    assertThat(Stories.outcome(trace)).isEqualTo(Outcome.CLOSED);
  }

  @Test
  void whatItRefusesItDoesNotRun() {
    SessionRequest simulated = Requests.basic();
    assertThat(runner().refuse(simulated))
        .containsExactly(
            new Problem("/server/stack", "one end is the KERNEL and the other the SIMULATOR"));
    assertThatThrownBy(() -> runner().run(simulated, _ -> {}))
        .isInstanceOf(RunFailure.class)
        .hasMessageContaining("/server/stack");
  }
}

package dev.handshakelab.linux;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.linux.tun.Sysctls;
import dev.handshakelab.scenario.KernelAccount;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.Runner.Carried;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Entry.Transition;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.Flag;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.TcpOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request asks of a kernel's settings holds for its session and for no other. */
class OwnSettingsTest extends LinkedKernelTest {
  private Trace run(String members) throws RunFailure {
    return carriedOut(members).trace();
  }

  private static KernelAccount account(Carried carried) {
    return requireNonNull(carried.account());
  }

  private static Segment segment(Trace trace, int ordinal) {
    return trace.segments().get(ordinal - 1).sent().packet().segment();
  }

  /** Of the SYN and the SYN+ACK, what they offer beside the MSS. */
  private static String offers(Segment syn) {
    List<String> offers = new ArrayList<>();
    syn.option(TcpOption.SackPermitted.class).ifPresent(_ -> offers.add("sack"));
    syn.option(TcpOption.Timestamps.class).ifPresent(_ -> offers.add("ts"));
    syn.option(TcpOption.WindowScale.class).ifPresent(it -> offers.add("ws" + it.shift()));
    if (syn.has(Flag.ECE)) {
      offers.add("ecn");
    }
    return String.join(" ", offers);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "sack ts ws7     | sack ts ws7     | {}",
        "ts ws7          | ts ws7          | {client: {sackPermitted: false}}",
        "sack ts ws7     | ts ws7          | {server: {sackPermitted: false}}",
        "sack ws7        | sack ws7        | {client: {timestamps: false}}",
        "sack ts ws7     | sack ws7        | {server: {timestamps: false}}",
        "sack ts ws7 ecn | sack ts ws7 ecn | {client: {ecn: true}}",
        "sack ts ws7 ecn | sack ts ws7     | {client: {ecn: true}, server: {ecn: false, grantsEcn: false}}",
        "sack ts ws7     | sack ts         | {server: {windowScale: null}}",
        "sack ts         | sack ts         | {client: {windowScale: null}}",
        "sack ts ws0     | sack ts ws3     | {client: {windowScale: 0}, server: {windowScale: 3}}",
        "sack ts ws14    | sack ts ws9     | {client: {windowScale: 14}, server: {windowScale: 9}}",
      })
  void eachEndOffersWhatIsAsked(String client, String server, String members) throws RunFailure {
    Trace trace = run(members);
    assertThat(offers(segment(trace, 1))).isEqualTo(client);
    assertThat(offers(segment(trace, 2))).isEqualTo(server);
    assertThat(Stories.segments(trace)).hasSize(3);
  }

  /** Nothing arrives. With the usual four linear ones there would be a third SYN. */
  @Test
  void theSynIsGivenUpAsAsked() throws RunFailure {
    Trace trace =
        run("{client: {synLinearTimeouts: 0, synRetries: 1}, network: {toServer: {lossRate: 1}}}");
    assertThat(Stories.segments(trace)).containsExactly("CLIENT S 0(0)", "CLIENT S 0(0)");
    assertThat(Stories.calls(trace)).contains("CLIENT OPEN error: connection timed out");
  }

  /** Nothing comes of the SYN+ACK, and nothing reminds the server of it. */
  @ParameterizedTest
  @CsvSource({"0, 1", "1, 2"})
  void theSynAckIsRepeatedAsAskedAlsoNotAtAll(int retries, int sent) throws RunFailure {
    Trace trace =
        run(
            """
            {server: {synAckRetries: %d}, network: {toClient: {lossRate: 1}, faults: [{from: 'CLIENT',
              segment: 'SYN', occurrence: 2, connection: 1, action: 'DROP'}]}, until: {ms: 1800}}\
            """
                .formatted(retries));
    assertThat(Stories.segments(trace))
        .filteredOn(line -> line.startsWith("SERVER S."))
        .hasSize(sent);
  }

  /** A cookie's third segment is lost: a server that keeps nothing repeats nothing. */
  @ParameterizedTest
  @CsvSource({"ALWAYS, 1", "NEVER, 2"})
  void cookiesAreUsedAsAsked(String cookies, int synAcks) throws RunFailure {
    Carried carried =
        carriedOut(
            """
            {server: {synCookies: '%s'}, network: {faults: [{from: 'CLIENT', segment: 'ACK',
              occurrence: 1, connection: 1, action: 'DROP'}]}, until: {ms: 1500}}\
            """
                .formatted(cookies));
    assertThat(Stories.segments(carried.trace()))
        .filteredOn(line -> line.startsWith("SERVER S."))
        .hasSize(synAcks);
    boolean always = cookies.equals("ALWAYS");
    assertThat(carried.trace().transitions())
        .filteredOn(move -> move.endpoint() == Party.SERVER)
        .extracting(Transition::to)
        .containsExactlyElementsOf(
            always
                ? List.of(StateName.LISTEN)
                : List.of(StateName.LISTEN, StateName.SYN_RECEIVED, StateName.ESTABLISHED));
    assertThat(account(carried).server().counters().containsKey("TcpExt.SyncookiesSent"))
        .isEqualTo(always);
  }

  @Test
  void aFastOpenCookieIsAskedForAndGiven() throws RunFailure {
    Trace trace = run("{client: {fastOpen: true}, server: {fastOpenQueue: 16}}");
    assertThat(segment(trace, 1).option(TcpOption.FastOpen.class))
        .hasValueSatisfying(it -> assertThat(it.cookie().isEmpty()).isTrue());
    assertThat(segment(trace, 2).option(TcpOption.FastOpen.class))
        .hasValueSatisfying(it -> assertThat(it.cookie().length()).isEqualTo(8));
    // Namespaces of its own remember no cookie of an earlier session's.
    Trace again = run("{client: {fastOpen: true}, server: {fastOpenQueue: 16}}");
    assertThat(Stories.segments(again)).isEqualTo(Stories.segments(trace)).hasSize(3);
    Trace refused = run("{client: {fastOpen: true}}");
    assertThat(segment(refused, 2).option(TcpOption.FastOpen.class)).isEmpty();
  }

  @Test
  void theAccountTellsTheSettingsOfBothEnds() throws RunFailure {
    KernelAccount account =
        account(
            carriedOut(
                """
                {client: {timestamps: false}, server: {synCookies: 'NEVER', abortOnOverflow: true,
                  maxSynBacklog: 64, backlog: 5000}}\
                """));
    assertThat(account.client().sysctls())
        .containsEntry("ipv4/tcp_timestamps", "0")
        .containsEntry("ipv4/tcp_syncookies", "1")
        .containsEntry("ipv4/tcp_rmem", "4096 131072 6291456");
    assertThat(account.server().sysctls())
        .containsEntry("ipv4/tcp_timestamps", "1")
        .containsEntry("ipv4/tcp_syncookies", "0")
        .containsEntry("ipv4/tcp_abort_on_overflow", "1")
        .containsEntry("ipv4/tcp_max_syn_backlog", "64")
        .containsEntry("core/somaxconn", "65535");
  }

  @Test
  void whatNobodyAskedForIsAsUsualWhateverTheHostHas() throws RunFailure {
    KernelAccount account = account(carriedOut("{}"));
    for (SortedMap<String, String> sysctls :
        List.of(account.client().sysctls(), account.server().sysctls())) {
      KernelSettings.USUAL.forEach((name, value) -> {
        if (name.startsWith("ipv4/")) {
          assertThat(sysctls).containsEntry(name, value);
        }
      });
    }
  }

  /** Beside each other, and the host's are what they were. */
  @Test
  void noOtherSessionIsConcernedNorTheHost() throws Exception {
    SortedMap<String, String> host = Sysctls.ofHandshakes();
    List<Future<Trace>> own = new ArrayList<>();
    List<Future<Trace>> usual = new ArrayList<>();
    try (var callers = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 6; i++) {
        own.add(callers.submit(() -> run("{client: {timestamps: false}}")));
        usual.add(callers.submit(() -> run("{}")));
      }
    }
    for (Future<Trace> trace : own) {
      assertThat(offers(segment(trace.get(), 1))).isEqualTo("sack ws7");
      assertThat(Stories.segments(trace.get())).hasSize(3);
    }
    for (Future<Trace> trace : usual) {
      assertThat(offers(segment(trace.get(), 1))).isEqualTo("sack ts ws7");
      assertThat(Stories.segments(trace.get())).hasSize(3);
    }
    assertThat(Sysctls.ofHandshakes()).isEqualTo(host);
  }

  /** The kernel's log tells whose drop it was, though two links hand packets over. */
  @ParameterizedTest
  @ValueSource(strings = {"", "client: {timestamps: false}, "})
  void aDropIsExplainedWhereverTheSessionRuns(String asked) throws RunFailure {
    assumeTrue(
        runner().capability().missing().stream().noneMatch(it -> it.tier().equals("tracepoints")),
        "needs the kernel's tracepoints");
    Trace trace =
        run(
            "{%snetwork: {faults: [{from: 'CLIENT', segment: 'SYN', occurrence: 1, connection: 1, action: 'CORRUPT'}]}}"
                .formatted(asked));
    assertThat(trace.entries()).anyMatch(entry -> entry.toString().contains("TCP_CSUM"));
  }

  /** The kernel keeps what it learns of a path for all connections over it. */
  @Test
  void aPathThatWasMadeNarrowIsNobodyElses() throws RunFailure {
    run(
        "{network: {faults: [{from: 'CLIENT', segment: 'SYN', occurrence: 1, connection: 1,"
            + " action: 'ICMP', icmpType: 3, icmpCode: 4}]}, until: {ms: 50}}");
    var syn = run("{until: {ms: 50}}").segments().getFirst().sent().packet().segment();
    assertThat(syn.option(TcpOption.MaximumSegmentSize.class).orElseThrow().value())
        .isEqualTo(1460);
  }
}

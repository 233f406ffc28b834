package dev.handshakelab.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.scenario.Problem;
import dev.handshakelab.wire.Notation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {
  /** Of a kernel as it comes. */
  private static final Abilities ALL =
      new Abilities(
          Tier.LOOPBACK,
          Map.of(),
          null,
          Notation.parse("S 0:0(0) win 65495 <mss 65495,sackOK,TS val 1 ecr 0,nop,wscale 7>"),
          Map.of("ipv4/tcp_syncookies", "1", "core/somaxconn", "4096"));

  private static final Abilities UNPRIVILEGED =
      new Abilities(
          Tier.SOCKETS_ONLY,
          Map.of(Tier.LOOPBACK, "needs CAP_NET_RAW"),
          "needs CAP_NET_ADMIN",
          ALL.syn(),
          Map.of());

  private static List<Problem> problems(String members, Abilities abilities) {
    return Refusals.of(KernelRequests.asking(members), abilities, LinuxRunner.Limits.USUAL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{client: {isns: [100]}}",
        "{client: {mss: 1460}, server: {mss: 536}}",
        "{client: {sackPermitted: true, timestamps: true, ecn: false, windowScale: 7}}",
        "{client: {synRetries: 1}, server: {synAckRetries: 1, backlog: 0}}",
        "{client: {windowScale: 0}, server: {windowScale: 3}}",
        "{client: {fastOpen: false}, server: {fastOpenQueue: 0}}",
        "{server: {synCookies: 'WHEN_FULL'}}",
        "{server: {listens: false}}",
        "{server: {listens: false}, steps: [{atMs: 0, end: 'CLIENT', call: 'OPEN', target: 'SELF'}]}",
        "{exchange: {clientBytes: 100000, serverBytes: 1, close: 'BOTH'}}",
        "{network: {toServer: {reorderByMs: 5, duplicateByMs: 3}}}",
        "{steps: [{atMs: 0, end: 'SERVER', call: 'LISTEN'}, {atMs: 1, end: 'CLIENT', call: 'OPEN'}]}",
        "{steps: [{afterSegment: 3, end: 'CLIENT', call: 'CLOSE'}]}",
        "{until: {ms: 200000}}",
        "{seed: 42, labels: {course: 'net101'}}"
      })
  void whatTheKernelDoesIsNotRefused(String members) {
    assertThat(problems(members, ALL)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{mode: 'SIMULATED'} | /mode | REAL_SOCKET",
        "{until: {ms: 200001}} | /until/ms | at most 200000 ms",
        "{client: {stack: 'SIMULATOR'}} | /client/stack | KERNEL",
        "{server: {profile: 'RFC_9293'}} | /server/profile | only the simulator",
        "{server: {policy: {isnTickNs: '4000'}}} | /server/policy | no switches",
        "{client: {isns: [1, 2]}} | /client/isns | one connection",
        "{client: {isns: [0]}} | /client/isns | any other will do",
        "{client: {mss: 87}} | /client/mss | 88 to 32767",
        "{server: {mss: 32768}} | /server/mss | 88 to 32767",
        "{client: {windowScale: 8}} | /client/windowScale | has 7",
        "{client: {windowScale: null}} | /client/windowScale | has 7",
        "{server: {grantsEcn: false}} | /server/grantsEcn | tcp_ecn",
        "{client: {sackPermitted: false}} | /client/sackPermitted | has true",
        "{client: {timestamps: false}} | /client/timestamps | has true",
        "{client: {ecn: true}} | /client/ecn | has false",
        "{server: {ecn: true}} | /server/ecn | setting of the whole system",
        "{client: {synLinearTimeouts: 0}} | /client/synLinearTimeouts | tcp_syn_linear_timeouts",
        "{client: {r2Ms: 5}} | /client/r2Ms | synRetries",
        "{client: {listens: true}} | /client/listens | only on a link",
        "{client: {backlog: 5}} | /client/backlog | does not listen",
        "{server: {isns: [300]}} | /server/isns | the kernel chooses the ISN",
        "{server: {synAckRetries: 0}} | /server/synAckRetries | 1 to 127",
        "{server: {synCookies: 'ALWAYS'}} | /server/synCookies | tcp_syncookies",
        "{server: {abortOnOverflow: true}} | /server/abortOnOverflow | tcp_abort_on_overflow",
        "{server: {synRetries: 3}} | /server/synRetries | does not open",
        "{server: {maxSynBacklog: 64}} | /server/maxSynBacklog | tcp_max_syn_backlog = unknown",
        "{server: {backlog: 5000}} | /server/backlog | net.core.somaxconn = 4096",
        "{server: {fastOpenQueue: 1}} | /server/fastOpenQueue | tcp_fastopen",
        "{client: {fastOpen: true}} | /client/fastOpen | tcp_fastopen",
        "{server: {fastOpen: true}} | /server/fastOpen | only a client",
        "{client: {synCookies: 'NEVER'}} | /client/synCookies | does not listen",
        "{client: {maxSynBacklog: 5}} | /client/maxSynBacklog | does not listen",
        "{network: {toServer: {delayMs: 20}}} | /network/toServer/delayMs | netns-tun",
        "{network: {toClient: {jitterMs: 1}}} | /network/toClient/jitterMs | netns-tun",
        "{network: {toClient: {lossRate: 0.1}}} | /network/toClient/lossRate | netns-tun",
        "{network: {toClient: {duplicateRate: 1}}} | /network/toClient/duplicateRate | netns-tun",
        "{network: {toClient: {reorderRate: 1}}} | /network/toClient/reorderRate | netns-tun",
        "{network: {toClient: {corruptRate: 1}}} | /network/toClient/corruptRate | netns-tun",
        "{network: {faults: [{from: 'CLIENT', segment: 'SYN', occurrence: 1, connection: 1,"
            + " action: 'DROP'}]}} | /network/faults | netns-tun",
        "{steps: [{atMs: 0, end: 'SERVER', call: 'OPEN'}]} | /steps/0/call | only the CLIENT opens",
        "{steps: [{atMs: 0, end: 'CLIENT', call: 'LISTEN'}]} | /steps/0/call | only the SERVER",
        "{steps: [{atMs: 0, end: 'CLIENT', call: 'CRASH'}]} | /steps/0/call | only where the lab has a link",
        "{steps: [{atMs: 0, end: 'SERVER', call: 'RESTART'}]} | /steps/0/call | only the client",
        "{steps: [{atMs: 0, end: 'CLIENT', call: 'OPEN'}, {atMs: 1, end: 'CLIENT', call: 'OPEN'}]}"
            + " | /steps/1/call | netns-tun",
        "{steps: [{atMs: 0, end: 'CLIENT', call: 'OPEN', target: 'SELF'}]}"
            + " | /steps/0/target | server.listens is to be false",
        "{steps: [{atMs: 200001, end: 'CLIENT', call: 'CLOSE'}]} | /steps/0/atMs | at most 200000 ms"
      })
  void whatItDoesNotIsRefusedWithTheMemberAndTheReason(
      String members, String pointer, String reason) {
    assertThat(problems(members, ALL))
        .singleElement()
        .satisfies(problem -> assertThat(problem.pointer()).isEqualTo(pointer))
        .satisfies(problem -> assertThat(problem.detail()).contains(reason));
  }

  @Test
  void whatIsSaidOfBothDirectionsIsRefusedOnce() {
    assertThat(problems("{network: {toServer: {delayMs: 20}, toClient: {delayMs: 20}}}", ALL))
        .singleElement()
        .satisfies(problem -> assertThat(problem.pointer()).isEqualTo("/network/delayMs"));
  }

  @Test
  void everyProblemIsTold() {
    assertThat(
            problems(
                "{client: {ecn: true, isns: [0]}, server: {isns: [1]}, until: {ms: 1e6}}", ALL))
        .extracting(Problem::pointer)
        .containsExactlyInAnyOrder("/client/ecn", "/client/isns", "/server/isns", "/until/ms");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{client: {isns: [1]}} | /client/isns | needs CAP_NET_ADMIN",
        "{steps: [{afterSegment: 1, end: 'CLIENT', call: 'CLOSE'}]} | /steps/0/afterSegment"
            + " | needs CAP_NET_RAW"
      })
  void whatTakesAPrivilegeIsRefusedWithoutIt(String members, String pointer, String reason) {
    assertThat(problems(members, UNPRIVILEGED))
        .singleElement()
        .satisfies(problem -> assertThat(problem.pointer()).isEqualTo(pointer))
        .satisfies(problem -> assertThat(problem.detail()).contains(reason));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{client: {windowScale: 14, sackPermitted: false, timestamps: false, ecn: true}}",
        "{server: {windowScale: 9, sackPermitted: false, timestamps: false, ecn: true}}",
        "{server: {windowScale: null, ecn: false, grantsEcn: false}}",
        "{client: {synLinearTimeouts: 0}, server: {synLinearTimeouts: 1, synRetries: 2}}",
        "{server: {synAckRetries: 0, synCookies: 'ALWAYS', abortOnOverflow: true}}",
        "{client: {fastOpen: true}, server: {backlog: 60000, maxSynBacklog: 9, fastOpenQueue: 2}}"
      })
  void settingsAreTheSessionsOwnWhereItHasNamespacesOfItsOwn(String members) {
    var own = new Abilities(Tier.NETNS_TUN, Map.of(), null, ALL.syn(), Map.of());
    assertThat(problems(members, own)).isEmpty();
    var mirrored = new Abilities(Tier.REFLECT_TUN, Map.of(), null, ALL.syn(), Map.of());
    assertThat(problems(members, mirrored))
        .isNotEmpty()
        .allSatisfy(problem -> assertThat(problem.detail()).contains("netns-tun"));
  }

  /** A kernel whose administrator has switched options off. */
  @ParameterizedTest
  @CsvSource({"windowScale: 7, false", "sackPermitted: false, true", "timestamps: true, false"})
  void whatIsAskedIsComparedWithWhatThisKernelDoes(String member, boolean honoured) {
    var plain =
        new Abilities(
            Tier.LOOPBACK,
            Map.of(),
            null,
            Notation.parse("S 0:0(0) win 65495 <mss 65495>"),
            Map.of());
    assertThat(problems("{client: {" + member + "}}", plain).isEmpty()).isEqualTo(honoured);
  }

  @Test
  void whatIsNotKnownOfTheKernelIsNotPromised() {
    var unknown = new Abilities(Tier.LOOPBACK, Map.of(), null, null, Map.of());
    assertThat(problems("{client: {timestamps: true}}", unknown)).hasSize(1);
  }
}

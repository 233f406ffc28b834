package dev.handshakelab.linux;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.Runner.Carried;
import dev.handshakelab.trace.Outcome;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.Segment;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of a listener's two queues, as it shows on the wire. */
class QueuesOnTheLinkTest extends LinkedKernelTest {
  private static SortedMap<String, Long> counted(Carried carried) {
    return requireNonNull(carried.account()).server().counters();
  }

  private static List<Segment> fromTheServer(Trace trace) {
    return trace.segments().stream()
        .filter(it -> it.sent().from() == Party.SERVER)
        .map(it -> it.sent().packet().segment())
        .toList();
  }

  /**
   * SYNs of strangers that never answer: as many are answered as there is room for, and those by
   * cookies. Nothing is repeated in so short a time.
   */
  @ParameterizedTest(name = "{0}: of {1} SYNs {2} are answered, {3} by cookies")
  @CsvSource(
      delimiter = '|',
      value = {
        "backlog: 0, synCookies: 'NEVER'                      | 12 | 1  | 0",
        "backlog: 3, synCookies: 'WHEN_FULL'                  | 12 | 12 | 8",
        "backlog: 3, synCookies: 'ALWAYS'                     | 12 | 12 | 12",
        "backlog: 64, maxSynBacklog: 16, synCookies: 'NEVER'  | 40 | 13 | 0",
        "backlog: 64, maxSynBacklog: 16, synCookies: 'WHEN_FULL' | 80 | 80 | 15",
      })
  void asManyAreAnsweredAsThereIsRoomFor(String server, int syns, int answered, long cookies)
      throws RunFailure {
    Carried carried =
        carriedOut(
            "{server: {%s}, steps: [], until: {ms: 80}, network: {floods: [{atMs: 0,"
                    .formatted(server)
                + " perSecond: 5000, count: %d, to: 'SERVER'}]}}".formatted(syns));
    assertThat(fromTheServer(carried.trace()))
        .hasSize(answered)
        .allMatch(it -> it.isSyn() && it.isAck());
    assertThat(counted(carried).getOrDefault("TcpExt.SyncookiesSent", 0L)).isEqualTo(cookies);
    assertThat(counted(carried).getOrDefault("TcpExt.ListenDrops", 0L)).isEqualTo(syns - answered);
  }

  /** Its SYN finds the queue full, and nothing was half-open until the cookie came back. */
  @Test
  void aConnectionThatCameByACookieWasNeverHalfOpen() throws RunFailure {
    Trace trace =
        carriedOut(
                "{server: {backlog: 3, synCookies: 'WHEN_FULL'}, until: {ms: 200}, network: {floods:"
                    + " [{atMs: 0, perSecond: 5000, count: 12, to: 'SERVER'}]}, steps: [{atMs: 50,"
                    + " end: 'CLIENT', call: 'OPEN'}]}")
            .trace();
    assertThat(trace.transitions())
        .filteredOn(move -> move.connection() == 1 && move.endpoint() == Party.SERVER)
        .extracting(move -> move.to() + " " + move.rule())
        .containsExactly(
            "LISTEN RFC 9293 3.10.1",
            "SYN_RECEIVED RFC 4987 3.6",
            "ESTABLISHED RFC 9293 3.10.7.4#5");
    assertThat(Stories.notes(trace)).noneMatch(note -> note.contains("half-open since"));
  }

  /** The session's own connection is up long before; three seconds of waiting. */
  @Test
  @Tag("deep")
  void aFloodedSessionIsNotOverBeforeEveryRequestIsGivenUp() throws RunFailure {
    Carried carried =
        carriedOut(
            "{server: {backlog: 64, synAckRetries: 1}, network: {floods: [{atMs: 0, to: 'SERVER',"
                + " perSecond: 1000, count: 3}]}}");
    assertThat(fromTheServer(carried.trace()))
        .as("the client's, and each of the three twice")
        .hasSize(7);
    assertThat(Stories.outcome(carried.trace())).isEqualTo(Outcome.ESTABLISHED);
  }

  /** Three at once where two find room: what the third one's last segment meets. */
  private static final String THREE =
      """
      {server: {backlog: 1, accepts: false, abortOnOverflow: %s}, until: {ms: 500},
       network: {toServer: {delayMs: 60}, toClient: {delayMs: 60}},
       steps: [{atMs: 0, end: 'CLIENT', call: 'OPEN', port: 50001},
               {atMs: 300, end: 'CLIENT', call: 'OPEN', port: 50002},
               {atMs: 301, end: 'CLIENT', call: 'OPEN'}]}\
      """;

  @Test
  void anAcceptQueueThatIsFullAnswersWithAResetWhenItIsAskedTo() throws RunFailure {
    Carried carried = carriedOut(THREE.formatted("true"));
    assertThat(fromTheServer(carried.trace())).filteredOn(Segment::isRst).hasSize(1);
    assertThat(counted(carried)).containsEntry("TcpExt.EmbryonicRsts", 1L);
    assertThat(Stories.calls(carried.trace())).contains("CLIENT OPEN ok");
  }

  @Test
  void anAcceptQueueThatIsFullIsSilentOtherwise() throws RunFailure {
    Carried carried = carriedOut(THREE.formatted("false"));
    assertThat(fromTheServer(carried.trace())).hasSize(3).noneMatch(Segment::isRst);
    assertThat(counted(carried)).doesNotContainKey("TcpExt.EmbryonicRsts");
  }
}

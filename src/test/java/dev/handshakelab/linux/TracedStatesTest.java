package dev.handshakelab.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.linux.tracing.KernelEvent;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Entry.Subject;
import dev.handshakelab.trace.Entry.Transition;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Provenance;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What segments prove, held against what the kernel printed: which of the two is told. */
class TracedStatesTest {
  private static final SocketAddress CLIENT = new SocketAddress(IpAddress.parse("10.1.0.1"), 4000);
  private static final SocketAddress SERVER = new SocketAddress(IpAddress.parse("10.1.0.2"), 80);

  private static KernelEvent printed(String from, String to, long atNs) {
    Map<String, String> fields = new HashMap<>();
    fields.put("sport", "4000");
    fields.put("dport", "80");
    fields.put("saddr", "10.1.0.1");
    fields.put("oldstate", "TCP_" + from);
    fields.put("newstate", "TCP_" + to);
    return new KernelEvent(1, atNs, "inet_sock_set_state", "", fields);
  }

  private static Transition derived(StateName from, StateName to, long atNs) {
    return new Transition(
        0,
        1,
        Party.CLIENT,
        Subject.CONNECTION,
        from,
        to,
        atNs,
        new Cause.BySegment(7, 1),
        "a rule",
        Provenance.INFERRED,
        null);
  }

  private static List<String> woven(
      String segments, String kernel, long lost, @Nullable StateName last) {
    List<Entry> entries = new ArrayList<>();
    List<StateName> proved = Arrays.stream(segments.split(" ")).map(StateName::valueOf).toList();
    for (int i = 1; i < proved.size(); i++) {
      entries.add(derived(proved.get(i - 1), proved.get(i), 1_000_000L * i));
    }
    List<KernelEvent> events = new ArrayList<>();
    List<String> lines = List.of(kernel.split(" "));
    for (int i = 1; i < lines.size(); i++) {
      events.add(printed(lines.get(i - 1), lines.get(i), 1_000_000L * i + 1000));
    }
    return moves(entries, events, lost, last).stream().map(each -> each.to().name()).toList();
  }

  private static List<Transition> moves(
      List<Entry> entries, List<KernelEvent> events, long lost, @Nullable StateName last) {
    var evidence =
        new Evidence(
            Tier.NETNS_TUN,
            CLIENT,
            SERVER,
            0,
            List.of(),
            List.of(),
            null,
            0,
            events,
            lost,
            null,
            Sayings.none(),
            Octets.EMPTY,
            CookieListeners.NONE,
            last == null ? Map.of() : Map.of(Party.CLIENT, last));
    return TracedStates.woven(entries, evidence).stream()
        .filter(Transition.class::isInstance)
        .map(Transition.class::cast)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    // Both say the same; TIME_WAIT is never printed.
    "CLOSED SYN_SENT ESTABLISHED FIN_WAIT_1 FIN_WAIT_2 TIME_WAIT,"
        + " CLOSE SYN_SENT ESTABLISHED FIN_WAIT1 FIN_WAIT2 CLOSE, TIME_WAIT,"
        + " SYN_SENT ESTABLISHED FIN_WAIT_1 FIN_WAIT_2 TIME_WAIT",
    // Its own FIN was sent before the peer's was dealt with, though it passed after it.
    "CLOSED SYN_SENT ESTABLISHED CLOSE_WAIT LAST_ACK CLOSED,"
        + " CLOSE SYN_SENT ESTABLISHED FIN_WAIT1 CLOSING CLOSE, TIME_WAIT,"
        + " SYN_SENT ESTABLISHED FIN_WAIT_1 CLOSING TIME_WAIT",
    // The other way round.
    "CLOSED SYN_SENT ESTABLISHED FIN_WAIT_1 FIN_WAIT_2 TIME_WAIT,"
        + " CLOSE SYN_SENT ESTABLISHED CLOSE_WAIT LAST_ACK CLOSE, CLOSED,"
        + " SYN_SENT ESTABLISHED CLOSE_WAIT LAST_ACK CLOSED",
    // A reset in FIN-WAIT-2 is no way to TIME-WAIT.
    "CLOSED SYN_SENT ESTABLISHED FIN_WAIT_1 FIN_WAIT_2 CLOSED,"
        + " CLOSE SYN_SENT ESTABLISHED FIN_WAIT1 FIN_WAIT2 CLOSE, CLOSED,"
        + " SYN_SENT ESTABLISHED FIN_WAIT_1 FIN_WAIT_2 CLOSED",
  })
  void theKernelsWordOnItsStatesHolds(String segments, String kernel, StateName last, String told) {
    assertThat(woven(segments, kernel, 0, last)).containsExactly(told.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "CLOSED SYN_SENT ESTABLISHED CLOSE_WAIT LAST_ACK, CLOSE SYN_SENT ESTABLISHED",
  })
  void whatMayHaveBeenPrintedAndLostStaysAsTheSegmentsProveIt(String segments, String kernel) {
    assertThat(woven(segments, kernel, 1, null))
        .containsExactly("SYN_SENT", "ESTABLISHED", "CLOSE_WAIT", "LAST_ACK");
  }

  /** The log has microseconds, the link nanoseconds. */
  @ParameterizedTest
  @CsvSource({
    "2000000, 2001000, 2001000, by #7",
    "2000000, 2000000, 2000000, by #7",
    "2000999, 2000000, 2000999, by #7",
    "2001000, 2000000, 2000000, for reasons unknown",
  })
  void whatTheKernelDidBeforeASegmentCameWasNotThatSegmentsDoing(
      long arrivedNs, long printedNs, long toldNs, String reason) {
    Transition move =
        moves(
                List.of(derived(StateName.SYN_RECEIVED, StateName.ESTABLISHED, arrivedNs)),
                List.of(printed("SYN_RECV", "ESTABLISHED", printedNs)),
                0,
                null)
            .getFirst();
    assertThat(move.provenance()).isEqualTo(Provenance.TRACED);
    assertThat(move.atNs()).isEqualTo(toldNs);
    boolean known = reason.equals("by #7");
    assertThat(move.cause()).isEqualTo(known ? new Cause.BySegment(7, 1) : null);
    assertThat(move.rule()).isEqualTo(known ? "a rule" : null);
  }
}

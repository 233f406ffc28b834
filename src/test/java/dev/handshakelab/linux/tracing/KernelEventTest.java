package dev.handshakelab.linux.tracing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against lines as Linux 6.18 prints them. */
class KernelEventTest {
  private static final String MOVE =
      "            java-30374   [000] ..s2.   979.687750: inet_sock_set_state: family=AF_INET"
          + " protocol=IPPROTO_TCP sport=53591 dport=51448 saddr=127.0.0.1 daddr=127.0.0.1"
          + " saddrv6=::ffff:127.0.0.1 daddrv6=::ffff:127.0.0.1 oldstate=TCP_LISTEN"
          + " newstate=TCP_SYN_RECV";

  private static KernelEvent parsed(String line) {
    return requireNonNull(KernelEvent.parse(line));
  }

  @Test
  void hasItsThreadItsTimeAndItsMembers() {
    KernelEvent event = parsed(MOVE);
    assertThat(event.task()).isEqualTo(30_374);
    assertThat(event.atNs()).isEqualTo(979_687_750_000L);
    assertThat(event.name()).isEqualTo("inet_sock_set_state");
    assertThat(event.port("sport")).isEqualTo(53_591);
    assertThat(event.port("dport")).isEqualTo(51_448);
    assertThat(event.field("newstate")).isEqualTo("TCP_SYN_RECV");
    assertThat(event.field("saddrv6")).isEqualTo("::ffff:127.0.0.1");
  }

  @Test
  void whatWasNotPrintedIsEmpty() {
    KernelEvent event = parsed(MOVE);
    assertThat(event.field("skaddr")).isEmpty();
    assertThat(event.port("skaddr")).isEqualTo(-1);
    assertThat(event.reason()).isEmpty();
  }

  /** A command may have blanks, hyphens, digits and brackets, and may be unknown. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'C1 CompilerThre-30404   [001] ..s1.    1.000001: tcp_receive_reset: sport=1' | 30404",
        "'ksoftirqd/0-14      [000] ..s..    1.000001: tcp_receive_reset: sport=1' | 14",
        "'kworker/u8:2-9-77   [000] ..s..    1.000001: tcp_receive_reset: sport=1' | 77",
        "'a-1 [2] b-3     [000] d.s..    1.000001: tcp_receive_reset: sport=1' | 3",
        "'<...>-5      [000] .....    1.000001: tcp_receive_reset: sport=1' | 5",
      })
  void theThreadIsFoundBehindAnyCommand(String line, int task) {
    KernelEvent event = parsed(line);
    assertThat(event.task()).isEqualTo(task);
    assertThat(event.atNs()).isEqualTo(1_000_001_000L);
    assertThat(event.port("sport")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kfree_skb: skbaddr=1 rx_sk=(nil) protocol=2048 location=tcp_v4_rcv+0x91/0x13f0 reason:"
            + " TCP_CSUM | TCP_CSUM",
        "tcp_send_reset: skbaddr=1 src=192.0.2.2:80 dest=192.0.2.1:90 state=UNKNOWN"
            + " reason=NO_SOCKET | NO_SOCKET",
        "tcp_retransmit_synack: family=AF_INET sport=80 | ''",
      })
  void theReasonIsReadAsEachTracepointWritesIt(String event, String reason) {
    assertThat(parsed("link-7   [000] ..s1.    1.000001: " + event).reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "# tracer: nop", "CPU:0 [LOST 12 EVENTS]", "java-1 [000] 1.000001: name: x"})
  void anythingElseIsNoEvent(String line) {
    assertThat(KernelEvent.parse(line)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"CPU:0 [LOST 12 EVENTS] | 12", "CPU:11 [LOST 1 EVENTS] | 1", MOVE + " | 0"})
  void whatHadNoRoomIsCounted(String line, long lost) {
    assertThat(KernelEvent.lost(line)).isEqualTo(lost);
  }

  @Test
  void byAnotherClockItIsTheSameEvent() {
    KernelEvent event = parsed(MOVE);
    KernelEvent later = event.at(5);
    assertThat(later.atNs()).isEqualTo(5);
    assertThat(later.at(event.atNs())).isEqualTo(event);
  }
}

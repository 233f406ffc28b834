package dev.handshakelab.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.tcp.StateName;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampledStatesTest {
  @ParameterizedTest
  @CsvSource({
    "SYN_SENT,    ESTABLISHED, false, ''",
    "SYN_SENT,    CLOSED,      false, ''",
    "SYN_SENT,    CLOSE_WAIT,  false, ESTABLISHED",
    "SYN_SENT,    FIN_WAIT_2,  true,  ESTABLISHED FIN_WAIT_1",
    "LISTEN,      SYN_RECEIVED, false, ''",
    "LISTEN,      ESTABLISHED, false, SYN_RECEIVED",
    "LISTEN,      CLOSE_WAIT,  false, SYN_RECEIVED ESTABLISHED",
    "ESTABLISHED, FIN_WAIT_1,  true,  ''",
    "ESTABLISHED, FIN_WAIT_2,  true,  FIN_WAIT_1",
    "ESTABLISHED, CLOSING,     true,  FIN_WAIT_1",
    "ESTABLISHED, TIME_WAIT,   true,  FIN_WAIT_1", // then FIN_WAIT_2 or CLOSING
    "ESTABLISHED, LAST_ACK,    true,  CLOSE_WAIT",
    "ESTABLISHED, CLOSED,      false, ''",
    "FIN_WAIT_1,  TIME_WAIT,   true,  ''",
    "CLOSE_WAIT,  CLOSED,      true,  LAST_ACK",
    "CLOSE_WAIT,  CLOSED,      false, ''", // reset
    "LAST_ACK,    CLOSED,      true,  ''"
  })
  void onlyWhatWasPassedForCertainIsTold(
      StateName from, StateName to, boolean closed, String passed) {
    List<StateName> states =
        passed.isEmpty()
            ? List.of()
            : Arrays.stream(passed.split(" ", -1)).map(StateName::valueOf).toList();
    assertThat(SampledStates.between(from, to, closed)).isEqualTo(states);
  }
}

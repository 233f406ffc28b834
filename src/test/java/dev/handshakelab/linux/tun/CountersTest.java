package dev.handshakelab.linux.tun;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CountersTest {
  private static final List<String> BEFORE =
      List.of(
          "TcpExt: ListenDrops TCPTimeouts",
          "TcpExt: 1 2",
          "IpExt: InOctets",
          "IpExt: 77",
          "Tcp: RtoAlgorithm MaxConn",
          "Tcp: 1 -1");

  @Test
  void arePairsOfLinesOfTcpAlone() {
    assertThat(Counters.parse(BEFORE).values())
        .isEqualTo(
            Map.of(
                "TcpExt.ListenDrops", 1L,
                "TcpExt.TCPTimeouts", 2L,
                "Tcp.RtoAlgorithm", 1L,
                "Tcp.MaxConn", -1L));
  }

  @Test
  void tellWhatWasAdded() {
    Counters after =
        Counters.parse(List.of("TcpExt: ListenDrops TCPTimeouts New", "TcpExt: 1 5 3"));
    assertThat(after.since(Counters.parse(BEFORE)))
        .isEqualTo(Map.of("TcpExt.TCPTimeouts", 3L, "TcpExt.New", 3L));
  }
}

package dev.handshakelab.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.handshakelab.linux.LinuxRunner.Limits;
import dev.handshakelab.scenario.Mode;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.Runner.Capability;
import dev.handshakelab.wire.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinuxRunnerTest {
  @ParameterizedTest
  @CsvSource({"Mac OS X, aarch64", "Windows 11, amd64", "Linux, riscv64"})
  void whereTheKernelIsNotKnownItSaysSo(String system, String architecture) {
    try (var runner = new LinuxRunner(Limits.USUAL, system, architecture)) {
      Capability capability = runner.capability();
      assertThat(capability.available()).isFalse();
      assertThat(capability.tier()).isNull();
      assertThat(capability.missing())
          .extracting(Capability.Missing::tier)
          .containsExactly("netns-tun", "reflect-tun", "loopback", "sockets-only");
      assertThat(capability.missing().getLast().reason())
          .contains("needs Linux on ")
          .contains("this is " + system + " on " + architecture);
      assertThatExceptionOfType(RunFailure.class)
          .isThrownBy(() -> runner.run(KernelRequests.basic(), entry -> {}))
          .withMessageContaining(system);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "0.0.0.0", "2001:db8::1", "192.168.1.1"})
  void sessionsStayOnThisMachine(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Limits.USUAL.withAddress(IpAddress.parse(address)))
        .withMessageContaining("no loopback address");
  }

  @Test
  void servesRealSockets() {
    try (var runner = new LinuxRunner(Limits.USUAL, "none", "none")) {
      assertThat(runner.mode()).isEqualTo(Mode.REAL_SOCKET);
    }
  }
}

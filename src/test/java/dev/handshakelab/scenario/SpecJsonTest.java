package dev.handshakelab.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecJsonTest {

  static List<SessionRequest> requests() {
    return List.of(Requests.basic(), Requests.onTheKernel(), Requests.full());
  }

  @ParameterizedTest
  @MethodSource("requests")
  void readsBackWhatItWrote(SessionRequest request) {
    assertThat(SpecJson.read(SpecJson.write(request))).isEqualTo(request);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void equalRequestsAreTheSameCharacters(SessionRequest request) {
    String text = SpecJson.write(request);
    assertThat(SpecJson.write(SpecJson.read(text))).isEqualTo(text);
  }

  @Test
  void aSimulatedSpecIsComplete() {
    assertThat(SpecJson.write(Requests.basic()))
        .isEqualTo(
            """
            {"mode":"SIMULATED","scenario":"basic-three-way-handshake","seed":42,"labels":{},\
            "client":{"stack":"SIMULATOR","profile":"LINUX","policy":{},"isns":[],"mss":1460,\
            "windowScale":7,"sackPermitted":true,"timestamps":true,"ecn":false,"grantsEcn":true,"synRetries":6,\
            "synLinearTimeouts":4,"listens":false,"backlog":128,"synAckRetries":5,\
            "synCookies":"WHEN_FULL","abortOnOverflow":false,"maxSynBacklog":2048,"accepts":true,\
            "deferAcceptMs":0,"fastOpenQueue":0,"sampleQueuesMs":null,"fastOpen":false,\
            "keepaliveIdleMs":0,"keepaliveIntervalMs":75000,"keepaliveProbes":9,\
            "userTimeoutMs":0},\
            "server":{"stack":"SIMULATOR","profile":"LINUX","policy":{},"isns":[],"mss":1460,\
            "windowScale":7,"sackPermitted":true,"timestamps":true,"ecn":false,"grantsEcn":true,"synRetries":6,\
            "synLinearTimeouts":4,"listens":true,"backlog":128,"synAckRetries":5,\
            "synCookies":"WHEN_FULL","abortOnOverflow":false,"maxSynBacklog":2048,"accepts":true,\
            "deferAcceptMs":0,"fastOpenQueue":0,"sampleQueuesMs":null,"fastOpen":false,\
            "keepaliveIdleMs":0,"keepaliveIntervalMs":75000,"keepaliveProbes":9,\
            "userTimeoutMs":0},\
            "network":{"toServer":{"delayMs":0,"jitterMs":0,"lossRate":0,"duplicateRate":0,\
            "duplicateByMs":0,"reorderRate":0,"reorderByMs":10,"corruptRate":0,"strips":[]},\
            "toClient":{"delayMs":0,"jitterMs":0,"lossRate":0,"duplicateRate":0,\
            "duplicateByMs":0,"reorderRate":0,"reorderByMs":10,"corruptRate":0,"strips":[]},\
            "faults":[],"injections":[],"floods":[]},\
            "exchange":{"clientBytes":0,"serverBytes":0,"close":"NONE"},\
            "steps":[{"atMs":0,"end":"CLIENT","call":"OPEN"}],"until":"QUIESCENT"}\
            """);
  }

  @Test
  void whatIsLeftToTheKernelIsLeftOut() {
    assertThat(SpecJson.toTree(Requests.onTheKernel()).get("client").toString())
        .isEqualTo(
            """
            {"stack":"KERNEL","profile":"LINUX","listens":false}\
            """);
  }

  @Test
  void namesAndFractionsAreThoseOfTheContract() {
    assertThat(SpecJson.write(Requests.full()))
        .contains(
            """
            {"from":"SERVER","segment":"SYN+ACK","occurrence":1,"connection":1,"action":"DROP"}\
            """)
        .contains(
            """
            "segment":"FIN+ACK","occurrence":2,"connection":3,"action":"DUPLICATE","byMs":0}\
            """)
        .contains(
            """
            {"atMs":5,"to":"SERVER","segment":"S 90:90(0) win 1000","as":"CLIENT","by":"NETWORK",\
            "connection":1}\
            """)
        .contains("\"labels\":{\"course\":\"net101\",\"student\":\"s_7q2\"}")
        .contains("\"isns\":[300,4294967295]")
        .contains("\"windowScale\":null")
        .contains("{\"afterSegment\":3,\"end\":\"SERVER\",\"call\":\"SEND\",\"bytes\":100}")
        .endsWith("\"until\":{\"ms\":500}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}", "[]", "null", "{\"mode\":\"SIMULATED\"}"})
  void whatIsNoSpecIsRefused(String text) {
    assertThatThrownBy(() -> SpecJson.read(text)).isInstanceOf(IllegalArgumentException.class);
  }
}

package dev.handshakelab.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.tcp.Switches;
import dev.handshakelab.tcp.Switches.Switch;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The comparison is no rubber stamp: a simulator that did one thing as the RFC and not as Linux
 * does would be found out, with the whole catalogue of divergences in force.
 */
public class SwitchesAreFoundTest {
  /** By the name of a switch, a request, without its braces, that shows it. */
  private static final Map<String, String> SHOWN =
      Map.ofEntries(
          Map.entry(
              "simultaneousOpen",
              scenario("simultaneous-open") + ", \"network\": {\"delayMs\": 60}"),
          Map.entry("synReceivedChecks", scenario("duplicate-syn")),
          Map.entry(
              "synFin",
              """
              "network": {"delayMs": 10, "injections": [{"atMs": 300, "to": "SERVER",\
               "segment": "FS 5000:5000(0) win 1000"}]}, "until": {"ms": 1500},\
               "steps": [{"atMs": 1000, "end": "CLIENT", "call": "OPEN"}]\
              """),
          Map.entry("textOnSyn", scenario("data-on-syn")),
          Map.entry("initialWindow", scenario("basic-three-way-handshake")),
          Map.entry("afterBadAck", scenario("wrong-ack-in-syn-sent")),
          Map.entry("refusal", scenario("closed-port")),
          Map.entry("softErrors", scenario("icmp-soft-error")),
          // At the window's end: the first octet that is not in it any more.
          Map.entry("acceptance", injecting(500, "SERVER", ". 65161:65161(0) ack 1 win 500")),
          // At the FIN, not behind it.
          Map.entry("exactReset", closing("R 1:1(0)")),
          Map.entry(
              "challengeBudget",
              """
              "network": {"delayMs": 10, "injections": [{"atMs": 300, "to": "SERVER",\
               "relative": true, "segment": "R 100:100(0)"}, {"atMs": 350, "to": "SERVER",\
               "relative": true, "segment": "R 100:100(0)"}]}, "until": {"ms": 1200}\
              """),
          // A hundred before the ISN.
          Map.entry("oldestAck", injecting(500, "SERVER", ". 1:1(0) ack 4294967196 win 500")),
          Map.entry("missingTimestamps", scenario("blind-syn")),
          Map.entry("illegalOptions", scenario("illegal-option-length")),
          Map.entry(
              "duplicates",
              """
              "network": {"delayMs": 10, "faults": [{"from": "CLIENT", "segment": "DATA",\
               "action": "DUPLICATE", "byMs": 300}]}, "until": {"ms": 1200},\
               "steps": [{"atMs": 300, "end": "CLIENT", "call": "SEND", "bytes": 100}]\
              """),
          Map.entry("textPastFin", closing("P. 1:11(10) ack 1 win 500")),
          Map.entry("hardErrors", refused("DATA", 3)),
          Map.entry("tooBig", refused("SYN", 4)),
          Map.entry(
              "ownMss",
              """
              "network": {"delayMs": 10}, "server": {"mss": 700}, "until": {"ms": 900},\
               "steps": [{"atMs": 300, "end": "SERVER", "call": "SEND", "bytes": 1300}]\
              """),
          Map.entry(
              "nagle",
              """
              "network": {"delayMs": 40}, "until": {"ms": 900},\
               "steps": [{"atMs": 300, "end": "CLIENT", "call": "SEND", "bytes": 2000}]\
              """),
          // The server has answered text with text, so that its next acknowledgment waits.
          Map.entry(
              "acks",
              """
              "network": {"delayMs": 10}, "until": {"ms": 1600},\
               "steps": [{"atMs": 300, "end": "CLIENT", "call": "SEND", "bytes": 10},\
               {"atMs": 325, "end": "SERVER", "call": "SEND", "bytes": 10},\
               {"atMs": 1000, "end": "CLIENT", "call": "SEND", "bytes": 10}]\
              """),
          Map.entry("lossProbe", losingTwice("")),
          Map.entry(
              "schedule",
              """
              "network": {"delayMs": 10, "faults": [{"from": "CLIENT", "segment": "SYN",\
               "action": "DROP"}, {"from": "CLIENT", "segment": "SYN", "occurrence": 2,\
               "action": "DROP"}]}, "until": {"ms": 4000}\
              """),
          Map.entry("rtoFloor", measuringOften()),
          Map.entry("minRtoNs", losingTwice(", \"client\": {\"sackPermitted\": false}")),
          // A window that is told to be shut opens again when it is asked for.
          Map.entry(
              "windowProbe",
              """
              "network": {"delayMs": 10, "injections": [{"atMs": 300, "to": "CLIENT",\
               "relative": true, "segment": ". 1:1(0) ack 1 win 0"}]}, "until": {"ms": 1500},\
               "steps": [{"atMs": 500, "end": "CLIENT", "call": "SEND", "bytes": 10}]\
              """),
          Map.entry("identification", scenario("basic-three-way-handshake")),
          Map.entry("closeInSynReceived", scenario("close-in-syn-received")),
          Map.entry("listenerClose", scenario("listener-closed-during-handshake")),
          Map.entry(
              "abortSegment",
              """
              "network": {"delayMs": 10}, "steps": [{"atMs": 50, "end": "CLIENT", "call": "ABORT"}]\
              """),
          // A RST in the window, but not at its beginning.
          Map.entry("timeWaitChecks", lingering(1_000, "R 7:7(0)")),
          Map.entry("timeWaitNs", lingering(70_000, "F. 1:1(0) ack 2 win 500")));

  /** Those that no run on the kernel shows, and why. */
  private static final Map<String, String> NOT_SHOWN =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("isnTickNs", "ISNs are compared by relation, not by value"),
              Map.entry("synInSynReceived", "a request socket has its own checks before that"),
              Map.entry("paws", "needs a timestamp one below the last, on a clock nobody can read"),
              Map.entry("maxRtoNs", "takes longer than the 200 s that a session may"),
              Map.entry("jiffyNs", "is within the tolerance of a timer"),
              Map.entry("atR1", "shows in what the user is told, not in segments")));

  private static String injecting(int atMs, String to, String segment) {
    return """
    "network": {"delayMs": 10, "injections": [{"atMs": %d, "to": "%s", "relative": true,\
     "segment": "%s"}]}, "until": {"ms": %d}\
    """
        .formatted(atMs, to, segment, atMs + 600);
  }

  /** The client has closed when this arrives at the server. */
  private static String closing(String segment) {
    return injecting(700, "SERVER", segment)
        + ", \"steps\": [{\"atMs\": 300, \"end\": \"CLIENT\", \"call\": \"CLOSE\"}]";
  }

  /** The client lingers in TIME-WAIT when this arrives. */
  private static String lingering(int atMs, String segment) {
    return injecting(atMs, "CLIENT", segment)
        + """
        , "steps": [{"atMs": 300, "end": "CLIENT", "call": "CLOSE"},\
         {"atMs": 500, "end": "SERVER", "call": "CLOSE"}]\
        """;
  }

  /** A router does not pass a segment on, and says why. */
  private static String refused(String segment, int code) {
    return """
    "network": {"delayMs": 10, "faults": [{"from": "CLIENT", "segment": "%s", "action": "ICMP",\
     "icmpType": 3, "icmpCode": %d}]}, "until": {"ms": 2500},\
     "steps": [{"atMs": 1500, "end": "CLIENT", "call": "SEND", "bytes": 1000}]\
    """
        .formatted(segment, code);
  }

  private static String losingTwice(String more) {
    return """
    "network": {"delayMs": 10, "faults": [{"from": "CLIENT", "segment": "DATA",\
     "action": "DROP"}, {"from": "CLIENT", "segment": "DATA", "occurrence": 2,\
     "action": "DROP"}]}, "until": {"ms": 2500},\
     "steps": [{"atMs": 50, "end": "CLIENT", "call": "SEND", "bytes": 100}]%s\
    """
        .formatted(more);
  }

  /** The round trip is known so well that its variance says nothing any more. */
  private static String measuringOften() {
    StringBuilder steps = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      steps.append(
          "%s{\"atMs\": %d, \"end\": \"CLIENT\", \"call\": \"SEND\", \"bytes\": 10}"
              .formatted(i == 0 ? "" : ", ", 400 + 250 * i));
    }
    return """
    "client": {"sackPermitted": false}, "network": {"delayMs": 75, "faults": [{"from": "CLIENT",\
     "segment": "DATA", "occurrence": 12, "action": "DROP"}]}, "until": {"ms": 4200},\
     "steps": [%s]\
    """
        .formatted(steps);
  }

  private static String scenario(String name) {
    return "\"scenario\": \"%s\"".formatted(name);
  }

  /** Each switch that the two profiles set otherwise and a run shows, with the request. */
  public static Stream<Arguments> shown() {
    return differing().stream()
        .filter(each -> SHOWN.containsKey(each.name()))
        .map(each -> Arguments.of(each.name(), linux(each), turned(each)));
  }

  private static List<Switch> differing() {
    return Switches.all().stream().filter(each -> !each.rfc9293().equals(each.linux())).toList();
  }

  private static String linux(Switch one) {
    return "{" + SHOWN.get(one.name()) + "}";
  }

  private static String turned(Switch one) {
    ObjectNode request = (ObjectNode) JsonMapper.shared().readTree(linux(one));
    for (String end : List.of("client", "server")) {
      request.withObjectProperty(end).putObject("policy").put(one.name(), one.rfc9293());
    }
    return request.toString();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shown")
  void aSwitchTurnedToTheRfcIsFound(String name, String linux, String turned) {
    assertThat(
            Comparison.of(
                Simulations.run(turned, 1),
                List.of(Simulations.run(linux, 2)),
                Divergences.known(),
                new Circumstances("any", "6.18.44", Listening.USUAL, Tolerances.USUAL, null)))
        .as(name)
        .anyMatch(each -> each.verdict() == Difference.Judgement.UNEXPLAINED);
  }

  /** All switches there are: found, or said why not, or set alike by both profiles. */
  @Test
  void everySwitchIsShownOrSaidWhyNot() {
    assertThat(differing().stream().map(Switch::name))
        .allMatch(name -> SHOWN.containsKey(name) != NOT_SHOWN.containsKey(name));
    assertThat(SHOWN.size() + NOT_SHOWN.size()).isEqualTo(differing().size());
    assertThat(Switches.all().stream().filter(each -> !differing().contains(each)))
        .as("what the RFC and Linux agree in")
        .extracting(Switch::name)
        .containsExactlyInAnyOrder(
            "handshake",
            "isnGenerator",
            "quietTime",
            "synSentReset",
            "rfc5961",
            "ackAboveNxt",
            "close",
            "afterAbort",
            "rfc1337",
            "timeWaitReuse");
  }
}

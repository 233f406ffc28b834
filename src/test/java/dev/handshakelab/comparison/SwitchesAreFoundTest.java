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
  private static final String TALK =
      """
      "network": {"delayMs": 20}, "exchange": {"clientBytes": 3000, "serverBytes": 5000,\
       "close": "CLIENT"}\
      """;

  /** By the name of a switch, a request, without its braces, that shows it. */
  private static final Map<String, String> SHOWN =
      Map.ofEntries(
          Map.entry(
              "simultaneousOpen",
              scenario("simultaneous-open") + ", \"network\": {\"delayMs\": 60}"),
          Map.entry("synReceivedChecks", scenario("duplicate-syn")),
          Map.entry("textOnSyn", scenario("data-on-syn")),
          Map.entry("initialWindow", scenario("basic-three-way-handshake")),
          Map.entry("afterBadAck", scenario("wrong-ack-in-syn-sent")),
          Map.entry("refusal", scenario("closed-port")),
          Map.entry("softErrors", scenario("icmp-soft-error")),
          Map.entry("missingTimestamps", scenario("blind-syn")),
          Map.entry("illegalOptions", scenario("illegal-option-length")),
          Map.entry("duplicates", scenario("simultaneous-open")),
          Map.entry(
              "ownMss",
              """
              "network": {"delayMs": 10}, "server": {"mss": 700}, "until": {"ms": 900},\
               "steps": [{"atMs": 300, "end": "SERVER", "call": "SEND", "bytes": 1300}]\
              """),
          Map.entry("nagle", TALK),
          Map.entry("acks", TALK),
          Map.entry("identification", scenario("basic-three-way-handshake")),
          Map.entry("closeInSynReceived", scenario("close-in-syn-received")),
          Map.entry("listenerClose", scenario("listener-closed-during-handshake")),
          Map.entry(
              "abortSegment",
              """
              "network": {"delayMs": 10}, "steps": [{"atMs": 50, "end": "CLIENT", "call": "ABORT"}]\
              """),
          Map.entry(
              "lossProbe",
              """
              "network": {"delayMs": 10, "faults": [{"from": "CLIENT", "segment": "DATA",\
               "occurrence": 2, "action": "DROP"}, {"from": "CLIENT", "segment": "DATA",\
               "occurrence": 3, "action": "DROP"}]}, "until": {"ms": 900},\
               "steps": [{"atMs": 50, "end": "CLIENT", "call": "SEND", "bytes": 3000}]\
              """),
          Map.entry(
              "minRtoNs",
              """
              "network": {"delayMs": 10, "faults": [{"from": "CLIENT", "segment": "DATA",\
               "action": "DROP"}, {"from": "CLIENT", "segment": "DATA", "occurrence": 2,\
               "action": "DROP"}]}, "until": {"ms": 1500},\
               "steps": [{"atMs": 50, "end": "CLIENT", "call": "SEND", "bytes": 100}]\
              """));

  /** Those that no run on the kernel shows, and why. */
  private static final Map<String, String> NOT_SHOWN =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("isnTickNs", "ISNs are compared by relation, not by value"),
              Map.entry("synInSynReceived", "a request socket has its own checks before that"),
              Map.entry("synFin", "no kernel sends SYN and FIN together, and none is injected"),
              Map.entry("acceptance", "differs at the window's edge only"),
              Map.entry("exactReset", "needs a RST at a SACKed edge, whose number nobody knows"),
              Map.entry("challengeBudget", "needs connections side by side"),
              Map.entry("oldestAck", "needs an injected ACK, whose number nobody knows before"),
              Map.entry("paws", "needs an injected timestamp one below the last"),
              Map.entry("textPastFin", "needs injected text behind a FIN"),
              Map.entry("hardErrors", "needs an ICMP error after the opening"),
              Map.entry("tooBig", "needs a packet that is too big for the link"),
              Map.entry("schedule", "takes longer than half a minute: server-unreachable"),
              Map.entry("rtoFloor", "is within the tolerance of a timer at these delays"),
              Map.entry("maxRtoNs", "takes longer than two minutes"),
              Map.entry("jiffyNs", "is within the tolerance of a timer"),
              Map.entry("atR1", "shows in what the user is told, not in segments"),
              Map.entry("windowProbe", "needs a user that does not read for long"),
              Map.entry("timeWaitChecks", "on a kernel a session is over in TIME_WAIT"),
              Map.entry("timeWaitNs", "on a kernel a session is over in TIME_WAIT")));

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
                new Circumstances("any", "6.18.44", Tolerances.USUAL)))
        .anyMatch(each -> each.verdict() == Difference.Judgement.UNEXPLAINED);
  }

  @Test
  void everySwitchIsShownOrSaidWhyNot() {
    assertThat(differing().stream().map(Switch::name))
        .allMatch(name -> SHOWN.containsKey(name) != NOT_SHOWN.containsKey(name));
    assertThat(NOT_SHOWN.keySet()).isSubsetOf(differing().stream().map(Switch::name).toList());
  }
}

package dev.handshakelab.scenario;

import java.util.List;
import java.util.Map;

/** Ending a connection. */
final class ClosingScenarios {
  private static final Scenario NORMAL_CLOSE =
      new Scenario(
          "normal-close",
          "Normal close",
          "The client closes, the server notices and closes too; each FIN is acknowledged.",
          "RFC 9293 Fig. 12",
          Scenario.members(
              """
              {
                "client": {"isn": 99},
                "server": {"isn": 299},
                "steps": [
                  {"afterSegment": 3, "end": "CLIENT", "call": "CLOSE"},
                  {"afterSegment": 5, "end": "SERVER", "call": "CLOSE"}
                ]
              }\
              """),
          Map.of(),
          Scenario.BOTH,
          "The first three segments are preamble, the figure begins with the fourth. The side that"
              + " closes first waits in TIME_WAIT: twice the maximum segment lifetime by the RFC, a"
              + " minute on Linux.");

  static final List<Scenario> ALL = List.of(NORMAL_CLOSE);

  private ClosingScenarios() {}
}

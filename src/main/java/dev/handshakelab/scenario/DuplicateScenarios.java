package dev.handshakelab.scenario;

import java.util.List;

/** Segments of connections that are long gone, and ends that have forgotten theirs. */
final class DuplicateScenarios {
  private static final Scenario OLD_DUPLICATE_SYN =
      Scenario.of(
              "old-duplicate-syn",
              "Recovery from an old duplicate SYN",
              "A SYN that lingered in the network reaches the server before the new one: the client"
                  + " does not recognise the answer and resets it, then the real handshake follows.",
              "RFC 9293 Fig. 8",
              """
              {
                "client": {"isn": 100},
                "server": {"isns": [300, 400]},
                "network": {
                  "delayMs": 10,
                  "faults": [{"from": "CLIENT", "segment": "SYN", "action": "DELAY", "byMs": 20}],
                  "injections": [{"atMs": 5, "to": "SERVER", "segment": "S 90:90(0) win 1000 <mss 1460>"}]
                }
              }
              """,
              "The server cannot tell that SYN 90 is old. Only the client can, and the third segment"
                  + " is where it says so: this is what the third segment is for. The RST has the"
                  + " number that the SYN+ACK acknowledged, which makes it believable.")
          .withTheseIsns();

  private static final Scenario BEFORE_RESET =
      Scenario.of(
              "old-duplicate-syn-before-reset",
              "The new SYN arrives before the reset",
              "As in Figure 8, but the real SYN reaches the server while it still answers the old"
                  + " one.",
              "RFC 9293 §3.5, the text after Fig. 8",
              """
              {
                "client": {"isn": 100},
                "server": {"isns": [300, 400]},
                "network": {
                  "delayMs": 30,
                  "faults": [{"from": "CLIENT", "segment": "SYN", "action": "DELAY", "byMs": 20}],
                  "injections": [{"atMs": 5, "to": "SERVER", "segment": "S 90:90(0) win 1000 <mss 1460>"}]
                }
              }
              """,
              "By the RFC the second SYN, being in the window, sends the passive side back to LISTEN"
                  + " without a word; a second later the repeated SYN opens. Linux answers with a RST"
                  + " that the client has to believe: an honest client is refused.")
          .withTheseIsns();

  private static final Scenario BELOW_WINDOW =
      Scenario.of(
              "old-duplicate-syn-below-window",
              "The new SYN lies below the window of the old one",
              "The real SYN has a smaller number than the old duplicate and reaches the server while"
                  + " it still answers that.",
              "RFC 9293 §3.5, §3.10.7.4, first",
              """
              {
                "client": {"isn": 50},
                "server": {"isns": [300, 400]},
                "network": {
                  "delayMs": 30,
                  "faults": [{"from": "CLIENT", "segment": "SYN", "action": "DELAY", "byMs": 20}],
                  "injections": [{"atMs": 5, "to": "SERVER", "segment": "S 90:90(0) win 1000 <mss 1460>"}]
                }
              }
              """,
              "An ACK answers it that the client in SYN_SENT does not accept, and its RST clears the"
                  + " server. The repeated SYN opens.")
          .withTheseIsns();

  private static final Scenario TWO_PASSIVE =
      Scenario.of(
          "old-duplicate-syn-two-passive",
          "An old SYN at two passive sockets",
          "Both ends listen, nobody opens; an old duplicate SYN stirs one, and the other's RST"
              + " sends it back to LISTEN.",
          "RFC 9293 Fig. 11",
          """
          {
            "client": {"listens": true},
            "server": {"isn": 300},
            "network": {"injections": [
              {"atMs": 0, "to": "SERVER", "segment": "S 90:90(0) win 1000 <mss 1460>"}
            ]},
            "steps": []
          }
          """,
          "A segment with ACK that reaches a LISTEN is always reset: a listener has sent nothing"
              + " that could be acknowledged.");

  private static final Scenario WRONG_ACK =
      Scenario.of(
              "wrong-ack-in-syn-sent",
              "A wrong acknowledgment in SYN_SENT",
              "A segment that acknowledges what was never sent reaches a client in SYN_SENT: it is"
                  + " reset, and the handshake goes on.",
              "RFC 9293 §3.10.7.3, first",
              """
              {
                "client": {"isn": 100},
                "server": {"isn": 300},
                "network": {
                  "delayMs": 10,
                  "injections": [{"atMs": 5, "to": "CLIENT", "segment": ". 700:700(0) ack 91 win 1000"}]
                }
              }
              """,
              "The RST has the number that was acknowledged, so whoever sent the wrong segment"
                  + " believes it. The server, which did not, has no use for it.")
          .withTheseIsns();

  private static final Scenario HALF_OPEN_DISCOVERY =
      Scenario.of(
              "half-open-discovery",
              "Half-open connection discovery",
              "The client's machine crashes, comes up without memory and opens again; the server"
                  + " still has the old connection.",
              "RFC 9293 Fig. 9",
              """
              {
                "client": {"isns": [99, 400]},
                "server": {"isns": [299, 500]},
                "steps": [
                  {"atMs": 0, "end": "CLIENT", "call": "OPEN"},
                  {"afterSegment": 3, "end": "CLIENT", "call": "CRASH"},
                  {"afterSegment": 3, "end": "CLIENT", "call": "RESTART"},
                  {"afterSegment": 3, "end": "CLIENT", "call": "OPEN"}
                ]
              }
              """,
              "The figure begins with the fourth segment. The server does not believe the SYN but"
                  + " says what it expects (ACK 100); from that the client sees that the server lives"
                  + " in the past, and resets it. The repeated SYN then opens.")
          .withTheseIsns();

  private static final Scenario HALF_OPEN_ACTIVE_SIDE =
      Scenario.of(
          "half-open-active-side",
          "The survivor speaks first",
          "The client's machine has crashed and come up; the server sends data on what it thinks"
              + " is a connection and is reset.",
          "RFC 9293 Fig. 10",
          """
          {
            "client": {"isn": 99},
            "server": {"isn": 299},
            "steps": [
              {"atMs": 0, "end": "CLIENT", "call": "OPEN"},
              {"afterSegment": 3, "end": "CLIENT", "call": "CRASH"},
              {"afterSegment": 3, "end": "CLIENT", "call": "RESTART"},
              {"atMs": 1000, "end": "SERVER", "call": "SEND", "bytes": 10}
            ]
          }
          """,
          "A half-open connection is harmless until somebody speaks. The RST has the number that"
              + " the data acknowledged, 100.");

  private static final Scenario SERVER_CRASHES =
      Scenario.of(
          "server-crashes-after-syn-ack",
          "The server dies in the handshake",
          "The server's machine crashes when its SYN+ACK is out: the client is ESTABLISHED with"
              + " nobody.",
          "RFC 9293 §3.5.1",
          """
          {
            "network": {"delayMs": 10},
            "steps": [
              {"atMs": 0, "end": "CLIENT", "call": "OPEN"},
              {"afterSegment": 1, "end": "SERVER", "call": "CRASH"}
            ]
          }
          """,
          "Nothing happens, for ever: a connection on which nobody speaks needs no segments, and"
              + " so nobody learns that it is dead. Keepalives exist for this.");

  private static final Scenario CLIENT_VANISHES =
      Scenario.of(
          "client-vanishes",
          "The client vanishes",
          "The client's machine goes down before the answer to its SYN comes; the server repeats its"
              + " SYN+ACK until it gives the request up.",
          "RFC 9293 §3.8.3",
          """
          {
            "network": {"delayMs": 10},
            "steps": [
              {"atMs": 0, "end": "CLIENT", "call": "OPEN"},
              {"atMs": 15, "end": "CLIENT", "call": "CRASH"}
            ]
          }
          """,
          "Linux repeats five times and drops the request after 63 s; by the RFC it is more than"
              + " three minutes. All that time the request takes up memory: a flood of such SYNs"
              + " is an attack.");

  static final List<Scenario> ALL =
      List.of(
          OLD_DUPLICATE_SYN,
          BEFORE_RESET,
          BELOW_WINDOW,
          TWO_PASSIVE,
          WRONG_ACK,
          HALF_OPEN_DISCOVERY,
          HALF_OPEN_ACTIVE_SIDE,
          SERVER_CRASHES,
          CLIENT_VANISHES);

  private DuplicateScenarios() {}
}

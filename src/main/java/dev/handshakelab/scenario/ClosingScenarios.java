package dev.handshakelab.scenario;

import java.util.List;

/** Ending a connection, and what comes after the end. */
final class ClosingScenarios {
  private static final Scenario NORMAL_CLOSE =
      Scenario.of(
          "normal-close",
          "Normal close",
          "The client closes, the server notices and closes too; each FIN is acknowledged.",
          "RFC 9293 Fig. 12",
          """
          {
            "client": {"isn": 99},
            "server": {"isn": 299},
            "steps": [
              {"afterSegment": 3, "end": "CLIENT", "call": "CLOSE"},
              {"afterSegment": 5, "end": "SERVER", "call": "CLOSE"}
            ]
          }
          """,
          "The first three segments are preamble, the figure begins with the fourth. The side that"
              + " closes first waits in TIME_WAIT: twice the maximum segment lifetime by the RFC, a"
              + " minute on Linux.");

  private static final Scenario SIMULTANEOUS_CLOSE =
      Scenario.of(
          "simultaneous-close",
          "Simultaneous close",
          "Both ends close at once and their FINs cross: both go through CLOSING, and both wait.",
          "RFC 9293 Fig. 13",
          """
          {
            "client": {"isn": 99},
            "server": {"isn": 299},
            "network": {"delayMs": 10},
            "steps": [
              {"atMs": 1000, "end": "CLIENT", "call": "CLOSE"},
              {"atMs": 1000, "end": "SERVER", "call": "CLOSE"}
            ]
          }
          """,
          "The first three segments are preamble, the figure begins with the fourth. Each side"
              + " has seen the other's FIN before its own was acknowledged.");

  private static final Scenario HALF_CLOSE =
      Scenario.of(
          "half-close",
          "Half-close",
          "The client closes, which says that it will send no more; the server goes on sending"
              + " and closes later.",
          "RFC 9293 §3.6",
          """
          {
            "client": {"isn": 99},
            "server": {"isn": 299},
            "network": {"delayMs": 10},
            "steps": [
              {"atMs": 1000, "end": "CLIENT", "call": "CLOSE"},
              {"atMs": 2000, "end": "SERVER", "call": "SEND", "bytes": 100},
              {"atMs": 3000, "end": "SERVER", "call": "CLOSE"}
            ]
          }
          """,
          "A FIN ends one direction only. In FIN_WAIT_2 the client still receives and"
              + " acknowledges.");

  private static final Scenario CLOSE_IN_SYN_SENT =
      Scenario.of(
          "close-in-syn-sent",
          "Close before the answer",
          "The client changes its mind while its SYN is on the way: its connection is gone"
              + " without a segment, and the SYN+ACK meets nobody.",
          "RFC 9293 §3.10.4, §3.10.7.1",
          """
          {
            "client": {"isn": 100},
            "server": {"isn": 300},
            "network": {"delayMs": 10},
            "steps": [{"atMs": 5, "end": "CLIENT", "call": "CLOSE"}]
          }
          """,
          "There is nothing to close yet, so nothing is sent. The RST tells the server, and it"
              + " takes its number from the SYN+ACK's acknowledgment.");

  private static final Scenario CLOSE_IN_SYN_RECEIVED =
      Scenario.of(
          "close-in-syn-received",
          "Close in the middle of the handshake",
          "The SYNs have crossed and the client closes before its own is acknowledged: its FIN"
              + " goes out from SYN_RECEIVED.",
          "RFC 9293 §3.10.4",
          """
          {
            "client": {"isn": 100},
            "server": {"isn": 300, "listens": false},
            "network": {"delayMs": 10},
            "steps": [
              {"atMs": 0, "end": "CLIENT", "call": "OPEN"},
              {"atMs": 0, "end": "SERVER", "call": "OPEN"},
              {"atMs": 15, "end": "CLIENT", "call": "CLOSE"},
              {"atMs": 1000, "end": "SERVER", "call": "CLOSE"}
            ]
          }
          """,
          "The client never is ESTABLISHED: SYN_RECEIVED, FIN_WAIT_1, and on.");

  private static final Scenario LISTENER_CLOSED =
      Scenario.of(
          "listener-closed-during-handshake",
          "The listener closes in the middle",
          "The server closes its listener when a SYN has come and the last ACK has not.",
          "RFC 9293 §3.10.4",
          """
          {
            "client": {"isn": 100},
            "server": {"isn": 300},
            "network": {"delayMs": 10},
            "steps": [{"afterSegment": 1, "end": "SERVER", "call": "CLOSE"}]
          }
          """,
          "By the RFC the connection in SYN_RECEIVED is one of its own by now and lives. Linux"
              + " drops it without a word; the client is ESTABLISHED for a moment, and its ACK is"
              + " reset.");

  private static final Scenario TIME_WAIT_REUSE =
      Scenario.of(
          "time-wait-reuse",
          "A new connection out of TIME_WAIT",
          "The server closed first and is in TIME_WAIT when the same client opens again from the"
              + " same port.",
          "RFC 9293 §3.6.1 (MAY-2), RFC 6191",
          """
          {
            "client": {"isns": [100, 5000]},
            "server": {"isn": 300},
            "steps": [
              {"atMs": 0, "end": "CLIENT", "call": "OPEN"},
              {"atMs": 1000, "end": "SERVER", "call": "CLOSE"},
              {"atMs": 2000, "end": "CLIENT", "call": "CLOSE"},
              {"atMs": 3000, "end": "CLIENT", "call": "OPEN"}
            ]
          }
          """,
          "A SYN that is newer, by its number or timestamp, than everything of the old connection"
              + " begins a new one at once. With the switch timeWaitReuse OFF it is answered by an"
              + " ACK of the old connection, the client resets that, and the repeated SYN finds the"
              + " way free.");

  private static final Scenario ASSASSINATION =
      Scenario.of(
          "time-wait-assassination",
          "TIME_WAIT assassination",
          "An old segment reaches a client in TIME_WAIT; its ACK meets a server that has"
              + " forgotten, and the RST ends TIME_WAIT long before its time.",
          "RFC 1337",
          """
          {
            "client": {"isn": 99},
            "server": {"isn": 299},
            "exchange": {"serverBytes": 10},
            "network": {"delayMs": 10, "injections": [
              {"atMs": 1000, "to": "CLIENT", "relative": true,
                "segment": "P. 1:11(10) ack 1 win 1000"}
            ]},
            "steps": [
              {"atMs": 200, "end": "CLIENT", "call": "CLOSE"},
              {"atMs": 400, "end": "SERVER", "call": "CLOSE"}
            ]
          }
          """,
          "TIME_WAIT is there to let old segments die, and here an old segment kills it. With the"
              + " switch rfc1337 ON the RST is ignored.");

  static final List<Scenario> ALL =
      List.of(
          NORMAL_CLOSE,
          SIMULTANEOUS_CLOSE,
          HALF_CLOSE,
          CLOSE_IN_SYN_SENT,
          CLOSE_IN_SYN_RECEIVED,
          LISTENER_CLOSED,
          TIME_WAIT_REUSE,
          ASSASSINATION);

  private ClosingScenarios() {}
}

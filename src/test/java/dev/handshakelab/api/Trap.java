package dev.handshakelab.api;

import java.util.List;
import java.util.Map;

/**
 * A place where RFC 9293 has two answers, or a real stack another than the RFC: a switch, a request
 * in which it matters, and what can be seen of either.
 *
 * @param about what says what
 * @param request with %s where the value of the switch belongs
 * @param answers by value of the switch: what the lab shows then
 */
record Trap(
    String title, String about, String policySwitch, String request, Map<String, String> answers) {

  String body(String value) {
    return request.formatted(value);
  }

  static final List<Trap> ALL =
      List.of(
          new Trap(
              "Crossed SYNs: Figure 7 against §3.10.7.4",
              """
              After crossed SYNs each side gets a SYN,ACK whose sequence number it has already received. Figure 7 lets it establish; by Table 6 it is unacceptable, is answered by an ACK and
              dropped, and only those ACKs establish. Linux 6.18 follows the figure and sends one ACK more (`FIGURE_7_AND_ACK`).\
              """,
              "simultaneousOpen",
              """
              {"seed":1,"scenario":"simultaneous-open","client":{"profile":"RFC_9293","policy":{"simultaneousOpen":"%1$s"}},"server":{"profile":"RFC_9293","policy":{"simultaneousOpen":"%1$s"}}}\
              """,
              Map.of(
                  "STRICT", "6 segments, CLIENT ESTABLISHED, SERVER ESTABLISHED",
                  "FIGURE_7", "4 segments, CLIENT ESTABLISHED, SERVER ESTABLISHED")),
          new Trap(
              "A reset in SYN-SENT: §3.5 against §3.10.7.3",
              """
              The prose of §3.5 says that a non-synchronized state "returns to LISTEN on receiving an acceptable reset"; the event processing says CLOSED and "connection reset". LISTEN would make
              a server of a client that was refused.\
              """,
              "synSentReset",
              """
              {"seed":1,"scenario":"closed-port","client":{"profile":"RFC_9293","policy":{"synSentReset":"%s"}}}\
              """,
              Map.of(
                  "CLOSED", "2 segments, CLIENT CLOSED, SERVER CLOSED",
                  "LISTEN", "2 segments, CLIENT LISTEN, SERVER CLOSED")),
          new Trap(
              "After an ABORT: §3.5.2 and note 3 of Figure 5 against §3.10.5",
              """
              Whoever issues a reset "should enter the TIME-WAIT state", so that its old segments cannot disturb; ABORT deletes the connection at once.\
              """,
              "afterAbort",
              """
              {"seed":1,"client":{"profile":"RFC_9293","policy":{"afterAbort":"%s"}},"steps":[{"atMs":0,"end":"CLIENT","call":"OPEN"},{"atMs":100,"end":"CLIENT","call":"ABORT"}],"until":{"ms":1000}}\
              """,
              Map.of(
                  "CLOSED", "4 segments, CLIENT CLOSED, SERVER CLOSED",
                  "TIME_WAIT", "4 segments, CLIENT TIME_WAIT, SERVER CLOSED")),
          new Trap(
              "A repeated SYN in SYN-RECEIVED: ACK or SYN,ACK",
              """
              By §3.10.7.4, first, the repeated SYN is unacceptable and gets an ACK, from which a client that lost the SYN,ACK learns nothing. Linux sends the SYN,ACK again, at most once in 500 ms.\
              """,
              "synReceivedChecks",
              """
              {"seed":1,"client":{"profile":"RFC_9293","isn":100},"server":{"profile":"RFC_9293","isn":300,"policy":{"synReceivedChecks":"%s"}},"network":{"delayMs":20,"faults":[{"from":"CLIENT","segment":"SYN","action":"DUPLICATE","byMs":5},{"from":"SERVER","segment":"SYN+ACK","action":"DROP"}]},"until":{"ms":30}}\
              """,
              Map.of(
                  "RFC",
                      "3 segments, CLIENT SYN_SENT, SERVER SYN_RECEIVED; the last: . 301:301(0) ack 101 win 65535",
                  "REQUEST",
                      "3 segments, CLIENT SYN_SENT, SERVER SYN_RECEIVED; the last: S. 300:300(0) ack 101 win 65535 <mss 1460>")),
          new Trap(
              "Another SYN in the window of SYN-RECEIVED: back to LISTEN or a challenge",
              """
              §3.10.7.4, fourth, sends a connection that came from a passive OPEN back to LISTEN; RFC 5961 answers a SYN in every synchronized state by a challenge ACK, and Linux does so here as well.\
              """,
              "synInSynReceived",
              """
              {"seed":1,"client":{"profile":"RFC_9293","isn":100},"server":{"profile":"RFC_9293","isn":300,"policy":{"synInSynReceived":"%s"}},"network":{"delayMs":20,"injections":[{"atMs":25,"to":"SERVER","segment":"S 150:150(0) win 1000"}]},"until":{"ms":30}}\
              """,
              Map.of(
                  "LISTEN", "3 segments, CLIENT SYN_SENT, SERVER LISTEN",
                  "CHALLENGE", "4 segments, CLIENT SYN_SENT, SERVER SYN_RECEIVED")),
          new Trap(
              "An ACK of what was never sent: ACK or silence",
              """
              §3.10.7.4, fifth, answers it by an ACK. Linux was silent until April 2026, and sends a challenge ACK since.\
              """,
              "ackAboveNxt",
              """
              {"seed":1,"client":{"profile":"RFC_9293","isn":100},"server":{"profile":"RFC_9293","isn":300,"policy":{"ackAboveNxt":"%s"}},"network":{"delayMs":20,"injections":[{"atMs":100,"to":"SERVER","segment":". 101:101(0) ack 5000 win 1000"}]},"until":{"ms":200}}\
              """,
              Map.of(
                  "ACK", "5 segments, CLIENT ESTABLISHED, SERVER ESTABLISHED",
                  "SILENT", "4 segments, CLIENT ESTABLISHED, SERVER ESTABLISHED")),
          new Trap(
              "How long a SYN is tried: R2 of MUST-23 against Linux's default",
              """
              R2 for a SYN "MUST be set large enough to provide retransmission of the segment for at least 3 minutes". Linux 6.18 gives up after 131 s by default.\
              """,
              "schedule",
              """
              {"seed":1,"scenario":"server-unreachable","client":{"profile":"RFC_9293","policy":{"schedule":"%s"}}}\
              """,
              Map.of(
                  "RFC_6298", "8 segments, CLIENT CLOSED, SERVER LISTEN; over after 255 s",
                  "LINUX", "11 segments, CLIENT CLOSED, SERVER LISTEN; over after 131 s")));
}

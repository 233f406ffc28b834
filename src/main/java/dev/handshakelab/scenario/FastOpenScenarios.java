package dev.handshakelab.scenario;

import java.util.List;

/** TCP Fast Open (RFC 7413): text on the SYN, and what a cookie does and does not prove. */
final class FastOpenScenarios {
  private static final Scenario COOKIE_REQUEST =
      Scenario.of(
          "fast-open-cookie-request",
          "Asking for a cookie",
          "The first time, the client's SYN asks for a Fast Open cookie, and the SYN+ACK brings"
              + " one; the text waits for the handshake as ever.",
          "RFC 7413 §4.1.2, §4.1.3",
          """
          {
            "client": {"fastOpen": true},
            "server": {"fastOpenQueue": 16},
            "network": {"delayMs": 10},
            "exchange": {"clientBytes": 10}
          }
          """,
          "The option of the SYN is empty, that of the SYN+ACK holds eight octets: a hash of the"
              + " client's address that only the server can make. Whoever shows it later has"
              + " read this SYN+ACK, and so is where it says it is.");

  /** A connection from another port gets the cookie that the session's own then shows. */
  private static final String KNOWN_COOKIE =
      """
      "steps": [
          {"atMs": 0, "end": "CLIENT", "call": "OPEN", "port": 50001},
          {"atMs": 100, "end": "CLIENT", "call": "ABORT", "port": 50001},
          {"atMs": 200, "end": "CLIENT", "call": "OPEN"}
        ]\
      """;

  private static final Scenario DATA_IN_SYN =
      Scenario.of(
          "fast-open-data-in-syn",
          "Text a round trip early",
          "A client that has a cookie from an earlier connection sends its text with the SYN, and"
              + " the server's user reads it before the handshake is over.",
          "RFC 7413 §4.2",
          """
          {
            "client": {"fastOpen": true},
            "server": {"fastOpenQueue": 16},
            "network": {"delayMs": 10},
            "exchange": {"clientBytes": 10, "serverBytes": 20},
            %s
          }
          """
              .formatted(KNOWN_COOKIE),
          "The SYN+ACK acknowledges 11: the SYN and ten octets. The server's user has them half a"
              + " round trip after the OPEN instead of one and a half.");

  private static final Scenario REFUSED =
      Scenario.of(
          "fast-open-refused",
          "No Fast Open here",
          "The server knows nothing of Fast Open: its SYN+ACK brings no cookie, and the text goes"
              + " after the handshake.",
          "RFC 7413 §4.1.3, §4.2.2",
          """
          {
            "client": {"fastOpen": true},
            "network": {"delayMs": 10},
            "exchange": {"clientBytes": 10}
          }
          """,
          "Nothing is lost but what might have been won. An unknown option is ignored (MUST-6),"
              + " which is what lets new ones be tried at all.");

  private static final Scenario REPLAY =
      Scenario.of(
          "fast-open-replay",
          "The same text twice",
          "The network delivers a SYN with a cookie and text a second time, when the connection is"
              + " long closed: the server's user gets the text again.",
          "RFC 7413 §2.1, §6.1",
          """
          {
            "client": {"fastOpen": true},
            "server": {"fastOpenQueue": 16},
            "network": {"delayMs": 10, "faults": [
              {"from": "CLIENT", "segment": "SYN", "action": "DUPLICATE", "byMs": 5000}
            ]},
            "exchange": {"clientBytes": 10, "close": "CLIENT"},
            "steps": [
              {"atMs": 0, "end": "CLIENT", "call": "OPEN", "port": 50001},
              {"atMs": 100, "end": "CLIENT", "call": "ABORT", "port": 50001},
              {"atMs": 200, "end": "CLIENT", "call": "OPEN"},
              {"atMs": 300, "end": "SERVER", "call": "CLOSE"}
            ]
          }
          """,
          "The cookie says who sends, not when. Two RECEIVEs of ten octets are in the timeline of"
              + " the server, one at 210 ms and one at 5210 ms; the third segment, which would have"
              + " told an old SYN from a new one, comes too late to help. So Fast Open is for"
              + " requests that may be carried out twice.");

  static final List<Scenario> ALL = List.of(COOKIE_REQUEST, DATA_IN_SYN, REFUSED, REPLAY);

  private FastOpenScenarios() {}
}

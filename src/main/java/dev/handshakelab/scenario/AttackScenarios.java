package dev.handshakelab.scenario;

import java.util.List;

/** Segments that somebody forged, and what the handshake does against them. */
final class AttackScenarios {
  private static final Scenario BLIND_RESET =
      Scenario.of(
              "blind-reset",
              "A blind reset",
              "An attacker who cannot see the connection guesses a number in the server's window and"
                  + " sends a RST: it is questioned, not obeyed.",
              "RFC 9293 §3.10.7.4, second; RFC 5961 §3.2",
              """
              {
                "client": {"isn": 100},
                "server": {"isn": 300},
                "network": {"delayMs": 10, "injections": [
                  {"atMs": 1000, "to": "SERVER", "segment": "R 150:150(0)", "by": "ATTACKER"}
                ]}
              }
              """,
              "Only a RST with exactly the number that is expected next (101) ends a connection. The"
                  + " challenge ACK goes to the real client: had it sent the RST, it would answer with"
                  + " the right number.")
          .withTheseIsns();

  private static final Scenario BLIND_RESET_OFF =
      Scenario.of(
              "blind-reset-5961-off",
              "A blind reset, before RFC 5961",
              "The same RST against a server that obeys any number in its window.",
              "RFC 793, RFC 5961 §1",
              """
              {
                "client": {"isn": 100},
                "server": {"isn": 300, "policy": {"rfc5961": "OFF"}},
                "network": {"delayMs": 10, "injections": [
                  {"atMs": 1000, "to": "SERVER", "segment": "R 150:150(0)", "by": "ATTACKER"}
                ]}
              }
              """,
              "With a window of 64 KiB one guess in 65,536 hits; with exact matching it is one in 2^32."
                  + " The client is not told: it keeps half of a connection.")
          .notOnSockets("Linux has done as RFC 5961 says for long and cannot be told not to");

  private static final Scenario BLIND_SYN =
      Scenario.of(
              "blind-syn",
              "A blind SYN",
              "An attacker sends a SYN into an established connection: it is questioned, whatever its"
                  + " number.",
              "RFC 9293 §3.10.7.4, fourth; RFC 5961 §4.2",
              """
              {
                "client": {"isn": 100},
                "server": {"isn": 300},
                "network": {"delayMs": 10, "injections": [
                  {"atMs": 1000, "to": "SERVER", "segment": "S 150:150(0) win 1000", "by": "ATTACKER"}
                ]}
              }
              """,
              "Before RFC 5961 a SYN in the window reset the connection. The challenge ACK asks the"
                  + " real client, which has nothing to say.")
          .withTheseIsns();

  private static final Scenario FORGED_RESET =
      Scenario.of(
          "forged-reset-middlebox",
          "A box that ends connections",
          "Something on the path sees every number and sends each end a RST in the other's name.",
          "RFC 9293 §3.10.7.4, second",
          """
          {
            "client": {"isn": 100},
            "server": {"isn": 300},
            "network": {"delayMs": 10, "injections": [
              {"atMs": 1000, "to": "SERVER", "segment": "R 1:1(0)", "relative": true, "by": "ATTACKER"},
              {"atMs": 1000, "to": "CLIENT", "segment": "R 1:1(0)", "relative": true, "by": "ATTACKER"}
            ]}
          }
          """,
          "Sequence numbers protect against those who must guess, not against those who can see."
              + " Both users are told that the other reset the connection.");

  private static final Scenario SPOOFED_CLIENT =
      Scenario.of(
          "spoofed-client",
          "A client that is not there",
          "An attacker opens in the name of a machine that is kept from answering, and has to guess"
              + " what the SYN+ACK said.",
          "RFC 9293 §3.4.1",
          """
          {
            "server": {"isn": 300},
            "network": {"delayMs": 10, "toClient": {"lossRate": 1}, "injections": [
              {"atMs": 10, "to": "SERVER", "segment": "S 90:90(0) win 1000 <mss 1460>", "by": "ATTACKER"},
              {"atMs": 50, "to": "SERVER", "segment": ". 91:91(0) ack 1 win 1000", "by": "ATTACKER"}
            ]},
            "steps": []
          }
          """,
          "The third segment proves that whoever opens has read the second. That is why ISNs must"
              + " not be guessed: who can foretell 300 needs to read nothing.");

  private static final Scenario TWO_WAY =
      Scenario.of(
              "two-way-handshake",
              "Why not two?",
              "A handshake that ends with the second segment: an old duplicate SYN opens a connection"
                  + " that nobody asked for, and old data is delivered on it.",
              "RFC 9293 §3.5: why three",
              """
              {
                "server": {"isn": 300, "policy": {"handshake": "TWO_WAY"}},
                "network": {"delayMs": 10, "injections": [
                  {"atMs": 0, "to": "SERVER", "segment": "S 90:90(0) win 1000 <mss 1460>"},
                  {"atMs": 5, "to": "SERVER", "segment": "P. 91:101(10) ack 300 win 1000"}
                ]},
                "steps": []
              }
              """,
              "The server is ESTABLISHED by the old SYN alone, and its user reads ten octets that"
                  + " belonged to a connection long gone. The client's RST comes too late. Run it"
                  + " again with the policy THREE_WAY: the server waits for the third segment, and"
                  + " nothing old gets through.")
          .notOnSockets("no kernel has it: it is a strawman");

  static final List<Scenario> ALL =
      List.of(BLIND_RESET, BLIND_RESET_OFF, BLIND_SYN, FORGED_RESET, SPOOFED_CLIENT, TWO_WAY);

  private AttackScenarios() {}
}

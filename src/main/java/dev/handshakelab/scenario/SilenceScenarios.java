package dev.handshakelab.scenario;

import java.util.List;

/** Peers that are gone, and a network that says so. */
final class SilenceScenarios {
  private static final Scenario ICMP_SOFT =
      Scenario.of(
          "icmp-soft-error",
          "A router cannot reach the server just now",
          "The first SYN gets as far as a router that answers \"host unreachable\". By the RFC"
              + " that must not end the attempt; Linux ends it.",
          "RFC 9293 §3.9.2.2 (MUST-56, SHLD-25), RFC 5461",
          """
          {"network": {"delayMs": 10, "faults": [
            {"from": "CLIENT", "segment": "SYN", "action": "ICMP", "icmpType": 3, "icmpCode": 1}
          ]}}
          """,
          "RFC_9293: the user is told, and the SYN repeated a second later opens. Linux tells an"
              + " opener at once that there is no way (RFC 5461 asks for that), so that it can try"
              + " another address; once ESTABLISHED it goes on like the RFC. The switch is"
              + " softErrors.");

  private static final Scenario ICMP_HARD =
      Scenario.of(
          "icmp-hard-error",
          "The server's machine has no such port",
          "\"Port unreachable\" is a hard error: there is no point in trying again.",
          "RFC 9293 §3.9.2.2 (SHLD-26)",
          """
          {"network": {"delayMs": 10, "faults": [
            {"from": "CLIENT", "segment": "SYN", "action": "ICMP", "icmpType": 3, "icmpCode": 3}
          ]}}
          """,
          "The client is CLOSED one SYN after it opened, in both profiles. The error quotes the"
              + " number of the SYN: one that quoted anything not in flight would be ignored, since"
              + " anybody can write ICMP messages (RFC 5927).");

  private static final Scenario KEEPALIVE =
      Scenario.of(
          "keepalive-on-half-open",
          "Is anybody there?",
          "The server's machine crashes and stays away; the client's keepalives find out that it"
              + " talks to nobody.",
          "RFC 9293 §3.8.4",
          """
          {
            "client": {"keepaliveIdleMs": 60000, "keepaliveIntervalMs": 10000,
              "keepaliveProbes": 3},
            "network": {"delayMs": 10},
            "steps": [
              {"atMs": 0, "end": "CLIENT", "call": "OPEN"},
              {"atMs": 1000, "end": "SERVER", "call": "CRASH"}
            ],
            "until": {"ms": 120000}
          }
          """,
          "A probe has the number before the next one to send, so that a live peer has to answer"
              + " it. Three without an answer end the connection at 90 s. Compare"
              + " server-crashes-after-syn-ack, where nobody asks and nobody ever learns.");

  private static final Scenario USER_TIMEOUT =
      Scenario.of(
          "user-timeout",
          "The user's patience",
          "From the handshake on nothing gets through; the user said that its text may stay"
              + " unacknowledged for five seconds.",
          "RFC 9293 §3.9.1, §3.10.8",
          """
          {
            "client": {"userTimeoutMs": 5000},
            "network": {"delayMs": 10, "faults": [
              {"from": "CLIENT", "segment": "DATA", "occurrence": 1, "action": "DROP"},
              {"from": "CLIENT", "segment": "DATA", "occurrence": 2, "action": "DROP"},
              {"from": "CLIENT", "segment": "DATA", "occurrence": 3, "action": "DROP"},
              {"from": "CLIENT", "segment": "DATA", "occurrence": 4, "action": "DROP"},
              {"from": "CLIENT", "segment": "DATA", "occurrence": 5, "action": "DROP"},
              {"from": "CLIENT", "segment": "DATA", "occurrence": 6, "action": "DROP"},
              {"from": "CLIENT", "segment": "DATA", "occurrence": 7, "action": "DROP"},
              {"from": "CLIENT", "segment": "DATA", "occurrence": 8, "action": "DROP"}
            ]},
            "exchange": {"clientBytes": 10}
          }
          """,
          "The user is told \"aborted due to user timeout\" or what its stack says for it. Nothing"
              + " is sent to the peer that is known to arrive: the server keeps its half until it"
              + " speaks or asks.");

  static final List<Scenario> ALL = List.of(ICMP_SOFT, ICMP_HARD, KEEPALIVE, USER_TIMEOUT);

  private SilenceScenarios() {}
}

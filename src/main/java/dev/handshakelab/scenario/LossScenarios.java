package dev.handshakelab.scenario;

import java.util.List;

/** The network loses, repeats, delays and damages segments. */
final class LossScenarios {
  private static final Scenario LOST_SYN =
      Scenario.of(
          "lost-syn",
          "The SYN is lost",
          "The client's retransmission timer repeats the SYN after one second.",
          "RFC 6298 §2.1, RFC 9293 §3.8.1",
          """
          {"network": {"faults": [{"from": "CLIENT", "segment": "SYN", "action": "DROP"}]}}
          """,
          "The second SYN has the number of the first. The round trip is not measured on it,"
              + " since nobody can tell which of the two was answered (Karn).");

  private static final Scenario LOST_SYN_ACK =
      Scenario.of(
          "lost-syn-ack",
          "The SYN+ACK is lost",
          "Neither side has been answered, so both timers run out and both sides repeat.",
          "RFC 9293 §3.8.1, §3.8.3",
          """
          {"network": {"faults": [{"from": "SERVER", "segment": "SYN+ACK", "action": "DROP"}]}}
          """,
          "The client's SYN and the server's SYN+ACK cross. Each gets an answer of its own, so a"
              + " handshake that needed one repetition shows more. On a kernel it is a race: five"
              + " or seven segments.");

  private static final Scenario LOST_FINAL_ACK =
      Scenario.of(
          "lost-final-ack",
          "The last ACK is lost",
          "The client is ESTABLISHED, the server is not: it repeats its SYN+ACK, and the client"
              + " acknowledges again.",
          "RFC 9293 §3.10.7.4",
          """
          {"network": {"faults": [{"from": "CLIENT", "segment": "ACK", "action": "DROP"}]}}
          """,
          "For a second the two sides disagree. An ACK is never repeated by a timer: it takes up"
              + " no sequence number, so only the other side can notice that it is missing.");

  private static final Scenario FINAL_ACK_LOST_THEN_DATA =
      Scenario.of(
          "final-ack-lost-then-data",
          "Data completes the handshake",
          "The last ACK is lost, but the client's first data carries the same acknowledgment:"
              + " the server is ESTABLISHED by it, and has the data too.",
          "RFC 9293 §3.10.7.4, fifth",
          """
          {
            "network": {"faults": [{"from": "CLIENT", "segment": "ACK", "action": "DROP"}]},
            "exchange": {"clientBytes": 100}
          }
          """,
          "No timer ran out. A client that speaks first repairs the loss without noticing it.");

  private static final Scenario SERVER_UNREACHABLE =
      Scenario.of(
          "server-unreachable",
          "Nothing arrives",
          "No SYN reaches the server; the client repeats it ever more slowly and gives up.",
          "RFC 9293 §3.8.3 (MUST-23)",
          """
          {"network": {"toServer": {"lossRate": 1}}}
          """,
          "Linux repeats ten times, the first five at intervals of one second, and gives up at"
              + " 131 s, before the three minutes of MUST-23. RFC_9293 doubles from the first on"
              + " and gives up at 255 s.");

  private static final Scenario DUPLICATE_SYN =
      Scenario.of(
          "duplicate-syn",
          "The network repeats the SYN",
          "One SYN arrives twice; one connection comes of it.",
          "RFC 9293 §3.10.7.4, first",
          """
          {"network": {"delayMs": 10, "faults": [
            {"from": "CLIENT", "segment": "SYN", "action": "DUPLICATE", "byMs": 1}
          ]}}
          """,
          "The copy finds the server in SYN_RECEIVED. By the RFC it is not acceptable and gets an"
              + " ACK; Linux sends its SYN+ACK again. Neither begins a second connection.");

  private static final Scenario DUPLICATE_SYN_ACK =
      Scenario.of(
          "duplicate-syn-ack",
          "The network repeats the SYN+ACK",
          "One SYN+ACK arrives twice; the client is ESTABLISHED by the first and acknowledges the"
              + " second once more.",
          "RFC 9293 §3.10.7.4, first and fourth",
          """
          {"network": {"delayMs": 10, "faults": [
            {"from": "SERVER", "segment": "SYN+ACK", "action": "DUPLICATE", "byMs": 1}
          ]}}
          """,
          "Nothing can be told from the copy that was not known, but an ACK is sent all the same:"
              + " had the first been lost, the server would be waiting for it.");

  private static final Scenario REORDERED =
      Scenario.of(
          "reordered-ack-and-data",
          "Data overtakes the last ACK",
          "The client's first data arrives before the ACK that was sent before it.",
          "RFC 9293 §3.10.7.4, fifth",
          """
          {
            "client": {"timestamps": false},
            "network": {"delayMs": 10, "faults": [
              {"from": "CLIENT", "segment": "ACK", "action": "DELAY", "byMs": 5}
            ]},
            "exchange": {"clientBytes": 100}
          }
          """,
          "The data completes the handshake. The ACK that comes after it lies before what is expected"
              + " by now, so it is answered by an ACK and changes nothing. Timestamps are off: were the"
              + " ACK's older than the data's by more than a tick, Linux would pass over it in"
              + " silence.");

  private static final Scenario CORRUPTED_SYN =
      Scenario.of(
          "corrupted-syn",
          "The SYN is damaged",
          "A bit of the SYN is flipped on the way: its checksum is wrong, and it is dropped"
              + " without a word.",
          "RFC 9293 §3.1 (MUST-2, MUST-3)",
          """
          {"network": {"faults": [{"from": "CLIENT", "segment": "SYN", "action": "CORRUPT"}]}}
          """,
          "To the client it is the same as a loss. No answer is possible: who sent it, and what,"
              + " may be exactly what was damaged.");

  static final List<Scenario> ALL =
      List.of(
          LOST_SYN,
          LOST_SYN_ACK,
          LOST_FINAL_ACK,
          FINAL_ACK_LOST_THEN_DATA,
          SERVER_UNREACHABLE,
          DUPLICATE_SYN,
          DUPLICATE_SYN_ACK,
          REORDERED,
          CORRUPTED_SYN);

  private LossScenarios() {}
}

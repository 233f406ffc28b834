package dev.handshakelab.scenario;

import java.util.List;

/** Opening a connection, or not. */
final class OpeningScenarios {
  private static final Scenario BASIC =
      Scenario.of(
          SessionRequest.USUAL_SCENARIO,
          "Three-way handshake",
          "SYN, SYN+ACK, ACK: both sides choose an initial sequence number, and each learns that"
              + " the other has received its own.",
          "RFC 9293 Fig. 6",
          "{}",
          "Each ACK is the other side's ISN plus one, because a SYN takes up one sequence number."
              + " The client is ESTABLISHED one round trip after its SYN, the server half a round"
              + " trip later.");

  private static final Scenario THEN_DATA =
      Scenario.of(
          "handshake-then-data",
          "Data after the handshake",
          "Once a side is ESTABLISHED its user may send; both do.",
          "RFC 9293 §3.5",
          """
          {"exchange": {"clientBytes": 100, "serverBytes": 200}}
          """,
          "The first octet of data has the number ISN + 1, the same as the ACK that came before"
              + " it: an ACK without data takes up no sequence number.");

  private static final Scenario SIMULTANEOUS =
      Scenario.of(
          "simultaneous-open",
          "Simultaneous open",
          "Both ends open actively and their SYNs cross: one connection comes of it, not two.",
          "RFC 9293 Fig. 7, §3.10.7.4 (MUST-10)",
          """
          {
            "client": {"isn": 100},
            "server": {"isn": 300, "listens": false},
            "network": {"delayMs": 10},
            "steps": [
              {"atMs": 0, "end": "CLIENT", "call": "OPEN"},
              {"atMs": 0, "end": "SERVER", "call": "OPEN"}
            ]
          }
          """,
          "In the figure the crossing SYN+ACK establishes. By the text of the first check it is"
              + " not acceptable, since its SYN lies before RCV.NXT: an ACK answers it, and that"
              + " ACK establishes. The switch simultaneousOpen chooses; Linux does as the figure.");

  private static final Scenario CLOSED_PORT =
      Scenario.of(
          "closed-port",
          "Nobody listens",
          "A SYN for a port without a listener is answered with RST, and the user is told that the"
              + " connection was refused.",
          "RFC 9293 §3.10.7.1",
          """
          {"server": {"listens": false}}
          """,
          "The RST has sequence number 0, since there is no connection to take one from, and"
              + " acknowledges the SYN: only so is it acceptable to a client in SYN_SENT.");

  private static final Scenario WRAPAROUND =
      Scenario.of(
              "isn-wraparound",
              "Sequence numbers wrap",
              "Both ISNs are the last number of the sequence space, 4294967295, so the first octet"
                  + " of data has the number 0.",
              "RFC 9293 §3.4",
              """
              {
                "client": {"isn": 4294967295},
                "server": {"isn": 4294967295},
                "exchange": {"clientBytes": 10, "serverBytes": 10}
              }
              """,
              "The acknowledgment of 4294967295 is 0. All comparisons are modulo 2^32: 0 comes"
                  + " after 4294967295.")
          .withTheseIsns();

  private static final Scenario ISN_CLOCK =
      Scenario.of(
          "isn-clock",
          "ISNs grow with the clock",
          "Three incarnations between the same two sockets, two seconds apart: each begins"
              + " where the clock has got to, so old segments do not fall into the new one.",
          "RFC 9293 §3.4.1 (MUST-8, SHLD-1)",
          """
          {
            "steps": [
              {"atMs": 0, "end": "CLIENT", "call": "OPEN"},
              {"atMs": 1000, "end": "CLIENT", "call": "ABORT"},
              {"atMs": 2000, "end": "CLIENT", "call": "OPEN"},
              {"atMs": 3000, "end": "CLIENT", "call": "ABORT"},
              {"atMs": 4000, "end": "CLIENT", "call": "OPEN"}
            ]
          }
          """,
          "Compare the ISNs of the three connections: the differences are elapsed time divided"
              + " by 4 µs, or by 64 ns on Linux. Between other sockets the numbers would begin"
              + " elsewhere, by a keyed hash of the two addresses and ports.");

  private static final Scenario SELF_CONNECT =
      Scenario.of(
              "self-connect",
              "Connected with itself",
              "A socket opens to its own address and port: its SYN finds it in SYN_SENT, as if two had"
                  + " opened at once.",
              "RFC 9293 §3.10.7.3, §3.10.7.4 (MUST-10)",
              """
              {
                "client": {"isn": 100},
                "server": {"listens": false},
                "steps": [{"atMs": 0, "end": "CLIENT", "call": "OPEN", "target": "SELF"}]
              }
              """,
              "Simultaneous open with one socket in both parts: whatever it sends comes back. It happens"
                  + " by accident when a client tries a port of its own machine again and again until"
                  + " the port that it is given for itself is that one.")
          .notInHybrid("one socket is both ends, which are to be the simulator's and the kernel's");

  static final List<Scenario> ALL =
      List.of(BASIC, THEN_DATA, SIMULTANEOUS, CLOSED_PORT, WRAPAROUND, ISN_CLOCK, SELF_CONNECT);

  private OpeningScenarios() {}
}

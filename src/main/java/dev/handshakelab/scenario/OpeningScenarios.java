package dev.handshakelab.scenario;

import java.util.List;
import java.util.Map;

/** Opening a connection, or not. */
final class OpeningScenarios {
  private static final Scenario BASIC =
      new Scenario(
          SessionRequest.USUAL_SCENARIO,
          "Three-way handshake",
          "SYN, SYN+ACK, ACK: both sides choose an initial sequence number, and each learns that"
              + " the other has received its own.",
          "RFC 9293 Fig. 6",
          Scenario.members("{}"),
          Map.of(),
          Scenario.BOTH,
          "Each ACK is the other side's ISN plus one, because a SYN takes up one sequence number."
              + " The client is ESTABLISHED one round trip after its SYN, the server half a round"
              + " trip later.");

  private static final Scenario THEN_DATA =
      new Scenario(
          "handshake-then-data",
          "Data after the handshake",
          "Once a side is ESTABLISHED its user may send; both do.",
          "RFC 9293 §3.5",
          Scenario.members(
              """
              {"exchange": {"clientBytes": 100, "serverBytes": 200}}\
              """),
          Map.of(),
          Scenario.BOTH,
          "The first octet of data has the number ISN + 1, the same as the ACK that came before"
              + " it: an ACK without data takes up no sequence number.");

  private static final Scenario CLOSED_PORT =
      new Scenario(
          "closed-port",
          "Nobody listens",
          "A SYN for a port without a listener is answered with RST, and the user is told that the"
              + " connection was refused.",
          "RFC 9293 §3.10.7.1",
          Scenario.members(
              """
              {"server": {"listens": false}}\
              """),
          Map.of(),
          Scenario.BOTH,
          "The RST has sequence number 0, since there is no connection to take one from, and"
              + " acknowledges the SYN: only so is it acceptable to a client in SYN_SENT.");

  static final List<Scenario> ALL = List.of(BASIC, THEN_DATA, CLOSED_PORT);

  private OpeningScenarios() {}
}

package dev.handshakelab.scenario;

import java.util.List;
import java.util.Map;

/** The network loses segments, and the right side repeats them at the right time. */
final class LossScenarios {
  /** Loopback loses nothing. */
  static final Map<Mode, String> NOT_ON_LOOPBACK =
      Map.of(Mode.REAL_SOCKET, "needs a network that loses segments (tier netns-tun)");

  private static final Scenario LOST_SYN =
      new Scenario(
          "lost-syn",
          "The SYN is lost",
          "The client's retransmission timer repeats the SYN after one second.",
          "RFC 6298 §2.1, RFC 9293 §3.8.1",
          Scenario.members(
              """
              {"network": {"faults": [{"from": "CLIENT", "segment": "SYN", "action": "DROP"}]}}\
              """),
          NOT_ON_LOOPBACK,
          Scenario.BOTH,
          "The second SYN has the number of the first. The round trip is not measured on it, since"
              + " nobody can tell which of the two was answered (Karn).");

  private static final Scenario LOST_SYN_ACK =
      new Scenario(
          "lost-syn-ack",
          "The SYN+ACK is lost",
          "Neither side has been answered, so both timers run out and both sides repeat.",
          "RFC 9293 §3.8.1, §3.8.3",
          Scenario.members(
              """
              {"network": {"faults": [
                {"from": "SERVER", "segment": "SYN+ACK", "action": "DROP"}]}}\
              """),
          NOT_ON_LOOPBACK,
          Scenario.BOTH,
          "The client's SYN and the server's SYN+ACK cross. Each gets an answer of its own, so a"
              + " handshake that needed one repetition shows two. On a kernel it is a race: five or"
              + " seven segments.");

  private static final Scenario LOST_FINAL_ACK =
      new Scenario(
          "lost-final-ack",
          "The last ACK is lost",
          "The client is ESTABLISHED, the server is not: it repeats its SYN+ACK, and the client"
              + " acknowledges again.",
          "RFC 9293 §3.10.7.4",
          Scenario.members(
              """
              {"network": {"faults": [{"from": "CLIENT", "segment": "ACK", "action": "DROP"}]}}\
              """),
          NOT_ON_LOOPBACK,
          Scenario.BOTH,
          "For a second the two sides disagree. An ACK is never repeated by a timer: it takes up no"
              + " sequence number, so only the other side can notice that it is missing.");

  private static final Scenario SERVER_UNREACHABLE =
      new Scenario(
          "server-unreachable",
          "Nothing arrives",
          "No SYN reaches the server; the client repeats it ever more slowly and gives up.",
          "RFC 9293 §3.8.3 (MUST-23)",
          Scenario.members(
              """
              {"network": {"toServer": {"lossRate": 1}}}\
              """),
          NOT_ON_LOOPBACK,
          Scenario.BOTH,
          "Linux repeats ten times, the first five at intervals of one second, and gives up at"
              + " 131 s, before the three minutes of MUST-23. RFC_9293 doubles from the first on and"
              + " gives up at 255 s.");

  static final List<Scenario> ALL =
      List.of(LOST_SYN, LOST_SYN_ACK, LOST_FINAL_ACK, SERVER_UNREACHABLE);

  private LossScenarios() {}
}

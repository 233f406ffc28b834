package dev.handshakelab.scenario;

import java.util.List;

/** What the SYNs offer, and what is in force after them. */
final class OptionScenarios {
  private static final Scenario NEGOTIATION =
      Scenario.of(
          "option-negotiation",
          "Options are negotiated",
          "Each SYN says what its sender can receive; what both offer is in force.",
          "RFC 9293 §3.2, §3.7.1; RFC 7323; RFC 2018",
          """
          {
            "client": {"mss": 1460, "windowScale": 7, "sackPermitted": true, "timestamps": true},
            "server": {"mss": 1000, "windowScale": 2, "sackPermitted": true, "timestamps": true},
            "exchange": {"clientBytes": 2000}
          }
          """,
          "MSS is not negotiated: each side obeys the other's, so the client's segments carry"
              + " 1000 octets and less, by as much as the timestamps take. The window of a SYN is"
              + " never scaled; the windows after it are, each by its own sender's shift.");

  private static final Scenario ONE_SIDED =
      Scenario.of(
          "options-one-sided",
          "Options that one side lacks",
          "The client offers window scaling, SACK and timestamps, the server none of them: none"
              + " is in force.",
          "RFC 7323 §2.2, §3.2; RFC 2018",
          """
          {
            "client": {"windowScale": 7, "sackPermitted": true, "timestamps": true},
            "server": {"windowScale": null, "sackPermitted": false, "timestamps": false},
            "exchange": {"clientBytes": 100}
          }
          """,
          "The SYN+ACK does not repeat what its sender did not understand, and from then on the"
              + " client does as if it had never offered: no timestamps, no shift of its window.");

  private static final Scenario MSS_ABSENT =
      Scenario.of(
              "mss-absent",
              "No MSS announced",
              "A SYN without the MSS option: its sender is sent at most 536 octets in a segment.",
              "RFC 9293 §3.7.1 (MUST-15)",
              """
              {"client": {"mss": null}, "exchange": {"serverBytes": 1000}}
              """,
              "1000 octets come in two segments, although both ends could take them in one.")
          .notOnSockets("the kernel always announces an MSS");

  private static final Scenario UNKNOWN =
      Scenario.of(
          "unknown-option",
          "An option nobody knows",
          "A SYN with an option of an experimental kind is answered as if the option were not"
              + " there.",
          "RFC 9293 §3.2 (MUST-6)",
          """
          {
            "server": {"isn": 300},
            "network": {"injections": [{
              "atMs": 0, "to": "SERVER", "segment": "S 90:90(0) win 1000 <mss 1460,unknown-253 abcd>"
            }]},
            "steps": []
          }
          """,
          "The length octet is what lets a receiver skip what it does not know (MUST-68). The"
              + " RST at the end is the client's: it never sent that SYN.");

  private static final Scenario ILLEGAL_LENGTH =
      Scenario.of(
          "illegal-option-length",
          "An option of illegal length",
          "A SYN whose MSS option says that it is no octet long: nothing after it can be read.",
          "RFC 9293 §3.2 (MUST-7)",
          """
          {
            "server": {"isn": 300},
            "network": {"injections": [{
              "atMs": 0, "to": "SERVER", "segment": "S 90:90(0) win 1000 <illegal 02000000>"
            }]},
            "steps": []
          }
          """,
          "A length of 0 or 1 would make a careless parser loop for ever. The RFC suggests a reset;"
              + " Linux leaves unread what cannot be read and goes on as if no MSS had been"
              + " announced.");

  private static final Scenario ECN_SETUP =
      Scenario.of(
          "ecn-setup",
          "ECN is set up",
          "The SYN carries ECE and CWR, the SYN+ACK ECE alone: both will heed congestion marks.",
          "RFC 3168 §6.1.1",
          """
          {"client": {"ecn": true}, "server": {"ecn": true}, "exchange": {"clientBytes": 100}}
          """,
          "Two different answers on purpose: an old receiver that copied unknown bits back would"
              + " have answered with both.");

  private static final Scenario ECN_REFUSED =
      Scenario.of(
          "ecn-refused",
          "ECN is refused",
          "The server does not do ECN: it answers the ECN-setup SYN with a plain SYN+ACK.",
          "RFC 3168 §6.1.1",
          """
          {
            "client": {"ecn": true},
            "server": {"ecn": false, "grantsEcn": false},
            "exchange": {"clientBytes": 100}
          }
          """,
          "The handshake goes on without; the client sends nothing that is ECN-capable. Linux"
              + " grants ECN to who asks for it even if it does not ask itself, unless it is told"
              + " not to (tcp_ecn = 0).");

  private static final Scenario ECN_SYN_LOST =
      Scenario.of(
          "ecn-syn-lost",
          "The ECN-setup SYN is lost",
          "A SYN with ECE and CWR got no answer: perhaps something on the way drops such"
              + " segments, so the repetition has neither.",
          "RFC 3168 §6.1.1.1",
          """
          {
            "client": {"ecn": true},
            "server": {"ecn": true},
            "network": {"faults": [{"from": "CLIENT", "segment": "SYN", "action": "DROP"}]}
          }
          """,
          "Compare the flags of the two SYNs. One lost segment costs the connection its ECN.");

  private static final Scenario DATA_ON_SYN =
      Scenario.of(
          "data-on-syn",
          "Data on a SYN",
          "A SYN that carries ten octets, without Fast Open: legal since RFC 793, and yet stacks"
              + " differ in what they do with it.",
          "RFC 9293 §3.5, §3.10.7.2",
          """
          {
            "server": {"isn": 300},
            "network": {
              "toClient": {"lossRate": 1},
              "injections": [
                {"atMs": 0, "to": "SERVER", "segment": "S 90:100(10) win 1000 <mss 1460>"},
                {"atMs": 50, "to": "SERVER", "relative": true, "segment": ". 11:11(0) ack 1 win 1000"},
                {"atMs": 500, "to": "SERVER", "relative": true, "segment": "P. 1:11(10) ack 1 win 1000"}
              ]
            },
            "steps": []
          }
          """,
          "The SYN+ACK acknowledges the SYN alone. By the RFC the octets are queued, and"
              + " acknowledged (101) as soon as the connection is ESTABLISHED; Linux has thrown"
              + " them away and waits until they come again. All segments of the client are"
              + " written into the network here, and the answers are lost.");

  private static final Scenario STRIPPED =
      Scenario.of(
          "option-stripping-middlebox",
          "A box that knows better",
          "Something on the path takes window scale and SACK out of the client's SYN: both ends"
              + " would have had them, and neither uses them.",
          "RFC 7323 §1.3, RFC 3360",
          """
          {
            "client": {"windowScale": 7, "sackPermitted": true, "timestamps": true},
            "server": {"windowScale": 7, "sackPermitted": true, "timestamps": true},
            "network": {
              "delayMs": 10, "toServer": {"strips": ["WINDOW_SCALE", "SACK_PERMITTED"]}
            }
          }
          """,
          "The SYN is shown as it was sent; the SYN+ACK answers what arrived. An option is in force"
              + " only when both SYNs bear it, so a box that strips one direction does no harm"
              + " but the loss. One that stripped the SYN+ACK alone would leave the server to"
              + " scale a window that the client does not.");

  static final List<Scenario> ALL =
      List.of(
          STRIPPED,
          NEGOTIATION,
          ONE_SIDED,
          MSS_ABSENT,
          UNKNOWN,
          ILLEGAL_LENGTH,
          ECN_SETUP,
          ECN_REFUSED,
          ECN_SYN_LOST,
          DATA_ON_SYN);

  private OptionScenarios() {}
}

package dev.handshakelab.scenario;

import static dev.handshakelab.scenario.Player.KERNEL;
import static dev.handshakelab.scenario.Player.LINUX;
import static dev.handshakelab.scenario.Player.RFC_9293;

import dev.handshakelab.trace.Party;
import java.util.List;
import java.util.regex.Pattern;

/** The members of {@code client} and {@code server}. */
final class EndMembers {
  private static final Shape FLAG = new Shape.Truth();
  private static final Shape SEQUENCE_NUMBER = new Shape.Whole(0, 0xffff_ffffL);
  private static final int MOST_ISNS = 100;
  private static final int MOST_SWITCHES = 100;

  private EndMembers() {}

  static Shape.Group of(Party party) {
    return new Shape.Group(
        List.of(
            Member.of(
                    "stack",
                    Shape.Choice.of(EndSpec.Stack.values()),
                    "Who plays this end; only HYBRID leaves a choice: one end is the SIMULATOR, the"
                        + " client unless it is said, and the other the KERNEL.")
                .under(LINUX, "\"SIMULATOR\"")
                .under(RFC_9293, "\"SIMULATOR\"")
                .under(KERNEL, "\"KERNEL\""),
            Member.of(
                    "profile",
                    Shape.Choice.of(EndSpec.Profile.values()),
                    "Which stack the simulator imitates; the kernel is Linux whatever is said.")
                .byDefault("\"LINUX\"")
                .under(RFC_9293, "\"RFC_9293\""),
            Member.of(
                    "policy",
                    new Shape.Table(
                        Pattern.compile("[A-Za-z][A-Za-z0-9]{0,62}"),
                        new Shape.Text(1, 200),
                        MOST_SWITCHES),
                    "Single switches that differ from the profile's; GET /policies lists them.")
                .byDefault("{}")
                .refusedBy(KERNEL, "the kernel has no switches: a simulated end has"),
            isn(
                party,
                Member.of(
                    "isn",
                    SEQUENCE_NUMBER,
                    "The ISN of the first incarnation: short for isns with one number.")),
            isn(
                party,
                Member.of(
                        "isns",
                        new Shape.Items(SEQUENCE_NUMBER, MOST_ISNS),
                        "The ISNs of successive incarnations; after them the policy's generator.")
                    .byDefault("[]")),
            Member.of(
                    "mss",
                    new Shape.OrNull(new Shape.Whole(48, 65_535)),
                    "The MSS that its SYN announces, in octets; null announces none.")
                .byDefault("1460")
                .leftOpenBy(KERNEL),
            Member.of(
                    "windowScale",
                    new Shape.OrNull(new Shape.Whole(0, 14)),
                    "The shift that its SYN offers; null offers none.")
                .under(LINUX, "7")
                .under(RFC_9293, "null"),
            Member.of("sackPermitted", FLAG, "Whether its SYN offers SACK.")
                .under(LINUX, "true")
                .under(RFC_9293, "false"),
            Member.of("timestamps", FLAG, "Whether its SYN offers timestamps.")
                .under(LINUX, "true")
                .under(RFC_9293, "false"),
            Member.of("ecn", FLAG, "Whether its SYN asks for ECN.")
                .under(LINUX, "false")
                .under(RFC_9293, "false"),
            Member.of(
                    "grantsEcn",
                    FLAG,
                    "Whether it agrees to ECN when its peer asks for it, though it does not ask"
                        + " itself.")
                .under(LINUX, "true")
                .under(RFC_9293, "false"),
            Member.of(
                    "synRetries",
                    new Shape.Whole(1, 127),
                    "N: it gives up when N + synLinearTimeouts retransmissions of its SYN are out,"
                        + " or 2^(N+1) − 1 s have passed.")
                .under(LINUX, "6")
                .refusedBy(RFC_9293, "RFC 9293 counts time, not retransmissions: r2Ms says it"),
            Member.of(
                    "synLinearTimeouts",
                    new Shape.Whole(0, 127),
                    "How many of the first retransmissions of its SYN do not back off.")
                .under(LINUX, "4")
                .refusedBy(RFC_9293, "by RFC 9293 every retransmission backs off"),
            Member.of(
                    "r2Ms",
                    Members.MILLISECONDS,
                    "It gives up at the first expiry when its first SYN is that old, in ms.")
                .under(RFC_9293, "180000")
                .refusedBy(LINUX, "Linux counts retransmissions: synRetries says it")
                .refusedBy(KERNEL, "the kernel counts retransmissions: synRetries says it"),
            Member.of("listens", FLAG, "Whether a socket listens at its port from the beginning.")
                .byDefault(party == Party.SERVER ? "true" : "false"),
            Member.of(
                    "backlog",
                    new Shape.Whole(0, 65_535),
                    "The argument of listen(): B admits B + 1 connections.")
                .byDefault("128")
                .leftOpenBy(KERNEL),
            Member.of(
                    "synAckRetries",
                    new Shape.Whole(0, 127),
                    "Retransmissions of a SYN+ACK before the request is dropped.")
                .under(LINUX, "5")
                .refusedBy(RFC_9293, "RFC 9293 counts time, not retransmissions: r2Ms says it"),
            Member.of(
                    "synCookies",
                    Shape.Choice.of(EndSpec.SynCookies.values()),
                    "When its listener answers a SYN without keeping anything.")
                .under(LINUX, "\"WHEN_FULL\"")
                .refusedBy(RFC_9293, "RFC 9293 knows no SYN cookies; profile LINUX does"),
            Member.of(
                    "abortOnOverflow",
                    FLAG,
                    "Whether a full accept queue answers with RST instead of silence.")
                .under(LINUX, "false")
                .refusedBy(RFC_9293, "RFC 9293 knows no accept queue; profile LINUX does"),
            Member.of(
                    "maxSynBacklog",
                    new Shape.Whole(1, 1_000_000),
                    "net.ipv4.tcp_max_syn_backlog: without cookies a SYN is dropped when less than"
                        + " a quarter of so many requests is left.")
                .under(LINUX, "2048")
                .refusedBy(RFC_9293, "RFC 9293 keeps nothing back; profile LINUX does")
                .leftOpenBy(KERNEL),
            Member.of(
                    "accepts",
                    FLAG,
                    "Whether its user accepts connections as they become ready; if not, steps"
                        + " with ACCEPT do.")
                .byDefault("true")
                .leftOpenBy(KERNEL),
            Member.of(
                    "deferAcceptMs",
                    Members.MILLISECONDS,
                    "So long a handshake that is complete waits for text before its listener takes"
                        + " it, in ms, rounded up to what the SYN+ACK's timer counts: 1, 3, 7 s"
                        + " and so on; 0 does not wait.")
                .under(LINUX, "0")
                .leftOpenBy(KERNEL)
                .refusedBy(RFC_9293, "RFC 9293 defers nothing; profile LINUX does"),
            Member.of(
                    "fastOpenQueue",
                    new Shape.Whole(0, 65_535),
                    "How many connections of its listener may be open by Fast Open and not yet"
                        + " ESTABLISHED; 0 turns Fast Open off.")
                .byDefault("0")
                .leftOpenBy(KERNEL),
            Member.of(
                    "sampleQueuesMs",
                    new Shape.OrNull(Members.MILLISECONDS),
                    "How often the lengths of its listener's queues are written down when they have"
                        + " changed, in ms: 0 at every change; null never.")
                .byDefault("null")
                .refusedBy(KERNEL, "the kernel's queues are not looked at"),
            Member.of(
                    "fastOpen",
                    FLAG,
                    "Whether its OPEN asks for a Fast Open cookie, or shows the one that it knows and"
                        + " sends its text with the SYN.")
                .byDefault("false")
                .leftOpenBy(KERNEL),
            Member.of(
                    "keepaliveIdleMs",
                    Members.MILLISECONDS,
                    "Silence before the first keepalive probe, in ms; 0 sends none.")
                .byDefault("0")
                .leftOpenBy(KERNEL),
            Member.of(
                    "keepaliveIntervalMs", Members.MILLISECONDS, "Between keepalive probes, in ms.")
                .byDefault("75000")
                .leftOpenBy(KERNEL),
            Member.of(
                    "keepaliveProbes",
                    new Shape.Whole(1, 127),
                    "Keepalive probes without an answer before it gives up.")
                .byDefault("9")
                .leftOpenBy(KERNEL),
            Member.of(
                    "userTimeoutMs",
                    Members.MILLISECONDS,
                    "How long its text may stay unacknowledged before it gives up, in ms; 0 leaves"
                        + " that to its retransmissions.")
                .byDefault("0")
                .leftOpenBy(KERNEL)));
  }

  private static Member isn(Party party, Member member) {
    return party == Party.CLIENT
        ? member.leftOpenBy(KERNEL)
        : member.refusedBy(
            KERNEL, "nothing sets the ISN of a socket that the kernel accepts, only the client's");
  }
}

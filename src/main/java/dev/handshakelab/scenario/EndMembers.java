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
                    "Who plays this end; only HYBRID leaves a choice.")
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
                .refusedBy(RFC_9293, "RFC 9293 knows no accept queue; profile LINUX does")));
  }

  private static Member isn(Party party, Member member) {
    return party == Party.CLIENT
        ? member.leftOpenBy(KERNEL)
        : member.refusedBy(
            KERNEL, "nothing sets the ISN of a socket that the kernel accepts, only the client's");
  }
}

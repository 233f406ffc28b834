package dev.handshakelab.scenario;

import dev.handshakelab.trace.Entry.Injector;
import dev.handshakelab.trace.Party;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The one table of what a request may say: every member with its type, its range, its default for
 * each player, and who honours it. Requests are checked against it and filled in from it, and the
 * OpenAPI document and {@code docs/request.md} are written from it.
 */
public final class Members {
  /** Durations: an hour at the most, to the nanosecond. */
  static final Shape.Decimal MILLISECONDS =
      new Shape.Decimal(BigDecimal.ZERO, BigDecimal.valueOf(3_600_000), 6);

  private static final Shape.Decimal RATE =
      new Shape.Decimal(BigDecimal.ZERO, BigDecimal.ONE, Shape.Decimal.ANY_DECIMALS);

  /** Text that one end sends in a session, in octets. */
  private static final int MOST_OCTETS = 1 << 20;

  /** More segments than this end a simulated session as FAILED. */
  private static final int MOST_SEGMENTS = 100_000;

  private static final int MOST_FLOODS = 16;

  private static final int MOST_CONNECTIONS = 1_000_000;

  private static final Shape PARTY = Shape.Choice.of(Party.values());

  private static final Pattern LABEL_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,62}");
  private static final int LABEL_VALUE = 200;

  private Members() {}

  /** A request for a session. */
  public static Shape.Group of(Limits limits) {
    return new Shape.Group(
        List.of(
            Member.of(
                    "mode",
                    Shape.Choice.of(
                        Mode.SIMULATED, Mode.REAL_SOCKET, Mode.HYBRID, Mode.INTERACTIVE),
                    "Who plays the two ends.")
                .byDefault("\"SIMULATED\""),
            Member.of(
                    "scenario",
                    new Shape.Text(1, 100),
                    "The name of what is to be shown; it fills in what is not given.")
                .byDefault('"' + SessionRequest.USUAL_SCENARIO + '"'),
            Member.of(
                "seed",
                new Shape.Whole(0, SessionRequest.MAX_SEED),
                "Everything that the lab draws is a function of it; drawn when absent."),
            Member.of(
                    "labels",
                    new Shape.Table(LABEL_NAME, new Shape.Text(0, LABEL_VALUE), limits.labels()),
                    "Names and values to find the session by.")
                .byDefault("{}"),
            Member.of("client", EndMembers.of(Party.CLIENT), "The active opener."),
            Member.of("server", EndMembers.of(Party.SERVER), "The passive opener."),
            Member.of("network", network(limits), "What lies between the two."),
            Member.of("exchange", exchange(), "What the two users do once ESTABLISHED."),
            Member.of(
                    "steps",
                    new Shape.Items(step(), limits.listed()),
                    "User calls; unless they have an OPEN or are empty, the client's OPEN at 0 is"
                        + " put before them.")
                .byDefault("[{\"atMs\":0,\"end\":\"CLIENT\",\"call\":\"OPEN\"}]"),
            Member.of(
                    "until",
                    new Shape.WordOr(
                        "QUIESCENT",
                        new Shape.Group(
                            List.of(
                                Member.of("ms", MILLISECONDS, "When it is over, in ms.")
                                    .mandatory()))),
                    "When the session is over: when nothing is under way, or at a time.")
                .byDefault("\"QUIESCENT\"")));
  }

  private static Shape.Group network(Limits limits) {
    List<Member> members = new ArrayList<>();
    for (Member member : link()) {
      members.add(
          Member.of(member.name(), member.shape(), "Both directions' " + member.name() + "."));
    }
    members.add(
        Member.of(
            "toServer",
            new Shape.Group(link()),
            "The way to the server, where it differs from what is said for both."));
    members.add(
        Member.of(
            "toClient",
            new Shape.Group(link()),
            "The way to the client, where it differs from what is said for both."));
    members.add(
        Member.of(
                "faults",
                new Shape.Items(fault(), limits.listed()),
                "What befalls single segments; the first that matches decides, before any rate.")
            .byDefault("[]"));
    members.add(
        Member.of(
                "injections",
                new Shape.Items(injection(limits), limits.listed()),
                "Segments that neither end sent.")
            .byDefault("[]"));
    members.add(
        Member.of(
                "floods",
                new Shape.Items(flood(limits), MOST_FLOODS),
                "SYNs in the names of machines that do not exist, "
                    + limits.flooded()
                    + " of all floods together at the most.")
            .byDefault("[]"));
    return new Shape.Group(members);
  }

  static List<Member> link() {
    return List.of(
        Member.of("delayMs", MILLISECONDS, "From sending to arrival, in ms.").byDefault("0"),
        Member.of("jitterMs", MILLISECONDS, "Adds 0…jitterMs, drawn uniformly, in ms.")
            .byDefault("0"),
        Member.of("lossRate", RATE, "The share of segments that is lost.").byDefault("0"),
        Member.of("duplicateRate", RATE, "The share of segments that arrives twice.")
            .byDefault("0"),
        Member.of(
                "duplicateByMs", MILLISECONDS, "How long after the first the copy arrives, in ms.")
            .byDefault("0"),
        Member.of("reorderRate", RATE, "The share of segments that others may overtake.")
            .byDefault("0"),
        Member.of("reorderByMs", MILLISECONDS, "How much later such a segment arrives, in ms.")
            .byDefault("10"),
        Member.of("corruptRate", RATE, "The share of segments that arrives damaged.")
            .byDefault("0"),
        Member.of(
                "strips",
                new Shape.Items(Shape.Choice.of(Strippable.values()), Strippable.values().length),
                "The options that a box in the path takes out of every segment.")
            .byDefault("[]"));
  }

  private static Shape.Group flood(Limits limits) {
    return new Shape.Group(
        List.of(
            Member.of("atMs", MILLISECONDS, "When the first arrives, in ms.").mandatory(),
            Member.of("to", PARTY, "Whose listener is flooded.").byDefault("\"SERVER\""),
            Member.of(
                    "perSecond",
                    new Shape.Whole(1, 1_000_000),
                    "How many arrive in a second, evenly.")
                .mandatory(),
            Member.of("count", new Shape.Whole(1, limits.flooded()), "How many there are.")
                .mandatory(),
            Member.of("note", new Shape.Text(0, limits.text()), "What it is there for.")));
  }

  private static Shape.Group fault() {
    return new Shape.Group(
        List.of(
            Member.of("from", PARTY, "Whose segment.").mandatory(),
            Member.of(
                    "segment",
                    new Shape.Choice(
                        Arrays.stream(SegmentPattern.values()).map(SegmentPattern::label).toList()),
                    "Which kind of segment: SYN, ACK, FIN and RST are matched exactly, PSH, URG,"
                        + " ECE and CWR are ignored, ACK carries no text, DATA carries some.")
                .mandatory(),
            Member.of(
                    "occurrence",
                    new Shape.Whole(1, MOST_SEGMENTS),
                    "Which of the transmissions that match, retransmissions included.")
                .byDefault("1"),
            connection("On which connection."),
            Member.of(
                    "action",
                    new Shape.Choice(
                        List.of("DROP", "DUPLICATE", "DELAY", "CORRUPT", "ICMP", "RESET")),
                    "What happens to it. ICMP: it is lost, and a router tells its sender; RESET: it"
                        + " passes, and a box sends both ends a RST in the other's name.")
                .mandatory(),
            Member.of(
                "byMs",
                MILLISECONDS,
                "DELAY: how much later it arrives; DUPLICATE: how long after the first the copy"
                    + " arrives, 0 when absent; in ms."),
            Member.of(
                "icmpType",
                new Shape.Whole(0, 255),
                "ICMP: the type of the error; 3, destination unreachable, when absent."),
            Member.of(
                "icmpCode",
                new Shape.Whole(0, 255),
                "ICMP: its code; 1, host unreachable, when absent.")));
  }

  private static Shape.Group injection(Limits limits) {
    return new Shape.Group(
        List.of(
            Member.of("atMs", MILLISECONDS, "When it arrives, in ms.").mandatory(),
            Member.of("to", PARTY, "Where it arrives.").mandatory(),
            Member.of(
                "segment",
                new Shape.Text(1, limits.text()),
                "The segment in the one notation, e.g. S 90:90(0) win 1000; or else octets."),
            Member.of(
                    "relative",
                    new Shape.Truth(),
                    "Whether seq and ack of segment are counted, modulo 2^32, from the last SYN in"
                        + " the name of that side, one that was written into the network included;"
                        + " for ISNs that are drawn, or chosen by a kernel.")
                .byDefault("false"),
            Member.of(
                "octets",
                new Shape.Text(1, limits.text()),
                "A whole IP packet in base64, with addresses, ports and checksum of its own."),
            Member.of("as", PARTY, "Whom it claims to be from: the other end than to."),
            Member.of(
                    "by",
                    Shape.Choice.of(Injector.values()),
                    "Who wrote it: the network (an old duplicate) or an attacker.")
                .byDefault("\"NETWORK\""),
            connection("Whose addresses and ports it bears."),
            Member.of("note", new Shape.Text(0, limits.text()), "What it is there for.")));
  }

  private static Member connection(String text) {
    return Member.of("connection", new Shape.Whole(1, MOST_CONNECTIONS), text).byDefault("1");
  }

  private static Shape.Group exchange() {
    Shape octets = new Shape.Whole(0, MOST_OCTETS);
    return new Shape.Group(
        List.of(
            Member.of("clientBytes", octets, "How many octets the client sends.").byDefault("0"),
            Member.of("serverBytes", octets, "How many octets the server sends.").byDefault("0"),
            Member.of(
                    "close",
                    Shape.Choice.of(Exchange.Close.values()),
                    "Which ends close once they have sent and received everything.")
                .byDefault("\"NONE\"")));
  }

  private static Shape.Group step() {
    return new Shape.Group(
        List.of(
            Member.of("atMs", MILLISECONDS, "When, in ms; or else afterSegment."),
            Member.of(
                "afterSegment",
                new Shape.Whole(1, MOST_SEGMENTS),
                "As soon as the segment with this ordinal has arrived and been dealt with."),
            Member.of("end", PARTY, "Whose user.").mandatory(),
            Member.of("call", Shape.Choice.of(Step.Call.values()), "What the user does.")
                .mandatory(),
            Member.of("bytes", new Shape.Whole(1, MOST_OCTETS), "How many octets, for SEND only."),
            Member.of(
                "port",
                new Shape.Whole(1, 65_535),
                "The client's port of the connection that is meant; the session's own when"
                    + " absent. The exchange concerns that one alone."),
            Member.of(
                "target",
                Shape.Choice.of(Step.Target.values()),
                "OPEN: where to; SELF is the very socket that opens, PEER when absent.")));
  }
}

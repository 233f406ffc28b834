package dev.handshakelab.history;

import dev.handshakelab.history.Session.Status;
import dev.handshakelab.scenario.Mode;
import dev.handshakelab.scenario.Requests;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.tcp.Timer;
import dev.handshakelab.trace.Analysis;
import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Clock;
import dev.handshakelab.trace.Conversation;
import dev.handshakelab.trace.Disposition;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Measures;
import dev.handshakelab.trace.Outcome;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Provenance;
import dev.handshakelab.trace.SegmentKind;
import dev.handshakelab.trace.Timing;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.Decoded;
import dev.handshakelab.wire.Flags;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.IpHeader;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Packets;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.SocketAddress;
import dev.handshakelab.wire.TcpOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that no run would give, drawn from a seed: every kind of entry, every value of every
 * enumeration, and null wherever it may stand. What is kept and read back equal for these is kept
 * and read back equal.
 */
public final class RandomSessions {
  private static final Instant FIRST = Instant.parse("2026-11-22T09:00:00Z");

  private final SplittableRandom random;

  public RandomSessions(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** A finished session with all that belongs to it. */
  public record Kept(Session session, @Nullable Trace trace, List<Measures> measures) {
    public UUID id() {
      return session.id();
    }

    public void keepIn(Histories histories) {
      histories.finish(session, trace, measures);
    }

    /** The same session while it ran. */
    public Session running() {
      return new Session(
          session.id(),
          session.request(),
          session.owner(),
          Status.RUNNING,
          null,
          session.createdAt(),
          session.engine(),
          null);
    }
  }

  public Kept kept() {
    return kept(id());
  }

  public Kept kept(UUID id) {
    return random.nextInt(8) == 0
        ? failed(id)
        : traced(id, 1 + random.nextInt(3), random.nextInt(40));
  }

  /** A session whose run broke off without a trace. */
  public Kept failed(UUID id) {
    return new Kept(session(id, Status.FAILED, text(), null), null, List.of());
  }

  /** A session with so many conversations and entries. */
  public Kept traced(UUID id, int conversations, int entries) {
    Trace trace = trace(conversations, entries);
    List<Measures> measures =
        trace.conversations().stream()
            .map(one -> measures(one, trace.clock(), trace.resolutionNs()))
            .toList();
    var summary =
        new Session.Summary(
            measures.getFirst(),
            conversations,
            trace.segments().size(),
            trace.transitions().size(),
            trace.durationNs(),
            trace.clock());
    return new Kept(session(id, Status.COMPLETED, null, summary), trace, measures);
  }

  /** A session of one conversation whose times are of a size that occurs, many of them equal. */
  public Kept timed() {
    return timed(durationOrNull(), request());
  }

  /** A session whose handshake took so long. */
  public Kept timed(long handshakeNs) {
    return timed(handshakeNs, request());
  }

  /** A session whose handshake took so long, with one label. */
  public Kept timed(long handshakeNs, String label, String value) {
    return timed(handshakeNs, labelled(request(), new TreeMap<>(Map.of(label, value))));
  }

  private Kept timed(@Nullable Long handshakeNs, SessionRequest request) {
    Kept kept = traced(id(), 1, 0);
    Measures any = kept.measures().getFirst();
    Timing timing =
        new Timing(
            handshakeNs,
            null,
            null,
            null,
            null,
            durationOrNull(),
            durationOrNull(),
            0,
            0,
            maybe(() -> random.nextInt(3) == 0 ? duration() : 0L),
            List.of(),
            Map.of(),
            any.timing().clock(),
            any.timing().resolutionNs());
    Measures timed =
        new Measures(
            any.conversation(),
            any.outcome(),
            any.analysis(),
            timing,
            any.clientState(),
            any.serverState());
    Session session = kept.session();
    return new Kept(
        new Session(
            session.id(),
            request,
            session.owner(),
            session.status(),
            null,
            session.createdAt(),
            session.engine(),
            new Session.Summary(timed, 1, 0, 0, null, timing.clock())),
        kept.trace(),
        List.of(timed));
  }

  private @Nullable Long durationOrNull() {
    return maybe(this::duration);
  }

  private long duration() {
    return random.nextBoolean()
        ? 1_000_000L * random.nextInt(100)
        : random.nextLong(1L << random.nextInt(1, 62));
  }

  private Session session(
      UUID id, Status status, @Nullable String failure, Session.@Nullable Summary summary) {
    return new Session(
        id, request(), owner(), status, failure, TimeOrderedId.timeOf(id), "1.0.0", summary);
  }

  private @Nullable Owner owner() {
    return maybe(() ->
        pick(
            Owner.of(null, "s_1"),
            Owner.of("hs1", "s_1"),
            Owner.of("hs1", "s_2"),
            Owner.ofVariant("hs1", "s_1"),
            Owner.ofVariant("hs1", "s_2"),
            Owner.ofVariant("hs2", null)));
  }

  /** An id of some millisecond of the same hour. */
  public UUID id() {
    return id(FIRST.plusMillis(random.nextInt(3_600_000)));
  }

  public UUID id(Instant at) {
    return new UUID(
        at.toEpochMilli() << 16 | 0x7000 | random.nextInt(0x1000),
        random.nextLong() >>> 2 | 1L << 63);
  }

  private SessionRequest request() {
    SessionRequest some = pick(Requests.basic(), Requests.onTheKernel(), Requests.full());
    SortedMap<String, String> labels = new TreeMap<>();
    for (String name : List.of("course", "student", "Zürich")) {
      if (random.nextBoolean()) {
        labels.put(name, pick("", "a", "b", "net101", "s_7q2 \"'\\%", "𝔘nicode…"));
      }
    }
    return labelled(some, labels);
  }

  private SessionRequest labelled(SessionRequest some, SortedMap<String, String> labels) {
    return new SessionRequest(
        pick(Mode.values()),
        pick("basic-three-way-handshake", "lost-syn", "closed-port"),
        random.nextLong(SessionRequest.MAX_SEED + 1),
        labels,
        some.client(),
        some.server(),
        some.network(),
        some.exchange(),
        some.steps(),
        some.until());
  }

  private Trace trace(int conversations, int size) {
    List<Conversation> named = new ArrayList<>();
    for (int number = 1; number <= conversations; number++) {
      named.add(conversation(number));
    }
    List<Entry> entries = new ArrayList<>();
    int[] ordinals = new int[2];
    Map<Integer, Integer> copies = new HashMap<>();
    for (int i = 0; i < size; i++) {
      entries.add(entry(conversations, ordinals, copies));
    }
    return new Trace(pick(Clock.values()), 1 + random.nextInt(1000), named, entries);
  }

  /**
   * @param ordinals the last of segments and of transitions
   * @param copies how many of each segment have arrived
   */
  private Entry entry(int conversations, int[] ordinals, Map<Integer, Integer> copies) {
    int connection = 1 + random.nextInt(conversations);
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> sent(++ordinals[0], connection);
      case 3, 4 -> {
        int segment = 1 + random.nextInt(ordinals[0] + 1);
        yield arrived(segment, copies.merge(segment, 1, Integer::sum));
      }
      case 5 -> transition(++ordinals[1], connection);
      case 6 ->
          new Entry.TimerChange(
              connection,
              pick(Party.values()),
              pick(Timer.values()),
              pick(Entry.TimerAction.values()),
              maybe(this::time),
              maybe(this::time),
              maybe(this::text));
      case 7 ->
          new Entry.UserCall(
              connection,
              pick(Party.values()),
              1 + random.nextInt(9),
              text(),
              maybe(this::text),
              maybe(this::text),
              maybe(this::time),
              maybe(this::text));
      case 8 ->
          random.nextBoolean()
              ? new Entry.Sample(
                  pick(Party.values()), random.nextInt(), random.nextInt(), maybe(this::time))
              : new Entry.Icmp(
                  connection,
                  pick(Party.values()),
                  random.nextInt(256),
                  random.nextInt(256),
                  maybe(() -> random.nextInt(100)),
                  maybe(this::time),
                  maybe(this::text));
      default ->
          new Entry.Note(
              random.nextInt(conversations + 1),
              maybe(() -> pick(Party.values())),
              text(),
              maybe(this::time));
    };
  }

  private Entry.Sent sent(int ordinal, int connection) {
    Octets octets = Packets.encode(packet());
    return new Entry.Sent(
        ordinal,
        connection,
        pick(Party.values()),
        maybe(() -> pick(Entry.Injector.values())),
        pick(SegmentKind.values()),
        ((Decoded.Intact) Packets.decode(octets)).packet(),
        octets,
        random.nextBoolean(),
        maybe(this::time),
        maybe(() -> 1 + random.nextInt(100)),
        maybe(this::cause),
        maybe(this::text),
        pick(Provenance.values()));
  }

  private Entry.Arrived arrived(int segment, int copy) {
    return new Entry.Arrived(
        segment,
        copy,
        maybe(this::time),
        random.nextBoolean(),
        pick(Disposition.values()),
        maybe(this::text),
        maybe(this::text));
  }

  private Entry.Transition transition(int ordinal, int connection) {
    return new Entry.Transition(
        ordinal,
        connection,
        pick(Party.values()),
        pick(Entry.Subject.values()),
        pick(StateName.values()),
        pick(StateName.values()),
        maybe(this::time),
        maybe(this::cause),
        maybe(this::text),
        pick(Provenance.values()),
        maybe(this::text));
  }

  private Cause cause() {
    return pick(
        new Cause.ByCall(text()),
        new Cause.BySegment(1 + random.nextInt(100), 1 + random.nextInt(3)),
        new Cause.ByTimer(pick(Timer.values())),
        new Cause.ByIcmp(random.nextInt(256), random.nextInt(256)));
  }

  private Packet packet() {
    boolean six = random.nextBoolean();
    IpHeader ip =
        six
            ? new IpHeader.Ipv6(
                address(16),
                address(16),
                random.nextInt(256),
                random.nextInt(1 << 20),
                random.nextInt(256))
            : new IpHeader.Ipv4(
                address(4),
                address(4),
                random.nextInt(256),
                random.nextInt(1 << 16),
                random.nextBoolean(),
                random.nextInt(256),
                octets(4 * random.nextInt(3)));
    return new Packet(
        ip,
        new Segment(
            random.nextInt(1 << 16),
            random.nextInt(1 << 16),
            number(),
            number(),
            new Flags(random.nextInt(1 << 12)),
            random.nextInt(1 << 16),
            random.nextInt(1 << 16),
            pick(
                List.of(),
                List.of(new TcpOption.MaximumSegmentSize(1460), TcpOption.NOP),
                List.of(TcpOption.SACK_PERMITTED, new TcpOption.Timestamps(7, 4294967295L)),
                List.of(new TcpOption.Unknown(253, octets(5)), new TcpOption.WindowScale(7))),
            octets(random.nextInt(20))));
  }

  private Measures measures(Conversation conversation, Clock clock, long resolutionNs) {
    Map<Party, Map<StateName, Long>> inState = new EnumMap<>(Party.class);
    for (Party party : Party.values()) {
      if (random.nextBoolean()) {
        inState.put(party, Map.of(pick(StateName.values()), time()));
      }
    }
    return new Measures(
        conversation,
        pick(Outcome.values()),
        new Analysis(text(), text(), random.nextInt(64), random.nextBoolean()),
        new Timing(
            maybe(this::time),
            maybe(this::time),
            maybe(this::time),
            maybe(this::time),
            maybe(this::time),
            maybe(this::time),
            maybe(this::time),
            random.nextInt(10),
            random.nextInt(10),
            maybe(this::time),
            pick(List.of(), List.of(time()), List.of(time(), time())),
            inState,
            clock,
            resolutionNs),
        pick(StateName.values()),
        pick(StateName.values()));
  }

  private Conversation conversation(int number) {
    return new Conversation(
        number,
        new SocketAddress(address(pick(4, 16)), random.nextInt(1 << 16)),
        new SocketAddress(address(pick(4, 16)), random.nextInt(1 << 16)),
        1 + random.nextInt(3),
        pick(Conversation.Opening.values()),
        maybe(this::number),
        maybe(this::number));
  }

  /** Among the addresses of 16 octets some that stand for IPv4 (RFC 4291 §2.5.5.2). */
  private IpAddress address(int length) {
    return length == 16 && random.nextInt(4) == 0
        ? new IpAddress(Octets.ofHex("00000000000000000000ffff0a000001"))
        : new IpAddress(octets(length));
  }

  private Octets octets(int length) {
    byte[] octets = new byte[length];
    random.nextBytes(octets);
    return Octets.of(octets);
  }

  private SequenceNumber number() {
    return new SequenceNumber(random.nextInt());
  }

  private long time() {
    return pick(0L, -5L, 20_000_000L, random.nextLong(), Long.MAX_VALUE, Long.MIN_VALUE);
  }

  private String text() {
    return pick(
        "",
        "S1",
        "RFC 9293 3.10.7.4#5",
        "it's \"50 %\" \\ …\n",
        "𝔘",
        "x".repeat(random.nextInt(3000)));
  }

  private <T extends @Nullable Object> @Nullable T maybe(Supplier<T> value) {
    return random.nextInt(4) == 0 ? null : value.get();
  }

  @SafeVarargs
  private <T> T pick(T... values) {
    return values[random.nextInt(values.length)];
  }
}

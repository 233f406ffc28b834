package dev.handshakelab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.drawing.TextLadder;
import dev.handshakelab.simulation.Simulator;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.CauseAndEffect;
import dev.handshakelab.trace.Conversation.Opening;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Entry.Subject;
import dev.handshakelab.trace.Measuring;
import dev.handshakelab.trace.Outcome;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.Decoded;
import dev.handshakelab.wire.Packets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What holds of every runner, whoever plays the two ends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
public abstract class RunnerContract {
  private static final RequestReading READING = new RequestReading(Limits.USUAL);
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(
              JsonReadFeature.ALLOW_SINGLE_QUOTES, JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
          .build();

  /** The one under test, open for the whole class. */
  protected abstract Runner runner();

  /** Members that every request of the test has, e.g. {@code {client: {stack: 'KERNEL'}}}. */
  protected String always() {
    return "{}";
  }

  /**
   * A request as a client sends it, read.
   *
   * @param members beside the mode
   */
  protected final SessionRequest asking(String members) {
    var asked = (ObjectNode) MAPPER.readTree(members);
    MAPPER
        .readTree(always())
        .properties()
        .forEach(member ->
            asked.withObjectProperty(member.getKey()).setAll((ObjectNode) member.getValue()));
    return asking(asked, runner().mode());
  }

  private static SessionRequest asking(ObjectNode asked, Mode mode) {
    asked.put("mode", mode.name());
    Reading reading = READING.read(asked, () -> 42);
    if (reading instanceof Reading.Complete(var request)) {
      return request;
    }
    throw new AssertionError(asked + " cannot be read: " + reading);
  }

  protected final Trace run(String members) throws RunFailure {
    Trace trace = runner().run(asking(members), _ -> {});
    CauseAndEffect.check(trace, new TextLadder().draw(trace));
    return trace;
  }

  private static Outcome outcome(Trace trace) {
    return Measuring.of(trace).getFirst().outcome();
  }

  private static List<String> flags(Trace trace) {
    return trace.segments().stream()
        .map(it -> it.sent().from() + " " + it.sent().packet().segment().flags().letters())
        .toList();
  }

  @Test
  void aHandshakeIsThreeSegmentsThatBothEndsAgreeOn() throws RunFailure {
    Trace trace = run("{}");
    assertThat(flags(trace)).containsExactly("CLIENT S", "SERVER S.", "CLIENT .");
    assertThat(trace.segments()).allSatisfy(it -> assertThat(it.deliveries()).hasSize(1));
    assertThat(outcome(trace)).isEqualTo(Outcome.ESTABLISHED);
    assertThat(trace.conversation(1).opening()).isEqualTo(Opening.ACTIVE_PASSIVE);
    assertThat(trace.conversation(1).clientIsn())
        .isEqualTo(trace.segments().get(0).sent().packet().segment().sequence());
    assertThat(trace.conversation(1).serverIsn())
        .isEqualTo(trace.segments().get(1).sent().packet().segment().sequence());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{exchange: {clientBytes: 3000, serverBytes: 20000, close: 'BOTH'}}",
        "{server: {listens: false}}"
      })
  void eachEndGoesFromStateToStateWithoutAGap(String members) throws RunFailure {
    Trace trace = run(members);
    for (Party party : Party.values()) {
      StateName last = StateName.CLOSED;
      for (Entry.Transition move : trace.transitions()) {
        if (move.endpoint() == party && move.subject() == Subject.CONNECTION) {
          assertThat(move.from() == last || move.from() == StateName.LISTEN)
              .as("%s after %s", move, last)
              .isTrue();
          last = move.to();
        }
      }
    }
  }

  @Test
  void entriesAreHandedOverAsTheyAreInTheTraceWithTimesThatDoNotGoBack() throws RunFailure {
    List<Entry> live = new ArrayList<>();
    Trace trace = runner().run(asking("{exchange: {clientBytes: 10, close: 'BOTH'}}"), live::add);
    assertThat(live).isEqualTo(trace.entries());
    long last = Long.MIN_VALUE;
    int segments = 0;
    int transitions = 0;
    for (Entry entry : live) {
      if (entry.atNs() != null) {
        assertThat(entry.atNs()).as("%s", entry).isGreaterThanOrEqualTo(last);
        last = entry.atNs();
      }
      if (entry instanceof Entry.Sent sent) {
        assertThat(sent.ordinal()).isEqualTo(++segments);
      } else if (entry instanceof Entry.Transition move) {
        assertThat(move.ordinal()).isEqualTo(++transitions);
      }
    }
    assertThat(segments).isGreaterThanOrEqualTo(6);
  }

  @Test
  void timeZeroIsTheFirstActiveOpen() throws RunFailure {
    Entry.UserCall open =
        run("{}").entries().stream()
            .filter(it -> it instanceof Entry.UserCall call && call.op().equals("OPEN"))
            .map(Entry.UserCall.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(open.atNs()).isZero();
    assertThat(open.endpoint()).isEqualTo(Party.CLIENT);
  }

  @Test
  void octetsMeanWhatTheSegmentSays() throws RunFailure {
    Trace trace = run("{exchange: {clientBytes: 100, close: 'CLIENT'}}");
    assertThat(trace.segments())
        .allSatisfy(it -> {
          assertThat(Packets.decode(it.sent().octets()))
              .isInstanceOfSatisfying(
                  Decoded.Intact.class,
                  intact -> {
                    assertThat(intact.packet()).isEqualTo(it.sent().packet());
                    assertThat(intact.tcpChecksumRight() || it.sent().checksumOffloaded()).isTrue();
                  });
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ESTABLISHED | {exchange: {clientBytes: 5000, serverBytes: 5000}}",
        "CLOSED      | {exchange: {clientBytes: 5000, serverBytes: 100000, close: 'BOTH'}}",
        "CLOSED      | {exchange: {close: 'SERVER'}, steps: [{atMs: 0, end: 'CLIENT', call: 'OPEN'},"
            + " {afterSegment: 3, end: 'CLIENT', call: 'CLOSE'}]}",
        "REFUSED     | {server: {listens: false}}",
        "RESET       | {steps: [{atMs: 0, end: 'CLIENT', call: 'OPEN'}, {afterSegment: 3,"
            + " end: 'CLIENT', call: 'ABORT'}]}",
        "RESET       | {steps: [{atMs: 0, end: 'CLIENT', call: 'OPEN'}, {afterSegment: 3,"
            + " end: 'SERVER', call: 'ABORT'}]}"
      })
  void howItEndedFollows(Outcome outcome, String members) throws RunFailure {
    assertThat(outcome(run(members))).isEqualTo(outcome);
  }

  @Test
  void whatIsSentArrivesWhole() throws RunFailure {
    Trace trace = run("{exchange: {clientBytes: 5000, serverBytes: 100000, close: 'BOTH'}}");
    for (Party from : Party.values()) {
      long octets =
          trace.segments().stream()
              .filter(it -> it.sent().from() == from && it.sent().retransmissionOf() == null)
              .mapToLong(it -> it.sent().packet().segment().payload().length())
              .sum();
      assertThat(octets).as("%s", from).isEqualTo(from == Party.CLIENT ? 5000 : 100_000);
    }
  }

  @Test
  void aTimeEndsASessionThatWouldGoOn() throws RunFailure {
    Trace trace =
        run(
            """
            {until: {ms: 20}, steps: [{atMs: 0, end: 'CLIENT', call: 'OPEN'},
              {afterSegment: 1000, end: 'CLIENT', call: 'CLOSE'}]}\
            """);
    assertThat(trace.entries())
        .filteredOn(Entry.UserCall.class::isInstance)
        .extracting(it -> ((Entry.UserCall) it).op())
        .contains("OPEN")
        .doesNotContain("CLOSE");
  }

  @Test
  void aListenerMayBeClosedAndPutThereAgain() throws RunFailure {
    Trace trace =
        run(
            """
            {until: {ms: 60}, steps: [
              {atMs: 0, end: 'SERVER', call: 'LISTEN'}, {atMs: 10, end: 'SERVER', call: 'CLOSE'},
              {atMs: 20, end: 'SERVER', call: 'LISTEN'}, {atMs: 25, end: 'SERVER', call: 'LISTEN'},
              {atMs: 30, end: 'CLIENT', call: 'OPEN'}]}\
            """);
    assertThat(trace.entries())
        .filteredOn(it -> it instanceof Entry.UserCall call && call.endpoint() == Party.SERVER)
        .extracting(it -> ((Entry.UserCall) it).op() + " " + ((Entry.UserCall) it).result())
        .containsExactly(
            "LISTEN ok", "CLOSE ok", "LISTEN ok", "LISTEN error: connection already exists");
    assertThat(trace.transitions())
        .filteredOn(move -> move.subject() == Subject.LISTENER)
        .extracting(move -> move.endpoint() + " " + move.to())
        .containsExactly("SERVER LISTEN", "SERVER CLOSED", "SERVER LISTEN");
    assertThat(outcome(trace)).isEqualTo(Outcome.ESTABLISHED);
  }

  /**
   * No session ends otherwise than asked, and each call is taken or refused as by the simulator.
   * The words of a refusal are the kernel's own, and it says at once that text was sent where RFC
   * 9293 waits for the acknowledgment. {@code -Dseeds}, {@code -Dfrom}.
   */
  @Test
  @Tag("deep")
  @Timeout(600)
  void eachCallIsTakenOrRefusedAsBySimulation() throws Exception {
    int from = Integer.getInteger("from", 0);
    int seeds = Integer.getInteger("seeds", 300);
    Map<Integer, Future<Trace>> running = new LinkedHashMap<>();
    try (var callers = Executors.newFixedThreadPool(2)) {
      for (int seed = from; seed < from + seeds; seed++) {
        String members = RandomCalls.request(seed);
        if (runner().refuse(asking(members)).isEmpty()) {
          running.put(seed, callers.submit(() -> run(members)));
        }
      }
    }
    assertThat(running).hasSizeGreaterThan(seeds / 20);
    for (var each : running.entrySet()) {
      String members = RandomCalls.request(each.getKey());
      Trace simulated =
          new Simulator()
              .run(asking((ObjectNode) MAPPER.readTree(members), Mode.SIMULATED), _ -> {});
      Trace seen = each.getValue().get();
      String story =
          "seed %d: %s\nseen:\n%s\nsimulated:\n%s"
              .formatted(
                  each.getKey(),
                  members,
                  new TextLadder().draw(seen),
                  new TextLadder().draw(simulated));
      for (Party party : Party.values()) {
        assertThat(RandomCalls.answers(seen, party))
            .as(story)
            .containsExactlyElementsOf(RandomCalls.answers(simulated, party));
      }
    }
  }
}

package dev.handshakelab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.Flag;
import dev.handshakelab.wire.Segment;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Figures 6 to 13 of RFC 9293, their lines as they are printed, against what the scenarios do: the
 * segment of each line with its numbers, and the states beside it. Dots stand where a segment is
 * still under way; what the RFC puts into parentheses in place of a state is no state.
 */
class PrintedFiguresTest {
  private static final Pattern LINE =
      Pattern.compile(
          "\\d+\\.\\s+(?<a>\\S*)\\s*(?<out>-->|<--|\\.\\.\\.)\\s*(?<segment>(<[^<>]*>)+)"
              + "\\s*(?<in>-->|<--|\\.\\.\\.)?\\s*(?<b>.*?)");

  @Test
  void figure6() throws Exception {
    holds(
        """
        {"client": {"profile": "RFC_9293", "isn": 100}, "server": {"profile": "RFC_9293", "isn": 300},
         "exchange": {"clientBytes": 10}}
        """,
        0,
        """
        2.  SYN-SENT    --> <SEQ=100><CTL=SYN>               --> SYN-RECEIVED
        3.  ESTABLISHED <-- <SEQ=300><ACK=101><CTL=SYN,ACK>  <-- SYN-RECEIVED
        4.  ESTABLISHED --> <SEQ=101><ACK=301><CTL=ACK>       --> ESTABLISHED
        5.  ESTABLISHED --> <SEQ=101><ACK=301><CTL=ACK><DATA> --> ESTABLISHED
        """);
  }

  /** Lines 4 and 7 are the arrivals of lines 2 and 5. */
  @Test
  void figure7() throws Exception {
    holds(
        """
        {"scenario": "simultaneous-open",
         "client": {"profile": "RFC_9293", "policy": {"simultaneousOpen": "FIGURE_7"}},
         "server": {"profile": "RFC_9293", "policy": {"simultaneousOpen": "FIGURE_7"}}}
        """,
        0,
        """
        2.  SYN-SENT     --> <SEQ=100><CTL=SYN>              ...
        3.  SYN-RECEIVED <-- <SEQ=300><CTL=SYN>              <-- SYN-SENT
        4.               ... <SEQ=100><CTL=SYN>              --> SYN-RECEIVED
        5.  SYN-RECEIVED --> <SEQ=100><ACK=301><CTL=SYN,ACK> ...
        6.  ESTABLISHED  <-- <SEQ=300><ACK=101><CTL=SYN,ACK> <-- SYN-RECEIVED
        7.               ... <SEQ=100><ACK=301><CTL=SYN,ACK> --> ESTABLISHED
        """);
  }

  @Test
  void figure8() throws Exception {
    holds(
        scenario("old-duplicate-syn"),
        0,
        """
        2.  SYN-SENT    --> <SEQ=100><CTL=SYN>               ...
        3.  (duplicate) ... <SEQ=90><CTL=SYN>               --> SYN-RECEIVED
        4.  SYN-SENT    <-- <SEQ=300><ACK=91><CTL=SYN,ACK>  <-- SYN-RECEIVED
        5.  SYN-SENT    --> <SEQ=91><CTL=RST>               --> LISTEN
        6.              ... <SEQ=100><CTL=SYN>               --> SYN-RECEIVED
        7.  ESTABLISHED <-- <SEQ=400><ACK=101><CTL=SYN,ACK>  <-- SYN-RECEIVED
        8.  ESTABLISHED --> <SEQ=101><ACK=401><CTL=ACK>      --> ESTABLISHED
        """);
  }

  @Test
  void figure9() throws Exception {
    holds(
        scenario("half-open-discovery"),
        3,
        """
        3.  SYN-SENT --> <SEQ=400><CTL=SYN>              --> (??)
        4.  (!!)     <-- <SEQ=300><ACK=100><CTL=ACK>     <-- ESTABLISHED
        5.  SYN-SENT --> <SEQ=100><CTL=RST>              --> (Abort!!)
        7.  SYN-SENT --> <SEQ=400><CTL=SYN>              -->
        """);
  }

  @Test
  void figure10() throws Exception {
    holds(
        scenario("half-open-active-side"),
        3,
        """
        2.  (??)    <-- <SEQ=300><ACK=100><DATA=10><CTL=ACK> <-- ESTABLISHED
        3.          --> <SEQ=100><CTL=RST>                   --> (ABORT!!)
        """);
  }

  /** Z is 90 and X is 300. */
  @Test
  void figure11() throws Exception {
    holds(
        scenario("old-duplicate-syn-two-passive"),
        0,
        """
        2.       ... <SEQ=Z><CTL=SYN>                -->  SYN-RECEIVED
        3.  (??) <-- <SEQ=X><ACK=Z+1><CTL=SYN,ACK>   <--  SYN-RECEIVED
        4.       --> <SEQ=Z+1><CTL=RST>              -->  (return to LISTEN!)
        """
            .replace("Z+1", "91")
            .replace("Z", "90")
            .replace("X", "300"));
  }

  @Test
  void figure12() throws Exception {
    holds(
        scenario("normal-close"),
        3,
        """
        2.  FIN-WAIT-1  --> <SEQ=100><ACK=300><CTL=FIN,ACK>  --> CLOSE-WAIT
        3.  FIN-WAIT-2  <-- <SEQ=300><ACK=101><CTL=ACK>      <-- CLOSE-WAIT
        4.  TIME-WAIT   <-- <SEQ=300><ACK=101><CTL=FIN,ACK>  <-- LAST-ACK
        5.  TIME-WAIT   --> <SEQ=101><ACK=301><CTL=ACK>      --> CLOSED
        """);
  }

  /** The RFC prints what crosses in three lines each; the states of the senders are those here. */
  @Test
  void figure13() throws Exception {
    holds(
        scenario("simultaneous-close"),
        3,
        """
        2.  FIN-WAIT-1  --> <SEQ=100><ACK=300><CTL=FIN,ACK>  ... FIN-WAIT-1
        2.              ... <SEQ=300><ACK=100><CTL=FIN,ACK>  <-- FIN-WAIT-1
        3.  CLOSING     --> <SEQ=101><ACK=301><CTL=ACK>      ... CLOSING
        3.              ... <SEQ=301><ACK=101><CTL=ACK>      <-- CLOSING
        4.  TIME-WAIT   <-- <SEQ=301><ACK=101><CTL=ACK>      ...
        4.              ... <SEQ=101><ACK=301><CTL=ACK>      --> TIME-WAIT
        """);
  }

  private static String scenario(String name) {
    return """
    {"scenario": "%s", "client": {"profile": "RFC_9293"}, "server": {"profile": "RFC_9293"}}
    """
        .formatted(name);
  }

  /**
   * @param preamble how many segments come before the figure
   */
  private static void holds(String json, int preamble, String lines) throws Exception {
    Trace trace = Runs.run(json);
    List<Passage> passages = passages(trace);
    List<Passage> figure = new ArrayList<>(passages.subList(preamble, passages.size()));
    String story = String.join("\n", figure.stream().map(Passage::toString).toList());
    for (String line : lines.lines().toList()) {
      Matcher read = LINE.matcher(line);
      assertThat(read.matches()).as(line).isTrue();
      boolean fromA = read.group("out").equals("-->") || "-->".equals(read.group("in"));
      Passage found =
          figure.stream()
              .filter(
                  each -> each.fromA == fromA && each.fields.equals(fields(read.group("segment"))))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no segment is " + line + " in\n" + story));
      boolean aSees = !read.group("out").equals("...");
      boolean bSees = read.group("in") != null && !read.group("in").equals("...");
      state(read.group("a"), aSees, fromA ? found.senderState : found.receiverState, line, story);
      boolean bSends = !fromA;
      state(read.group("b"), bSees, bSends ? found.senderState : found.receiverState, line, story);
    }
  }

  private static void state(
      String printed, boolean sees, String actual, String line, String story) {
    if (sees && !printed.isEmpty() && !printed.startsWith("(")) {
      assertThat(actual).as("%s in%n%s", line, story).isEqualTo(printed);
    }
  }

  /** {@code <DATA>} without a length and with one are the same to a reader of the figure. */
  private static List<String> fields(String segment) {
    return Pattern.compile("<([^>]*)>")
        .matcher(segment)
        .results()
        .map(field -> field.group(1).startsWith("DATA") ? "DATA" : field.group(1))
        .sorted()
        .toList();
  }

  /** A segment, with the states of its two ends when they were done with it. */
  private static final class Passage {
    boolean fromA;
    List<String> fields = List.of();
    String senderState = "";
    String receiverState = "";

    @Override
    public String toString() {
      return (fromA ? "A --> B " : "B --> A ") + fields + " " + senderState + " " + receiverState;
    }
  }

  private static List<Passage> passages(Trace trace) {
    List<Passage> passages = new ArrayList<>();
    Map<Party, StateName> states = new EnumMap<>(Party.class);
    List<Runnable> atEnd = new ArrayList<>();
    // A call is there again when it is answered later.
    Set<String> calls = new HashSet<>();
    for (Entry entry : trace.entries()) {
      boolean begins =
          entry instanceof Entry.Arrived
              || entry instanceof Entry.UserCall call
                  && call.id() > 0
                  && calls.add(call.endpoint() + " " + call.id())
              || entry instanceof Entry.Sent sent && sent.injectedBy() != null
              || entry instanceof Entry.TimerChange timer
                  && timer.action() == Entry.TimerAction.EXPIRED;
      if (begins) {
        atEnd.forEach(Runnable::run);
        atEnd.clear();
      }
      switch (entry) {
        case Entry.Sent sent -> {
          var passage = new Passage();
          passage.fromA = sent.from() == Party.CLIENT;
          passage.fields = printed(sent.packet().segment());
          passages.add(passage);
          atEnd.add(() -> passage.senderState = label(states, sent.from()));
        }
        case Entry.Arrived arrived -> {
          Passage passage = passages.get(arrived.segment() - 1);
          Party to = passage.fromA ? Party.SERVER : Party.CLIENT;
          atEnd.add(() -> passage.receiverState = label(states, to));
        }
        case Entry.Transition move -> states.put(move.endpoint(), move.to());
        case Entry.TimerChange _, Entry.UserCall _, Entry.Sample _, Entry.Icmp _, Entry.Note _ -> {}
      }
    }
    atEnd.forEach(Runnable::run);
    return passages;
  }

  private static String label(Map<Party, StateName> states, Party party) {
    return states.getOrDefault(party, StateName.CLOSED).name().replace('_', '-');
  }

  private static List<String> printed(Segment segment) {
    StringBuilder text = new StringBuilder("<SEQ=" + segment.sequence().value() + ">");
    if (segment.isAck()) {
      text.append("<ACK=").append(segment.acknowledgment().value()).append('>');
    }
    List<String> control = new ArrayList<>();
    for (Flag flag : List.of(Flag.SYN, Flag.FIN, Flag.RST, Flag.ACK)) {
      if (segment.has(flag)) {
        control.add(flag.name());
      }
    }
    text.append("<CTL=").append(String.join(",", control)).append('>');
    if (!segment.payload().isEmpty()) {
      text.append("<DATA>");
    }
    return fields(text.toString());
  }
}

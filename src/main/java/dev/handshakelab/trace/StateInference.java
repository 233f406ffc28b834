package dev.handshakelab.trace;

import dev.handshakelab.trace.Entry.Arrived;
import dev.handshakelab.trace.Entry.Sent;
import dev.handshakelab.trace.Entry.Subject;
import dev.handshakelab.trace.Entry.Transition;
import dev.handshakelab.trace.Entry.UserCall;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * The states that two endpoints must have been in, derived from the segments between them by RFC
 * 9293: who sent a SYN was in SYN-SENT from then on, who answers one with SYN and ACK has been in
 * SYN-RECEIVED since that SYN arrived, and so on to the last acknowledgment. This gives states to a
 * trace whose endpoints do not tell theirs: a capture, or a kernel.
 *
 * <p>Only what the segments prove is derived. An endpoint whose SYN is not among them has no
 * states; a SYN that nobody answers makes no SYN-RECEIVED; nothing shows when TIME-WAIT ends. What
 * an endpoint made of a segment is taken to be what RFC 9293 asks (3.10.7), so an endpoint that
 * deviates is shown as if it did not. User calls among the entries are used where they are
 * evidence: that a reset was an ABORT, that an OPEN came to nothing.
 */
public final class StateInference {
  private final List<Entry> entries;
  private final Map<Integer, Map<Party, InferredEnd>> ends = new HashMap<>();

  /** What follows each entry, by its place. */
  private final List<List<Transition>> following;

  /** Whose states are derived. */
  private final Set<Party> whose;

  /** Whether what an endpoint sends comes back to it. */
  private final boolean itself;

  /** Whose listener answered with cookies, by connection. */
  private final BiPredicate<Integer, Party> cookies;

  private StateInference(
      List<Entry> entries, Set<Party> whose, boolean itself, BiPredicate<Integer, Party> cookies) {
    this.entries = entries;
    this.whose = whose;
    this.itself = itself;
    this.cookies = cookies;
    following = new ArrayList<>(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      following.add(new ArrayList<>(0));
    }
  }

  /**
   * The same entries with each derived transition, {@link Provenance#INFERRED}, after the entry
   * that made it so, and the ordinals of all transitions counted anew.
   *
   * @param entries in order of cause and effect
   */
  public static List<Entry> withStates(List<Entry> entries) {
    return withStates(entries, EnumSet.allOf(Party.class), (_, _) -> false);
  }

  /**
   * The same where one endpoint tells its own states, or is known to keep nothing of a SYN.
   *
   * @param whose the endpoints that do not tell
   * @param cookies whether a connection's endpoint listens and answered each SYN with a cookie: it
   *     is in SYN-RECEIVED only when that comes back (RFC 4987 §3.6)
   */
  public static List<Entry> withStates(
      List<Entry> entries, Set<Party> whose, BiPredicate<Integer, Party> cookies) {
    return woven(new StateInference(entries, whose, false, cookies));
  }

  /** The same of a socket that is connected with itself: its segments are the CLIENT's. */
  public static List<Entry> withStatesOfOne(List<Entry> entries) {
    return woven(new StateInference(entries, EnumSet.of(Party.CLIENT), true, (_, _) -> false));
  }

  private static List<Entry> woven(StateInference inference) {
    inference.walk();
    return inference.woven();
  }

  private void walk() {
    Map<Integer, Sent> sent = new HashMap<>();
    for (int place = 0; place < entries.size(); place++) {
      switch (entries.get(place)) {
        case Sent segment -> {
          sent.put(segment.ordinal(), segment);
          leaves(segment, place);
        }
        case Arrived copy -> {
          Sent segment = sent.get(copy.segment());
          if (segment != null) {
            arrives(segment, copy, place);
          }
        }
        case UserCall call -> end(call.connection(), call.endpoint()).calls(place, call);
        case Entry.Icmp error -> end(error.connection(), error.to()).hears(error);
        case Transition _, Entry.TimerChange _, Entry.Sample _, Entry.Note _ -> {}
      }
    }
  }

  /** An injected segment was sent by neither end. */
  private void leaves(Sent segment, int place) {
    if (segment.injectedBy() == null) {
      end(segment.connection(), segment.from()).sends(place, segment.packet().segment());
    }
  }

  private void arrives(Sent segment, Arrived copy, int place) {
    boolean reachesTheMachine =
        switch (copy.disposition()) {
          case ACCEPTED, UNKNOWN -> !copy.corrupted();
          case DROPPED, ANSWERED_AND_DROPPED, NO_SOCKET -> false;
        };
    if (reachesTheMachine) {
      end(segment.connection(), itself ? segment.from() : segment.from().other())
          .receives(place, segment.packet().segment(), copy);
    }
  }

  private InferredEnd end(int connection, Party party) {
    return ends.computeIfAbsent(connection, none -> new EnumMap<>(Party.class))
        .computeIfAbsent(
            party,
            none ->
                new InferredEnd(
                    cookies.test(connection, party),
                    (place, move) -> derive(place, connection, party, move)));
  }

  private void derive(int place, int connection, Party party, InferredEnd.Move move) {
    if (!whose.contains(party)) {
      return;
    }
    following
        .get(place)
        .add(
            new Transition(
                0,
                connection,
                party,
                Subject.CONNECTION,
                move.from(),
                move.to(),
                entries.get(place).atNs(),
                move.cause(),
                move.rule(),
                Provenance.INFERRED,
                null));
  }

  private List<Entry> woven() {
    List<Entry> woven = new ArrayList<>(entries.size() * 2);
    int ordinal = 0;
    for (int place = 0; place < entries.size(); place++) {
      Entry entry = entries.get(place);
      woven.add(entry instanceof Transition given ? numbered(given, ++ordinal) : entry);
      for (Transition derived : following.get(place)) {
        woven.add(numbered(derived, ++ordinal));
      }
    }
    return List.copyOf(woven);
  }

  private static Transition numbered(Transition move, int ordinal) {
    return new Transition(
        ordinal,
        move.connection(),
        move.endpoint(),
        move.subject(),
        move.from(),
        move.to(),
        move.atNs(),
        move.cause(),
        move.rule(),
        move.provenance(),
        move.kernelState());
  }
}

package dev.handshakelab.trace;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Entry.Subject;
import dev.handshakelab.trace.Entry.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The states that one end of a conversation went through, its listener's move to LISTEN included.
 *
 * @param moves of the connection itself, in order
 * @param listened whether the end's listener was ever in LISTEN
 * @param listens whether it was to the last
 */
public record StatePath(List<Transition> moves, boolean listened, boolean listens) {
  public StatePath {
    moves = List.copyOf(moves);
  }

  /** Of a socket that is connected with itself the two ends are one. */
  public static StatePath of(Trace trace, int conversation, Party party) {
    List<Transition> all = trace.transitions();
    StatePath path = of(all, conversation, party);
    boolean self = trace.conversation(conversation).opening() == Conversation.Opening.SELF;
    return self && path.moves().isEmpty() ? of(all, conversation, party.other()) : path;
  }

  /**
   * @param transitions of this conversation and of the listeners, and maybe of others
   */
  static StatePath of(List<Transition> transitions, int conversation, Party party) {
    List<Transition> moves = new ArrayList<>();
    boolean listened = false;
    boolean listens = false;
    for (Transition transition : transitions) {
      if (transition.endpoint() != party) {
        continue;
      }
      if (transition.subject() == Subject.LISTENER) {
        listens = transition.to() == StateName.LISTEN;
        listened |= listens;
      } else if (transition.connection() == conversation) {
        moves.add(transition);
      }
    }
    return new StatePath(moves, listened, listens);
  }

  /** Every state in order, beginning with CLOSED; one that it came back from is there again. */
  public List<StateName> states() {
    List<StateName> states = new ArrayList<>();
    states.add(StateName.CLOSED);
    if (moves.isEmpty() && listened) {
      states.add(StateName.LISTEN);
    }
    for (Transition move : moves) {
      if (states.getLast() != move.from()) {
        states.add(move.from());
      }
      states.add(move.to());
    }
    return states;
  }

  /** The last state; LISTEN of an end that only ever listened, CLOSED of one that did nothing. */
  public StateName last() {
    if (moves.isEmpty()) {
      return listens ? StateName.LISTEN : StateName.CLOSED;
    }
    return moves.getLast().to();
  }

  /** Whether it got through the handshake: ESTABLISHED, or a state that only follows it. */
  public boolean wasEstablished() {
    return moves.stream()
        .map(Transition::to)
        .anyMatch(state ->
            switch (state) {
              case ESTABLISHED, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT -> true;
              case CLOSED, LISTEN, SYN_SENT, SYN_RECEIVED, FIN_WAIT_1 -> false;
            });
  }

  /** Whether it is established at the end: it was, and it is not over. */
  public boolean isOpen() {
    return wasEstablished()
        && switch (last()) {
          case ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK -> true;
          case CLOSED, LISTEN, SYN_SENT, SYN_RECEIVED, TIME_WAIT -> false;
        };
  }

  /** The move that ended it; empty when it is not over. */
  public Optional<Transition> end() {
    if (moves.isEmpty()) {
      return Optional.empty();
    }
    Transition last = moves.getLast();
    return switch (last.to()) {
      case CLOSED, TIME_WAIT, LISTEN -> Optional.of(last);
      case SYN_SENT,
          SYN_RECEIVED,
          ESTABLISHED,
          FIN_WAIT_1,
          FIN_WAIT_2,
          CLOSE_WAIT,
          CLOSING,
          LAST_ACK ->
          Optional.empty();
    };
  }
}

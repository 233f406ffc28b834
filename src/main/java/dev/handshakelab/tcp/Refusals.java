package dev.handshakelab.tcp;

import java.util.ArrayList;
import java.util.List;

/** What users are told when a call cannot be served, and to whom it is told. */
final class Refusals {
  static final String NO_CONNECTION = "connection does not exist";
  static final String EXISTS = "connection already exists";
  static final String UNSPECIFIED = "remote socket unspecified";
  static final String CLOSING = "connection closing";
  static final String RESET = "connection reset";
  static final String REFUSED = "connection refused";

  private Refusals() {}

  static Outcome of(State state, int id, String op, String why, Rule rule) {
    return Outcome.of(state, new Effect.Returned(id, op, why, true, rule));
  }

  /** Every call of this connection that still waits for its answer gets this one. */
  static Turn tellAll(Turn turn, String why, Rule rule) {
    var told = turn;
    for (var answer : answers(turn.tcb().user(), why, rule)) {
      told = told.with(answer);
    }
    return told.know(forgotten(turn.tcb().user()));
  }

  private static User forgotten(User user) {
    return user.gone() ? User.IDLE.leaving() : User.IDLE;
  }

  /** The same where there is no TCB yet. */
  static List<Effect> answers(User user, String why, Rule rule) {
    List<Effect> answers = new ArrayList<>();
    tell(answers, user.open(), "OPEN", why, rule);
    user.sends().forEach(send -> tell(answers, send.call(), "SEND", why, rule));
    user.receives().forEach(receive -> tell(answers, receive.call(), "RECEIVE", why, rule));
    tell(answers, user.close(), "CLOSE", why, rule);
    return answers;
  }

  private static void tell(List<Effect> answers, int call, String op, String why, Rule rule) {
    if (call != 0) {
      answers.add(new Effect.Returned(call, op, why, true, rule));
    }
  }

  /** The end of an opening: all who wait are told, the TCB is deleted. */
  static Outcome endOpening(State.SynSent here, String why, Rule rule) {
    List<Effect> effects = answers(here.calling().user(), why, rule);
    effects.add(new Effect.Moved(here.label(), StateName.CLOSED, rule));
    return new Outcome(State.CLOSED, effects);
  }
}

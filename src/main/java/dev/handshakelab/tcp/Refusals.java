package dev.handshakelab.tcp;

/** Calls that the state does not allow: the user is told why, nothing else happens. */
final class Refusals {
  static final String NO_CONNECTION = "connection does not exist";
  static final String CLOSING = "connection closing";
  static final String RESET = "connection reset";

  private Refusals() {}

  static Outcome of(State state, int id, String op, String why, Rule rule) {
    return Outcome.of(state, new Effect.Returned(id, op, why, true, rule));
  }

  /** Every call of this connection that still waits for its answer gets this one. */
  static Turn tellAll(Turn turn, String why, Rule rule) {
    var tcb = turn.tcb();
    var told = turn;
    if (tcb.opening().call() != 0) {
      told = told.tellError(tcb.opening().call(), "OPEN", why, rule);
    }
    for (var send : tcb.send().pending()) {
      told = told.tellError(send.call(), "SEND", why, rule);
    }
    if (tcb.closeCall() != 0) {
      told = told.tellError(tcb.closeCall(), "CLOSE", why, rule);
    }
    return told;
  }
}

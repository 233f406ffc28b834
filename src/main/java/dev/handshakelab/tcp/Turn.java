package dev.handshakelab.tcp;

import dev.handshakelab.tcp.State.Connected;
import dev.handshakelab.wire.Flags;
import dev.handshakelab.wire.SequenceNumber;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way through the checks: what is known by now, what is to be done so far, and
 * whether a check has had the last word. Immutable; each check takes a turn and answers the next
 * one.
 *
 * @param ended the state after the event, once a check has concluded it
 */
record Turn(Context cx, Phase phase, Tcb tcb, EffectChain effects, @Nullable State ended) {

  static Turn begin(Context cx, Connected here) {
    return new Turn(cx, here.phase(), here.tcb(), EffectChain.NONE, null);
  }

  /** The next check, unless one has concluded the turn. */
  Turn then(UnaryOperator<Turn> check) {
    return concluded() ? this : check.apply(this);
  }

  boolean concluded() {
    return ended != null;
  }

  Outcome outcome() {
    return new Outcome(ended == null ? new Connected(phase, tcb) : ended, effects.all());
  }

  Policy policy() {
    return cx.policy();
  }

  Turn with(Effect effect) {
    return new Turn(cx, phase, tcb, effects.plus(effect), ended);
  }

  /** The same with what is known after the effect. */
  Turn with(Effect effect, Tcb newer) {
    return new Turn(cx, phase, newer, effects.plus(effect), ended);
  }

  Turn know(Tcb newer) {
    return new Turn(cx, phase, newer, effects, ended);
  }

  Turn know(Sending newer) {
    return know(tcb.with(newer));
  }

  Turn know(Receiving newer) {
    return know(tcb.with(newer));
  }

  Turn know(Clocks newer) {
    return know(tcb.with(newer));
  }

  Turn know(User newer) {
    return know(tcb.with(newer));
  }

  /** In another phase, a move that is told elsewhere. */
  Turn at(Phase next) {
    return new Turn(cx, next, tcb, effects, ended);
  }

  Turn enter(Phase next, Rule rule) {
    return new Turn(
        cx, next, tcb, effects.plus(new Effect.Moved(phase.label(), next.label(), rule)), ended);
  }

  /** The connection leaves the eight states: deleted, or back to LISTEN. */
  Turn leaveTo(State next, Rule rule) {
    return new Turn(
        cx, phase, tcb, effects.plus(new Effect.Moved(phase.label(), next.label(), rule)), next);
  }

  Turn accepted(Rule rule) {
    return with(new Effect.Accepted(rule));
  }

  /** The segment goes no further. */
  Turn drop(String reason, Rule rule) {
    return with(new Effect.Dropped(reason, rule)).conclude();
  }

  Turn conclude() {
    return new Turn(cx, phase, tcb, effects, new Connected(phase, tcb));
  }

  Turn start(Timer timer, long deadlineNs, Rule rule) {
    return with(new Effect.Start(timer, deadlineNs, rule));
  }

  /** Starts a timer that runs {@code ns} from now, or to the end of time. */
  Turn startIn(Timer timer, long ns, Rule rule) {
    return start(timer, cx.after(ns), rule);
  }

  Turn stop(Timer timer, Rule rule) {
    return with(new Effect.Stop(timer, rule));
  }

  Turn stop(Iterable<Timer> timers, Rule rule) {
    var stopped = effects;
    for (Timer timer : timers) {
      stopped = stopped.plus(new Effect.Stop(timer, rule));
    }
    return new Turn(cx, phase, tcb, stopped, ended);
  }

  /** Answers a call of the user, if it is one that waits: 0 is none. */
  Turn answer(int call, String op, Rule rule) {
    return call == 0 ? this : with(new Effect.Returned(call, op, "ok", false, rule));
  }

  /** Tells the user of a failure: of a call, or unasked when {@code call} is 0. */
  Turn tellError(int call, String op, String told, Rule rule) {
    return tcb.user().gone() && call == 0
        ? this
        : with(new Effect.Returned(call, op, told, true, rule));
  }

  /** {@code <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>}. */
  Turn ack(Effect.Kind kind, Rule rule) {
    return Output.emit(
        this, Output.control(cx, tcb, tcb.send().nxt(), Flags.ACK), kind, false, rule);
  }

  /** {@code <SEQ=SEG.ACK><CTL=RST>}: for a segment whose ACK makes no sense here. */
  Turn reset(SequenceNumber seq, Rule rule) {
    return with(Output.stray(cx, Output.reset(cx, seq, null), rule));
  }

  /** This side gives the connection up and says so, by the segment that the policy names. */
  Turn abortPeer(Rule rule) {
    var nxt = tcb.send().nxt();
    var segment =
        switch (policy().abortSegment()) {
          case RST -> Output.reset(cx, nxt, null);
          case RST_ACK -> Output.abort(cx, tcb);
        };
    return Output.emit(this, segment, Effect.Kind.ORIGINAL, false, rule);
  }
}

package dev.handshakelab.tcp;

import dev.handshakelab.tcp.State.Connected;
import dev.handshakelab.wire.Flag;
import dev.handshakelab.wire.Flags;
import dev.handshakelab.wire.Segment;
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
record Turn(Context cx, Phase phase, Tcb tcb, Effects effects, @Nullable State ended) {

  static Turn begin(Context cx, Connected here) {
    return new Turn(cx, here.phase(), here.tcb(), Effects.NONE, null);
  }

  /** The next check, unless one has concluded the turn. */
  Turn then(UnaryOperator<Turn> check) {
    return concluded() ? this : check.apply(this);
  }

  boolean concluded() {
    return ended != null;
  }

  Outcome outcome() {
    return Outcome.of(ended == null ? new Connected(phase, tcb) : ended, effects);
  }

  Turn with(Effect effect) {
    return new Turn(cx, phase, tcb, effects.plus(effect), ended);
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

  Turn stop(Timer timer, Rule rule) {
    return with(new Effect.Stop(timer, rule));
  }

  Turn tell(int call, String op, String told, Rule rule) {
    return with(new Effect.Returned(call, op, told, false, rule));
  }

  Turn tellError(int call, String op, String told, Rule rule) {
    return with(new Effect.Returned(call, op, told, true, rule));
  }

  /** {@code <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>}. */
  Turn ack(Effect.Kind kind, Rule rule) {
    return Output.emit(
        this, Output.control(cx, tcb, tcb.send().nxt(), Flags.ACK), kind, false, rule);
  }

  /** {@code <SEQ=SEG.ACK><CTL=RST>}: for a segment whose ACK makes no sense here. */
  Turn reset(SequenceNumber seq, Rule rule) {
    return Output.emit(this, Output.reset(cx, seq, null), Effect.Kind.ORIGINAL, false, rule);
  }

  /** {@code <SEQ=SND.NXT><ACK=RCV.NXT><CTL=RST,ACK>}: this side gives the connection up. */
  Turn abortPeer(Rule rule) {
    var segment = Output.reset(cx, tcb.send().nxt(), tcb.receive().nxt());
    return Output.emit(this, segment, Effect.Kind.ORIGINAL, false, rule);
  }

  boolean isEcn() {
    return tcb.negotiated().ecn();
  }

  static boolean isPureSyn(Segment segment) {
    return segment.has(Flag.SYN) && !segment.has(Flag.ACK) && !segment.has(Flag.RST);
  }
}

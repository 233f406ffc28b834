package dev.handshakelab.trace;

import dev.handshakelab.tcp.Effect;
import dev.handshakelab.trace.Entry.TimerAction;
import org.jspecify.annotations.Nullable;

/**
 * Effects that stand in the timeline for themselves: what a user hears, timers, advice to IP.
 * Segments and moves need to be numbered, which is a {@link Recorder}'s work.
 */
public final class EffectEntries {
  private EffectEntries() {}

  /** The entry that an effect is; null when it is none, or one of a recorder's. */
  public static @Nullable Entry of(int conversation, Party party, Effect effect, Long atNs) {
    return switch (effect) {
      case Effect.Deliver(var text, var rule) ->
          new Entry.UserCall(
              conversation,
              party,
              0,
              "RECEIVE",
              null,
              text.length() + " octets",
              atNs,
              rule.text());
      case Effect.Returned answer ->
          new Entry.UserCall(
              conversation,
              party,
              answer.call(),
              answer.op(),
              null,
              told(answer),
              atNs,
              answer.rule().text());
      case Effect.Start(var timer, long deadline, var rule) ->
          new Entry.TimerChange(
              conversation, party, timer, TimerAction.STARTED, deadline, atNs, rule.text());
      case Effect.Stop(var timer, var rule) ->
          new Entry.TimerChange(
              conversation, party, timer, TimerAction.STOPPED, null, atNs, rule.text());
      case Effect.NegativeAdvice advice ->
          new Entry.Note(
              conversation,
              party,
              "IP is warned that the way to the peer may be dead (" + advice.rule() + ")",
              atNs);
      case Effect.Send _,
          Effect.Moved _,
          Effect.Accepted _,
          Effect.Dropped _,
          Effect.Spend _,
          Effect.Remember _ ->
          null;
    };
  }

  /** What a user is told, as the trace shows it. */
  public static String told(Effect.Returned answer) {
    return answer.error() ? "error: " + answer.told() : answer.told();
  }
}

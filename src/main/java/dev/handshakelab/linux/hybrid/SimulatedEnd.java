package dev.handshakelab.linux.hybrid;

import dev.handshakelab.linux.hybrid.Crossing.Arriving;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.SimulatedMachine;
import dev.handshakelab.scenario.Step;
import dev.handshakelab.tcp.ConnectionId;
import dev.handshakelab.tcp.Effect;
import dev.handshakelab.tcp.Host;
import dev.handshakelab.tcp.HostInput;
import dev.handshakelab.tcp.HostOutcome;
import dev.handshakelab.tcp.HostOutcome.Addressed;
import dev.handshakelab.tcp.HostOutcome.Owner;
import dev.handshakelab.tcp.Op;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.tcp.Timer;
import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Disposition;
import dev.handshakelab.trace.EffectEntries;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Entry.Subject;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Recorder;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The end that the lab plays: one {@link Host}, its user, and the conversation between the two as
 * it is written down. It decides nothing about TCP and has no clock: whoever drives it says what
 * happens when, and carries away what it sends.
 */
final class SimulatedEnd {
  private static final int CONVERSATION = 1;
  private static final String DOWN = "the machine is down";

  private final SessionRequest request;
  private final Party party;
  private final SocketAddress local;
  private final SocketAddress remote;
  private final Recorder recorder;
  private final User user;
  private final Way way;
  private final Deque<Op> toCall = new ArrayDeque<>();
  private Host host;
  private int connection = ConnectionId.NOBODY;
  private int calls;
  private boolean down;
  private long now;

  /** Where its segments go. */
  interface Way {
    /**
     * @param ordinal of the segment
     */
    void carry(long nowNs, int ordinal, Effect.Send send);
  }

  /** How a numbered call is put to the host. */
  private interface Numbered {
    HostInput input(int id);
  }

  SimulatedEnd(
      SessionRequest request,
      Party party,
      SocketAddress local,
      SocketAddress remote,
      Recorder recorder,
      User user,
      Way way) {
    this.request = request;
    this.party = party;
    this.local = local;
    this.remote = remote;
    this.recorder = recorder;
    this.user = user;
    this.way = way;
    host = SimulatedMachine.start(request, party);
  }

  // What happens to it.

  /** Its user makes a call. */
  void perform(long nowNs, Step step) {
    now = nowNs;
    if (down && step.call() != Step.Call.RESTART) {
      tell(step.call(), "error: " + DOWN);
      return;
    }
    switch (step.call()) {
      case LISTEN -> listen();
      case ACCEPT -> {
        tell(Step.Call.ACCEPT, isWaiting() ? "ok" : "error: no connection waits");
        accept();
      }
      case OPEN -> open();
      case SEND -> call(new Op.Send(ExchangeUser.text(step.bytes())));
      case CLOSE -> close();
      case ABORT -> call(new Op.Abort());
      case CRASH -> {
        make("CRASH", null, _ -> new HostInput.Crash());
        down = true;
      }
      case RESTART -> {
        down = false;
        recorder.write(new Entry.Note(0, party, "the machine is up again, with no memory", now));
      }
    }
    settle();
  }

  /** A passive OPEN before any step. */
  void listen(long nowNs) {
    now = nowNs;
    listen();
  }

  private void listen() {
    var backlog = SimulatedMachine.backlog(request.end(party));
    make("LISTEN", null, id -> new HostInput.Listen(id, local, backlog));
  }

  private void open() {
    connection = host.begun() + 1;
    boolean fast = request.end(party).options().opensFast();
    Octets text = fast ? user.withSyn() : Octets.EMPTY;
    String detail = text.isEmpty() ? null : octets(text);
    make("OPEN", detail, id -> new HostInput.Open(id, local, remote, new Op.Open(fast, text)));
  }

  private void close() {
    if (connection == ConnectionId.NOBODY) {
      make("CLOSE", null, id -> new HostInput.CloseListener(id, local));
    } else {
      call(new Op.Close());
    }
  }

  private void call(Op op) {
    String detail = op instanceof Op.Send(var text) ? octets(text) : null;
    make(op.label(), detail, id -> new HostInput.User(connection, id, op));
  }

  private static String octets(Octets text) {
    return text.length() + " octets";
  }

  /** A copy of a segment reaches it. */
  void arrive(long nowNs, Arriving arriving) {
    now = nowNs;
    int segment = arriving.segment();
    if (arriving.corrupted()) {
      recorder.arrivedCorrupted(segment, arriving.copy(), now);
      return;
    }
    if (down) {
      recorder.write(
          new Entry.Arrived(segment, arriving.copy(), now, false, Disposition.DROPPED, DOWN, null));
      return;
    }
    HostOutcome outcome = host.handle(now, new HostInput.Arrival(arriving.packet()));
    recorder.arrived(segment, arriving.copy(), outcome, now);
    perform(outcome, outcome.effects(), new Cause.BySegment(segment, arriving.copy()));
    settle();
  }

  /**
   * Lets the first timer that is due run out.
   *
   * @return whether one was
   */
  boolean expire(long nowNs) {
    if (host.nextDeadline() > nowNs) {
      return false;
    }
    now = nowNs;
    HostOutcome outcome = host.expire(now);
    Timer timer = Objects.requireNonNull(outcome.expired());
    recorder.write(
        new Entry.TimerChange(
            CONVERSATION, party, timer, Entry.TimerAction.EXPIRED, null, now, null));
    perform(outcome, outcome.effects(), new Cause.ByTimer(timer));
    settle();
    return true;
  }

  // What follows.

  private void tell(Step.Call call, String result) {
    recorder.write(
        new Entry.UserCall(CONVERSATION, party, ++calls, call.name(), null, result, now, null));
  }

  private void make(String op, @Nullable String detail, Numbered numbered) {
    int id = ++calls;
    HostOutcome outcome = host.handle(now, numbered.input(id));
    Effect.Returned answer = answer(outcome, id);
    recorder.write(
        new Entry.UserCall(
            CONVERSATION,
            party,
            id,
            op,
            detail,
            answer == null ? null : EffectEntries.told(answer),
            now,
            answer == null ? null : answer.rule().text()));
    List<Addressed> rest = new ArrayList<>(outcome.effects());
    rest.removeIf(each -> each.effect().equals(answer));
    perform(outcome, rest, new Cause.ByCall(op));
  }

  /** What the user is told of a call at once; null when the answer comes later. */
  private static Effect.@Nullable Returned answer(HostOutcome outcome, int id) {
    for (Addressed each : outcome.effects()) {
      if (each.effect() instanceof Effect.Returned told && told.call() == id) {
        return told;
      }
    }
    return null;
  }

  /** The machine is as it answered; does what it asks for. */
  private void perform(HostOutcome outcome, List<Addressed> effects, Cause cause) {
    host = outcome.next();
    for (Addressed each : effects) {
      perform(each, cause);
    }
    if (request.end(party).queues().acceptsAtOnce() && isWaiting()) {
      accept();
    }
  }

  private void perform(Addressed each, Cause cause) {
    switch (each.effect()) {
      case Effect.Send send -> {
        int ordinal = recorder.sent(CONVERSATION, party, send, cause, now);
        way.carry(now, ordinal, send);
      }
      case Effect.Moved moved -> {
        boolean listener = each.owner() == Owner.LISTENER;
        if (moved.to() == StateName.ESTABLISHED) {
          connection = each.connection().number();
        }
        Subject subject = listener ? Subject.LISTENER : Subject.CONNECTION;
        recorder.moved(CONVERSATION, party, subject, moved, cause, now);
        if (!listener && each.connection().number() == connection) {
          toCall.addAll(user.entered(moved.to()));
        }
      }
      case Effect.Deliver deliver -> {
        connection = each.connection().number();
        write(deliver);
        toCall.addAll(user.received(deliver.text()));
      }
      case Effect.Returned _,
          Effect.Start _,
          Effect.Stop _,
          Effect.NegativeAdvice _,
          Effect.Accepted _,
          Effect.Dropped _,
          Effect.Spend _,
          Effect.Remember _ ->
          write(each.effect());
    }
  }

  private void write(Effect effect) {
    Entry entry = EffectEntries.of(CONVERSATION, party, effect, now);
    if (entry != null) {
      recorder.write(entry);
    }
  }

  /** The calls that its user makes because of what has happened. */
  private void settle() {
    for (Op op = toCall.poll(); op != null; op = toCall.poll()) {
      call(op);
    }
  }

  private boolean isWaiting() {
    return host.listener(local).map(listener -> listener.acceptQueue().length() > 0).orElse(false);
  }

  private void accept() {
    host = host.handle(now, new HostInput.Accept(local)).next();
  }

  // What it is.

  /** When its next timer is due, {@link Host#NEVER} when none is armed. */
  long nextDeadline() {
    return host.nextDeadline();
  }

  /** No timer is armed but keepalive's and TIME-WAIT's. */
  boolean isAtRest() {
    return host.isAtRest() || state() == StateName.TIME_WAIT;
  }

  /** The state of its connection, CLOSED when it has none. */
  StateName state() {
    int latest = connection == ConnectionId.NOBODY ? host.begun() : connection;
    return host.connection(latest).map(slot -> slot.state().label()).orElse(StateName.CLOSED);
  }
}

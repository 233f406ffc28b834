package dev.handshakelab.simulation;

import dev.handshakelab.scenario.Milliseconds;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.Step;
import dev.handshakelab.scenario.Until;
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
import dev.handshakelab.trace.Clock;
import dev.handshakelab.trace.Disposition;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Entry.Subject;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Recorder;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.Octets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One simulated session under way: two hosts, the network between them, the users at both, and a
 * clock that jumps to whatever is due next. It decides nothing about TCP; it hands events to the
 * hosts and does what they answer, writing everything down.
 *
 * <p>At one instant timers go first, then arrivals, then calls.
 */
final class Run {
  /** A session that has not come to rest by then never will: 24 h. */
  private static final long LIMIT_NS = 24L * 3600 * 1_000_000_000;

  /** How many segments a session may have. */
  private static final int SEGMENTS = 100_000;

  private static final String DOWN = "the machine is down";

  private final SessionRequest request;
  private final Recorder recorder;
  private final Conversations conversations;
  private final Network network;
  private final Users users;
  private final Agenda agenda = new Agenda();
  private final Map<Party, Host> hosts = new EnumMap<>(Party.class);
  private final Map<Party, Integer> calls = new EnumMap<>(Party.class);
  private final Set<Party> down = EnumSet.noneOf(Party.class);
  private long now;

  Run(SessionRequest request, Consumer<Entry> live) {
    this.request = request;
    this.recorder = new Recorder(Clock.VIRTUAL, live);
    this.conversations = new Conversations(recorder);
    this.network = new Network(request, agenda, this::arrive, recorder);
    this.users = new Users(request);
    for (Party party : Party.values()) {
      hosts.put(party, Machines.start(request, party));
    }
  }

  Trace toTheEnd() throws RunFailure {
    users.atStart().forEach(this::perform);
    for (Step step : request.steps()) {
      if (step.when() instanceof Step.When.At(double atMs)) {
        var doing = new Users.Doing.Scripted(step.end(), step.call(), step.bytes());
        agenda.put(Milliseconds.toNanos(atMs), Agenda.Rank.CALL, () -> perform(doing));
      }
    }
    network.scheduleInjections();
    long end =
        request.until() instanceof Until.At(double ms) ? Milliseconds.toNanos(ms) : Long.MAX_VALUE;
    while (next() <= end && !isQuiescent()) {
      now = next();
      if (now > LIMIT_NS) {
        throw new RunFailure("not at rest after 24 h of virtual time");
      }
      if (recorder.segmentCount() > SEGMENTS) {
        throw new RunFailure("not at rest after " + SEGMENTS + " segments");
      }
      if (!expire()) {
        Objects.requireNonNull(agenda.take()).run();
      }
    }
    return recorder.trace();
  }

  private long next() {
    long next = agenda.next();
    for (Host host : hosts.values()) {
      next = Math.min(next, host.nextDeadline());
    }
    return next;
  }

  /** Nothing is in flight or planned and no timer is armed but keepalive. */
  private boolean isQuiescent() {
    return agenda.next() == Agenda.NEVER && hosts.values().stream().allMatch(Host::isAtRest);
  }

  private boolean expire() {
    for (Party party : Party.values()) {
      var host = host(party);
      if (host.nextDeadline() <= now) {
        var outcome = host.expire(now);
        hosts.put(party, outcome.next());
        Timer timer = Objects.requireNonNull(outcome.expired());
        int conversation = conversationOf(outcome);
        recorder.write(
            new Entry.TimerChange(
                conversation, party, timer, Entry.TimerAction.EXPIRED, null, now, null));
        perform(party, outcome.effects(), new Cause.ByTimer(timer), conversation);
        return true;
      }
    }
    return false;
  }

  private int conversationOf(HostOutcome outcome) {
    return outcome.effects().isEmpty()
        ? 1
        : conversations.of(outcome.effects().getFirst().connection(), 1);
  }

  /** A packet reaches a machine. */
  private void arrive(Network.Arriving arriving) {
    if (arriving.corrupted()) {
      recorder.arrivedCorrupted(arriving.segment(), arriving.copy(), now);
      return;
    }
    var party = arriving.to();
    if (down.contains(party)) {
      recorder.write(
          new Entry.Arrived(
              arriving.segment(), arriving.copy(), now, false, Disposition.DROPPED, DOWN, null));
      return;
    }
    var outcome = host(party).handle(now, new HostInput.Arrival(arriving.packet()));
    hosts.put(party, outcome.next());
    boolean noSocket = outcome.effects().stream().anyMatch(each -> each.owner() == Owner.NOBODY);
    recorder.arrived(
        arriving.segment(),
        arriving.copy(),
        outcome.effects().stream().map(Addressed::effect).toList(),
        noSocket,
        now);
    perform(
        party,
        outcome.effects(),
        new Cause.BySegment(arriving.segment(), arriving.copy()),
        arriving.conversation());
    if (arriving.copy() == 1) {
      users.arrived(arriving.segment()).forEach(this::call);
    }
  }

  /** A user will make this call at this instant, after what arrives at it. */
  private void call(Users.Doing doing) {
    agenda.put(now, Agenda.Rank.CALL, () -> perform(doing));
  }

  private void perform(Users.Doing doing) {
    switch (doing) {
      case Users.Doing.Accept(Party end) -> take(end, new HostInput.Accept(Machines.address(end)));
      case Users.Doing.Scripted(Party end, Step.Call call, int bytes) -> perform(end, call, bytes);
    }
  }

  private void perform(Party end, Step.Call call, int bytes) {
    var local = Machines.address(end);
    if (down.contains(end) && call != Step.Call.RESTART) {
      int id = calls.merge(end, 1, Integer::sum);
      recorder.write(
          new Entry.UserCall(1, end, id, call.name(), null, "error: " + DOWN, now, null));
      return;
    }
    switch (call) {
      case LISTEN ->
          make(
              end,
              call,
              null,
              id -> new HostInput.Listen(id, local, Machines.backlog(request.end(end))));
      case OPEN -> open(end);
      case SEND -> user(end, call, bytes + " octets", new Op.Send(text(end, bytes)));
      case CLOSE -> user(end, call, null, new Op.Close());
      case ABORT -> user(end, call, null, new Op.Abort());
      case CRASH -> {
        make(end, call, null, _ -> new HostInput.Crash());
        down.add(end);
      }
      case RESTART -> {
        down.remove(end);
        recorder.write(new Entry.Note(0, end, "the machine is up again, with no memory", now));
      }
    }
  }

  private void open(Party end) {
    var local = Machines.address(end);
    var remote = Machines.address(end.other());
    int number = host(end).begun() + 1;
    users.began(end, number);
    conversations.opened(new ConnectionId(host(end).number(), number), end, local, remote);
    make(end, Step.Call.OPEN, null, id -> new HostInput.Open(id, local, remote));
  }

  private void user(Party end, Step.Call call, @Nullable String detail, Op op) {
    int connection = users.connection(end);
    if (connection == ConnectionId.NOBODY && call == Step.Call.CLOSE) {
      make(end, call, null, id -> new HostInput.CloseListener(id, Machines.address(end)));
    } else {
      make(end, call, detail, id -> new HostInput.User(connection, id, op));
    }
  }

  /** How a numbered call is put to the host. */
  private interface Numbered {
    HostInput input(int id);
  }

  private void make(Party end, Step.Call call, @Nullable String detail, Numbered numbered) {
    int id = calls.merge(end, 1, Integer::sum);
    var outcome = host(end).handle(now, numbered.input(id));
    hosts.put(end, outcome.next());
    int conversation =
        users.connection(end) == ConnectionId.NOBODY
            ? 1
            : conversations.of(new ConnectionId(host(end).number(), users.connection(end)), 1);
    var answer = answer(outcome, id);
    recorder.write(
        new Entry.UserCall(
            conversation,
            end,
            id,
            call.name(),
            detail,
            answer == null ? null : told(answer),
            now,
            answer == null ? null : answer.rule().text()));
    var rest = outcome.effects().stream().filter(each -> !each.effect().equals(answer)).toList();
    perform(end, rest, new Cause.ByCall(call.name()), conversation);
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

  private static String told(Effect.Returned answer) {
    return answer.error() ? "error: " + answer.told() : answer.told();
  }

  private void take(Party end, HostInput input) {
    hosts.put(end, host(end).handle(now, input).next());
  }

  /** Does what a host answered. */
  private void perform(Party party, List<Addressed> effects, Cause cause, int event) {
    List<Users.Doing> doings = new ArrayList<>();
    for (Addressed each : effects) {
      int conversation = conversations.of(each.connection(), event);
      switch (each.effect()) {
        case Effect.Send send -> {
          int ordinal = recorder.sent(conversation, party, send, cause, now);
          network.transmit(now, party.other(), conversation, ordinal, send.packet());
        }
        case Effect.Moved moved -> {
          if (moved.to() == StateName.ESTABLISHED
              && users.connection(party) != each.connection().number()) {
            users.began(party, each.connection().number());
          }
          recorder.moved(conversation, party, subject(each), moved, cause, now);
          if (each.connection().number() == users.connection(party)) {
            doings.addAll(users.entered(party, moved.from(), moved.to()));
          }
        }
        case Effect.Deliver(Octets text, var rule) -> {
          recorder.write(
              new Entry.UserCall(
                  conversation,
                  party,
                  0,
                  "RECEIVE",
                  null,
                  text.length() + " octets",
                  now,
                  rule.text()));
          doings.addAll(users.received(party, text.length()));
        }
        case Effect.Returned told ->
            recorder.write(
                new Entry.UserCall(
                    conversation,
                    party,
                    told.call(),
                    told.op(),
                    null,
                    told(told),
                    now,
                    told.rule().text()));
        case Effect.Start(Timer timer, long deadline, var rule) ->
            recorder.write(
                new Entry.TimerChange(
                    conversation,
                    party,
                    timer,
                    Entry.TimerAction.STARTED,
                    deadline,
                    now,
                    rule.text()));
        case Effect.Stop(Timer timer, var rule) ->
            recorder.write(
                new Entry.TimerChange(
                    conversation, party, timer, Entry.TimerAction.STOPPED, null, now, rule.text()));
        case Effect.NegativeAdvice advice ->
            recorder.write(
                new Entry.Note(
                    conversation,
                    party,
                    "IP is warned that the way to the peer may be dead (" + advice.rule() + ")",
                    now));
        case Effect.Accepted _, Effect.Dropped _, Effect.Spend _, Effect.Remember _ -> {}
      }
    }
    doings.forEach(this::call);
  }

  private static Subject subject(Addressed each) {
    return each.owner() == Owner.LISTENER ? Subject.LISTENER : Subject.CONNECTION;
  }

  /** Text that tells where it stands: octets 0, 1, 2, … of each SEND. */
  private static Octets text(Party end, int bytes) {
    byte[] text = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      text[i] = (byte) ((end == Party.CLIENT ? 'a' : 'A') + i % 26);
    }
    return Octets.of(text);
  }

  private Host host(Party party) {
    return Objects.requireNonNull(hosts.get(party));
  }
}

package dev.handshakelab.simulation;

import dev.handshakelab.scenario.Flood;
import dev.handshakelab.scenario.Milliseconds;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.Step;
import dev.handshakelab.scenario.Until;
import dev.handshakelab.simulation.Network.Arriving;
import dev.handshakelab.simulation.Network.Sending;
import dev.handshakelab.simulation.Users.Doing;
import dev.handshakelab.tcp.Effect;
import dev.handshakelab.tcp.HostInput;
import dev.handshakelab.tcp.HostOutcome;
import dev.handshakelab.tcp.HostOutcome.Owner;
import dev.handshakelab.tcp.HostOutcome.Told;
import dev.handshakelab.tcp.IcmpError;
import dev.handshakelab.tcp.Path;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.tcp.Timer;
import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Clock;
import dev.handshakelab.trace.Disposition;
import dev.handshakelab.trace.EffectEntries;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Entry.Subject;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Recorder;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.Octets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One simulated session under way: two hosts, the network between them, the users at both, and a
 * clock that jumps to whatever is due next. It decides nothing about TCP; it hands events to the
 * hosts and does what they answer, writing everything down.
 *
 * <p>At one instant timers go first, then arrivals, then calls.
 */
final class Run implements Network.Ends {
  /** A session that has not come to rest by then never will: 24 h. */
  private static final long LIMIT_NS = 24L * 3600 * 1_000_000_000;

  /** How many segments a session may have, */
  private static final int SEGMENTS = 100_000;

  /** and how many more for each SYN of a flood, which is asked for and may be answered. */
  private static final int SEGMENTS_OF_SPOOFED = 4;

  /** Or so many for each OPEN, when that is more. */
  private static final int SEGMENTS_OF_OPENED = 50;

  private static final String DOWN = "the machine is down";

  private final SessionRequest request;
  private final Recorder recorder;
  private final Conversations conversations;
  private final Network network;
  private final Outsiders outsiders;
  private final Users users;
  private final UserCalls userCalls;
  private final Agenda agenda = new Agenda();
  private final Hosts hosts;
  private final List<Doing> doings = new ArrayList<>();
  private long now;

  /** The same, as the entries of this instant keep it. */
  private Long stamp = 0L;

  Run(SessionRequest request, Consumer<Entry> live) {
    this.request = request;
    this.recorder = new Recorder(Clock.VIRTUAL, live);
    this.conversations = new Conversations(recorder, Machines.own(request));
    this.hosts = new Hosts(request, recorder);
    this.network = new Network(request, agenda, this, recorder);
    this.outsiders = new Outsiders(request, agenda, conversations, recorder, this::arrive);
    this.users = new Users(request);
    this.userCalls = new UserCalls(request, hosts, users, conversations, recorder, this::perform);
  }

  Trace toTheEnd() throws RunFailure {
    users.atStart().forEach(doing -> userCalls.perform(stamp, doing));
    for (Step step : request.steps()) {
      if (step.when() instanceof Step.When.At(double atMs)) {
        var doing = Doing.Scripted.of(step);
        agenda.put(
            Milliseconds.toNanos(atMs), Agenda.Rank.CALL, () -> userCalls.perform(stamp, doing));
      }
    }
    outsiders.schedule();
    long end =
        request.until() instanceof Until.At(double ms) ? Milliseconds.toNanos(ms) : Long.MAX_VALUE;
    int most = mostSegments();
    boolean rests = request.until() instanceof Until.Quiescent;
    for (long next = next();
        next <= end && next != Agenda.NEVER && !(rests && isQuiescent());
        next = next()) {
      hosts.advance(next);
      if (now != next) {
        now = next;
        stamp = next;
      }
      if (now > LIMIT_NS) {
        throw new RunFailure("not at rest after 24 h of virtual time");
      }
      if (recorder.segmentCount() > most) {
        throw new RunFailure("not at rest after " + most + " segments");
      }
      if (!expire()) {
        Objects.requireNonNull(agenda.take()).run();
      }
    }
    hosts.advance(Long.MAX_VALUE);
    return recorder.trace();
  }

  private int mostSegments() {
    int opened = 0;
    for (Step step : request.steps()) {
      opened += step.call() == Step.Call.OPEN ? 1 : 0;
    }
    int flooded = 0;
    for (Flood flood : request.network().floods()) {
      flooded += flood.count();
    }
    return Math.max(SEGMENTS, SEGMENTS_OF_OPENED * opened) + SEGMENTS_OF_SPOOFED * flooded;
  }

  private long next() {
    return Math.min(agenda.next(), hosts.nextDeadline());
  }

  /** Nothing is in flight or planned and no timer is armed but keepalive. */
  private boolean isQuiescent() {
    return agenda.next() == Agenda.NEVER && hosts.areAtRest();
  }

  private boolean expire() {
    for (Party party : Hosts.PARTIES) {
      var host = hosts.of(party);
      if (host.nextDeadline() <= now) {
        var outcome = host.expire(now);
        Timer timer = Objects.requireNonNull(outcome.expired());
        int conversation = conversationOf(party, outcome);
        recorder.write(
            new Entry.TimerChange(
                conversation, party, timer, Entry.TimerAction.EXPIRED, null, stamp, null));
        perform(party, outcome, null, new Cause.ByTimer(timer), conversation);
        return true;
      }
    }
    return false;
  }

  private int conversationOf(Party party, HostOutcome outcome) {
    return outcome.told().isEmpty()
        ? 1
        : conversations.of(party, outcome.told().getFirst().connection().number(), 1);
  }

  /** A packet reaches a machine. */
  @Override
  public void arrive(Arriving arriving) {
    if (arriving.corrupted()) {
      recorder.arrivedCorrupted(arriving.segment(), arriving.copy(), stamp);
      return;
    }
    var party = arriving.to();
    if (hosts.isDown(party)) {
      recorder.write(
          new Entry.Arrived(
              arriving.segment(), arriving.copy(), stamp, false, Disposition.DROPPED, DOWN, null));
      return;
    }
    var outcome = hosts.of(party).handle(now, new HostInput.Arrival(arriving.packet()));
    recorder.arrived(arriving.segment(), arriving.copy(), outcome, stamp);
    perform(
        party,
        outcome,
        null,
        new Cause.BySegment(arriving.segment(), arriving.copy()),
        arriving.conversation());
    if (arriving.copy() == 1) {
      for (Doing doing : users.arrived(arriving.segment())) {
        call(doing);
      }
    }
  }

  @Override
  public void unreachable(Sending sending, int type, int code) {
    var party = sending.from();
    if (hosts.isDown(party)) {
      return;
    }
    var host = hosts.of(party);
    var packet = sending.packet();
    var path = new Path(packet.source(), packet.destination(), host.mtu());
    var error = new IcmpError(false, type, code, 0, packet.segment().sequence());
    var outcome = host.handle(now, new HostInput.Icmp(path, error));
    var effects = outcome.effects();
    var rule = effects.isEmpty() ? null : effects.getFirst().effect().rule().text();
    recorder.write(
        new Entry.Icmp(sending.conversation(), party, type, code, sending.ordinal(), stamp, rule));
    perform(party, outcome, null, new Cause.ByIcmp(type, code), sending.conversation());
  }

  @Override
  public void reset(Sending sending) {
    outsiders.reset(now, sending);
  }

  /** A user will make this call at this instant, after what arrives at it. */
  private void call(Doing doing) {
    agenda.put(now, Agenda.Rank.CALL, () -> userCalls.perform(stamp, doing));
  }

  /** A machine is as it answered; does what it asks for. */
  private void perform(
      Party party, HostOutcome outcome, Effect.@Nullable Returned told, Cause cause, int event) {
    boolean waits = hosts.become(party, outcome, now);
    for (Told each : outcome.told()) {
      int conversation = conversations.of(party, each.connection().number(), event);
      var effects = each.effects();
      for (int i = 0; i < effects.size(); i++) {
        if (told == null || !told.equals(effects.get(i))) {
          perform(party, each, effects.get(i), conversation, cause);
        }
      }
    }
    if (waits && users.acceptsAtOnce(party)) {
      call(new Doing.Accept(party));
    }
    for (Doing doing : doings) {
      call(doing);
    }
    doings.clear();
  }

  private void perform(Party party, Told by, Effect effect, int conversation, Cause cause) {
    int connection = by.connection().number();
    switch (effect) {
      case Effect.Send send -> {
        int ordinal = recorder.sent(conversation, party, send, cause, stamp);
        outsiders.see(conversation, party, send.packet().segment());
        network.transmit(now, new Sending(party, conversation, ordinal, send.packet()));
      }
      case Effect.Moved moved -> {
        if (moved.to() == StateName.ESTABLISHED) {
          comeOut(party, connection);
        }
        recorder.moved(conversation, party, subject(by), moved, cause, stamp);
        if (users.isOwn(party, connection)) {
          users.entered(party, moved.to(), doings);
        }
      }
      case Effect.Deliver(Octets text, var _) -> {
        comeOut(party, connection);
        write(conversation, party, effect);
        if (users.isOwn(party, connection)) {
          users.received(party, text.length(), doings);
        }
      }
      case Effect.Accepted _, Effect.Dropped _ -> {} // written with the arrival
      case Effect.Returned _,
          Effect.Start _,
          Effect.Stop _,
          Effect.NegativeAdvice _,
          Effect.Spend _,
          Effect.Remember _ ->
          write(conversation, party, effect);
    }
  }

  private void write(int conversation, Party party, Effect effect) {
    var entry = EffectEntries.of(conversation, party, effect, stamp);
    if (entry != null) {
      recorder.write(entry);
    }
  }

  /** A connection came out of a listener: its user has it from now on. */
  private void comeOut(Party party, int connection) {
    var path = hosts.path(party, connection);
    if (path == null) {
      return;
    }
    var client = party == Party.CLIENT ? path.local() : path.remote();
    boolean known = users.connection(party, client.port()) == connection;
    if (!known && client.address().equals(Machines.CLIENT.address())) {
      users.began(party, client.port(), connection, false);
    }
  }

  private static Subject subject(Told by) {
    return by.owner() == Owner.LISTENER ? Subject.LISTENER : Subject.CONNECTION;
  }
}

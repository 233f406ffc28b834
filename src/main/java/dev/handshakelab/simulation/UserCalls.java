package dev.handshakelab.simulation;

import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.SimulatedMachine;
import dev.handshakelab.scenario.Step;
import dev.handshakelab.simulation.Users.Doing;
import dev.handshakelab.simulation.Users.Doing.Scripted;
import dev.handshakelab.tcp.ConnectionId;
import dev.handshakelab.tcp.Effect;
import dev.handshakelab.tcp.HostInput;
import dev.handshakelab.tcp.HostOutcome;
import dev.handshakelab.tcp.HostOutcome.Told;
import dev.handshakelab.tcp.Op;
import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.EffectEntries;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Recorder;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Puts the users' calls to their machines and writes down what they are told at once. */
final class UserCalls {
  private static final String DOWN = "the machine is down";

  private final SessionRequest request;
  private final Hosts hosts;
  private final Users users;
  private final Conversations conversations;
  private final Recorder recorder;
  private final Answers answers;

  private int callsOfClient;
  private int callsOfServer;
  private Long now = 0L;

  /** Does what a machine answers. */
  interface Answers {
    /**
     * @param told what the user was told of the call at once, which is done with; null for nothing
     */
    void perform(
        Party party, HostOutcome outcome, Effect.@Nullable Returned told, Cause cause, int event);
  }

  /** How a numbered call is put to the host. */
  private interface Numbered {
    HostInput input(int id);
  }

  UserCalls(
      SessionRequest request,
      Hosts hosts,
      Users users,
      Conversations conversations,
      Recorder recorder,
      Answers answers) {
    this.request = request;
    this.hosts = hosts;
    this.users = users;
    this.conversations = conversations;
    this.recorder = recorder;
    this.answers = answers;
  }

  void perform(Long nowNs, Doing doing) {
    now = nowNs;
    switch (doing) {
      case Doing.Accept(Party end) ->
          hosts.become(end, hosts.of(end).handle(now, new HostInput.Accept(local(end))), now);
      case Scripted call when hosts.isDown(call.end()) && call.call() != Step.Call.RESTART ->
          tell(call, "error: " + DOWN);
      case Scripted call -> perform(call);
    }
  }

  private static SocketAddress local(Party end) {
    return Machines.address(end);
  }

  private void tell(Scripted call, String result) {
    recorder.write(
        new Entry.UserCall(
            1, call.end(), nextId(call.end()), call.call().name(), null, result, now, null));
  }

  private int nextId(Party end) {
    return switch (end) {
      case CLIENT -> ++callsOfClient;
      case SERVER -> ++callsOfServer;
    };
  }

  private void perform(Scripted call) {
    var end = call.end();
    switch (call.call()) {
      case LISTEN -> {
        var backlog = SimulatedMachine.backlog(request.end(end));
        make(call, null, id -> new HostInput.Listen(id, local(end), backlog));
      }
      case ACCEPT -> accept(call);
      case OPEN -> open(call);
      case SEND -> user(call, call.bytes() + " octets", new Op.Send(text(end, call.bytes())));
      case CLOSE -> user(call, null, new Op.Close());
      case ABORT -> user(call, null, new Op.Abort());
      case CRASH -> {
        make(call, null, _ -> new HostInput.Crash());
        hosts.goDown(end);
      }
      case RESTART -> {
        hosts.comeUp(end);
        recorder.write(new Entry.Note(0, end, "the machine is up again, with no memory", now));
      }
    }
  }

  private void accept(Scripted call) {
    var end = call.end();
    boolean waiting = hosts.hasWaiting(end);
    tell(call, waiting ? "ok" : "error: no connection waits");
    hosts.become(end, hosts.of(end).handle(now, new HostInput.Accept(local(end))), now);
  }

  private void open(Scripted call) {
    var end = call.end();
    var client = new SocketAddress(Machines.CLIENT.address(), call.port());
    var from = end == Party.CLIENT ? client : Machines.SERVER;
    var peer = end == Party.CLIENT ? Machines.SERVER : client;
    var to = call.toSelf() ? from : peer;
    int connection = hosts.of(end).begun() + 1;
    boolean own = call.port() == Machines.CLIENT.port();
    boolean fast = request.end(end).options().opensFast();
    boolean withText = own && fast && users.bytesOf(end) > 0;
    var open = new Op.Open(fast, withText ? text(end, users.bytesOf(end)) : Octets.EMPTY);
    int id = nextId(end);
    var outcome = hosts.of(end).handle(now, new HostInput.Open(id, from, to, open));
    if (outcome.next().begun() == connection) {
      users.began(end, call.port(), connection, withText);
      conversations.opened(end, connection, from, to);
    }
    tell(call, withText ? users.bytesOf(end) + " octets" : null, id, outcome);
  }

  private void user(Scripted call, @Nullable String detail, Op op) {
    int connection = users.connection(call.end(), call.port());
    if (connection == ConnectionId.NOBODY && call.call() == Step.Call.CLOSE) {
      make(call, null, id -> new HostInput.CloseListener(id, local(call.end())));
    } else {
      make(call, detail, id -> new HostInput.User(connection, id, op));
    }
  }

  private void make(Scripted call, @Nullable String detail, Numbered numbered) {
    int id = nextId(call.end());
    tell(call, detail, id, hosts.of(call.end()).handle(now, numbered.input(id)));
  }

  private void tell(Scripted call, @Nullable String detail, int id, HostOutcome outcome) {
    var end = call.end();
    int connection = users.connection(end, call.port());
    int conversation = connection == ConnectionId.NOBODY ? 1 : conversations.of(end, connection, 1);
    var answer = answer(outcome, id);
    recorder.write(
        new Entry.UserCall(
            conversation,
            end,
            id,
            call.call().name(),
            detail,
            answer == null ? null : EffectEntries.told(answer),
            now,
            answer == null ? null : answer.rule().text()));
    var cause = new Cause.ByCall(call.call().name());
    answers.perform(end, outcome, answer, cause, conversation);
  }

  /** What the user is told of a call at once; null when the answer comes later. */
  private static Effect.@Nullable Returned answer(HostOutcome outcome, int id) {
    for (Told told : outcome.told()) {
      var effects = told.effects();
      for (int i = 0; i < effects.size(); i++) {
        if (effects.get(i) instanceof Effect.Returned answer && answer.call() == id) {
          return answer;
        }
      }
    }
    return null;
  }

  /** Text that tells where it stands: octets 0, 1, 2, … of each SEND. */
  private static Octets text(Party end, int bytes) {
    byte[] text = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      text[i] = (byte) ((end == Party.CLIENT ? 'a' : 'A') + i % 26);
    }
    return Octets.of(text);
  }
}

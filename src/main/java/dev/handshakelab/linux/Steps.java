package dev.handshakelab.linux;

import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.socket.KernelState;
import dev.handshakelab.linux.socket.TcpSocket;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.Step;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.Octets;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the request has the users and the machines do, and the server take from its queue, on the
 * kernel's sockets. One step at a time, so that both ends have seen what came of it before the
 * next.
 */
final class Steps {
  private static final String DOWN = "error: the machine is down";
  private static final String EXISTS = "error: connection already exists";

  private final SessionRequest request;
  private final Talks talks;
  private final Listening listening;
  private final Sightings sightings;
  private final TimeZero zero;
  private final Plan plan;
  private final Place place;
  private final Logbook logbook;
  private final Set<Party> down = EnumSet.noneOf(Party.class);
  private Octets savedSyn = Octets.EMPTY;

  Steps(
      SessionRequest request,
      Place place,
      Talks talks,
      Listening listening,
      Sightings sightings,
      TimeZero zero,
      Logbook logbook) {
    this.request = request;
    this.place = place;
    this.talks = talks;
    this.listening = listening;
    this.sightings = sightings;
    this.zero = zero;
    this.logbook = logbook;
    plan = new Plan(request.steps());
  }

  Plan plan() {
    return plan;
  }

  /** The headers of the session's own SYN as the server's kernel kept them; empty if it did not. */
  Octets savedSyn() {
    return savedSyn;
  }

  /** What the ends are asked to be and to do before the first step. */
  void prepare() throws LinuxException {
    Talk own = talks.own();
    AskedOfSocket.ofClient(own.clientSocket(), request.client(), 1);
    AskedOfSocket.ofServer(listening.socket(), request.server());
    boolean listensLater =
        request.steps().stream().anyMatch(step -> step.call() == Step.Call.LISTEN);
    if (request.server().listens() && !listensLater) {
      listening.listen(own.user(Party.SERVER).nextCall());
    }
    if (request.client().listens()) {
      TcpSocket socket = own.clientSocket();
      int port = socket.localAddress().port();
      Binding binding = () -> place.bind(Party.CLIENT, port);
      new Listening(Party.CLIENT, socket, binding, request.client(), logbook)
          .listen(own.user(Party.CLIENT).nextCall());
    }
  }

  /** Does what is due now; false when that is nothing. */
  boolean perform() throws LinuxException {
    if (plan.left().isEmpty() || acceptIsDue()) {
      return false;
    }
    Step step = plan.next(zero.sinceNs(), sightings::hasArrived);
    if (step != null) {
      perform(step);
    }
    return step != null;
  }

  private void perform(Step step) throws LinuxException {
    KernelUser user = talks.from(step.port()).user(step.end());
    if (down.contains(step.end()) && step.call() != Step.Call.RESTART) {
      user.refuse(step.call(), DOWN);
      return;
    }
    switch (step.call()) {
      case OPEN -> open(step);
      case LISTEN -> listening.listen(user.nextCall());
      case ACCEPT -> {
        long nowNs = logbook.nowNs();
        String result = acceptNext() ? "ok" : "error: no connection waits";
        logbook.write(new Told.Called(step.end(), user.nextCall(), "ACCEPT", null, result, nowNs));
      }
      case SEND -> user.send(step.bytes());
      case CLOSE -> close(user);
      case ABORT -> user.abort();
      case CRASH -> crash(step.end());
      case RESTART -> {
        down.remove(step.end());
        sightings.setDown(step.end(), false);
        logbook.remark(step.end(), "the machine is up again, with no memory");
      }
    }
  }

  private void open(Step step) throws LinuxException {
    long nowNs = logbook.nowNs();
    zero.opening(step, nowNs);
    if (step.end() == Party.SERVER) {
      talks.own().user(Party.SERVER).open(listening.socket(), false, nowNs);
      return;
    }
    Talk talk;
    try {
      talk = talks.toOpen(step.port());
    } catch (LinuxException inUse) {
      talks.from(step.port()).user(Party.CLIENT).refuse(Step.Call.OPEN, inUse);
      return;
    }
    if (talk == null) {
      talks.from(step.port()).user(Party.CLIENT).refuse(Step.Call.OPEN, EXISTS);
      return;
    }
    talk.noteOpened();
    boolean fast = talks.isOwn(talk) && request.client().options().opensFast();
    talk.user(Party.CLIENT).open(talk.clientSocket(), fast, nowNs);
  }

  /** Nothing leaves the machine any more, so nobody hears what becomes of its sockets. */
  private void crash(Party party) throws LinuxException {
    down.add(party);
    sightings.setDown(party, true);
    for (Talk talk : talks.all()) {
      KernelUser user = talk.user(party);
      if (talks.isOwn(talk) || !user.isOver()) {
        user.crash();
      }
    }
    if (party == Party.SERVER && listening.isListening()) {
      listening.forget();
    }
  }

  /** A server that has no connection yet closes its listener. */
  private void close(KernelUser user) throws LinuxException {
    int call = user.nextCall();
    boolean ofServer = user.equals(talks.own().user(Party.SERVER));
    if (ofServer && listening.isListening() && !talks.own().server().hasSocket()) {
      listening.close(call);
    } else {
      user.close(call);
    }
  }

  /** Takes what waits, where the server does so without being told. */
  boolean accept() throws LinuxException {
    return request.server().queues().acceptsAtOnce() && acceptNext();
  }

  /** Takes the next connection from the listener; false when none waits. */
  private boolean acceptNext() throws LinuxException {
    TcpSocket.Accepted accepted = listening.accept();
    if (accepted == null) {
      return false;
    }
    Talk talk = talks.awaiting(accepted.peer());
    if (talk != null) {
      talk.user(Party.SERVER).accepted(accepted.socket());
      if (talks.isOwn(talk)) {
        savedSyn = place.asSent(accepted.socket().savedSyn());
      }
    } else if (talks.knows(accepted.peer())) {
      talks.keep(accepted.socket());
      logbook.remark(Party.SERVER, "a SYN of old has opened one more connection, which is kept");
    } else {
      listening.turnAway(accepted);
    }
    return true;
  }

  /**
   * The client is through, so the server's side of it is about to be there; on a link of the lab's,
   * only once the server's kernel says so.
   */
  boolean acceptIsDue() throws LinuxException {
    KernelUser client = talks.own().user(Party.CLIENT);
    KernelEnd server = talks.own().server();
    return client.isEstablished()
        && !defersAccept()
        && request.server().queues().acceptsAtOnce()
        && !client.isOver()
        && listening.isListening()
        && !server.hasSocket()
        && (!sightings.linked() || server.state() == KernelState.ESTABLISHED);
  }

  /** Whether the listener waits for text. */
  private boolean defersAccept() {
    Double ms = request.server().queues().deferAcceptMs();
    return ms != null && ms > 0;
  }
}

package dev.handshakelab.linux;

import dev.handshakelab.linux.ffi.Constants;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.ffi.Poll;
import dev.handshakelab.linux.socket.DiagnosedSocket;
import dev.handshakelab.linux.socket.KernelState;
import dev.handshakelab.linux.socket.TcpInfo;
import dev.handshakelab.linux.socket.TcpSocket;
import dev.handshakelab.linux.tracing.KernelLog;
import dev.handshakelab.linux.tun.Counters;
import dev.handshakelab.scenario.Exchange;
import dev.handshakelab.scenario.Flood;
import dev.handshakelab.scenario.KernelAccount;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.Step;
import dev.handshakelab.scenario.Until;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Entry.Subject;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.Octets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One conversation between two kernel sockets, both ends in one thread that never waits for one of
 * them alone. The order is what makes its evidence whole: both sockets are bound, the taps are
 * armed on the server's port, only then something listens or connects; at the end the taps are
 * emptied and disarmed before the sockets are closed, so that nothing of the lab's own tidying is
 * in the trace.
 */
final class KernelSession {
  /** A look at the sockets when nothing has woken the session: after this, then ever later. */
  private static final long FIRST_PAUSE_NS = 100_000;

  private static final long LONGEST_PAUSE_NS = 64_000_000;

  private static final int MOST_LAST_LOOKS = 5;

  /** Two ends, a listener, two taps. */
  private static final int MOST_AWAITED = 5;

  private final SessionRequest request;
  private final Setting setting;
  private final Logbook logbook;
  private final TcpSocket serverSocket;

  /** Every connection, in order of opening; the first is the session's own. */
  private final List<Talk> talks = new ArrayList<>();

  /** By port of the client, the last. */
  private final Map<Integer, Talk> byPort = new HashMap<>();

  private final Talks others;

  /** The session's own connection, of several incarnations the last. */
  private Talk own;

  private final int ownPort;
  private final Listening listening;
  private final Sightings sightings;
  private final KernelLog.@Nullable Following following;
  private final long lostBefore;
  private final Poll poll;
  private final Plan plan;
  private final long begunNanoTime = System.nanoTime();
  private long zeroNs;
  private boolean opened;
  private Octets savedSyn = Octets.EMPTY;
  private @Nullable KernelState halfOpen;
  private KernelAccount.@Nullable HalfOpen halfOpenAs;
  private SortedMap<String, Long> whileHalfOpen = new TreeMap<>();
  private final Map<Party, Counters> before = new EnumMap<>(Party.class);

  private KernelSession(
      SessionRequest request,
      Setting setting,
      Talk own,
      Talks others,
      TcpSocket serverSocket,
      Sightings sightings,
      KernelLog.@Nullable Following following,
      Poll poll,
      Logbook logbook) {
    this.request = request;
    this.setting = setting;
    this.own = own;
    this.others = others;
    this.serverSocket = serverSocket;
    this.sightings = sightings;
    this.following = following;
    this.logbook = logbook;
    lostBefore = setting.log() == null ? 0 : setting.log().lost();
    this.poll = poll;
    ownPort = own.client().local().port();
    talks.add(own);
    byPort.put(ownPort, own);
    listening = new Listening(serverSocket, request.server().backlog(), logbook);
    plan = new Plan(request.steps());
  }

  /**
   * Carries a request out that {@link Refusals} has nothing against.
   *
   * @throws LinuxException when the kernel refuses a call that the session cannot do without
   * @throws RunFailure when it is not over by the deadline
   */
  static Evidence run(SessionRequest request, Setting setting) throws LinuxException, RunFailure {
    Place place = setting.place();
    var logbook = new Logbook(setting.clock());
    // Closed in the opposite order: the taps before the sockets.
    try (TcpSocket serverSocket = place.bind(Party.SERVER, 0);
        Talk own =
            new Talk(
                place,
                place.bind(Party.CLIENT, 0),
                serverSocket.localAddress(),
                request.exchange(),
                logbook,
                place.tier() == Tier.SOCKETS_ONLY);
        Talks others = new Talks(new ArrayList<>(), new ArrayList<>());
        Poll poll = new Poll(MOST_AWAITED + 2 * opens(request));
        KernelLog.Following following =
            follow(setting.log(), own.server().local().port(), place.handingThread());
        Sightings sightings = place.watch(request, own.client().local(), own.client().remote())) {
      var session =
          new KernelSession(
              request, setting, own, others, serverSocket, sightings, following, poll, logbook);
      session.prepare();
      session.converse();
      return session.evidence();
    }
  }

  /**
   * What is opened besides the first connection, to be closed when nothing is seen any more.
   *
   * @param repeated what the server has accepted that no client of the session asked for
   */
  private record Talks(List<Talk> open, List<TcpSocket> repeated) implements AutoCloseable {
    boolean anyRepeatedIsOpening() throws LinuxException {
      for (TcpSocket socket : repeated) {
        if (socket.info().state() == KernelState.SYN_RECV) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void close() {
      open.forEach(Talk::close);
      repeated.forEach(TcpSocket::close);
    }
  }

  private static int opens(SessionRequest request) {
    return (int) request.steps().stream().filter(step -> step.call() == Step.Call.OPEN).count();
  }

  private static KernelLog.@Nullable Following follow(
      @Nullable KernelLog log, int port, @Nullable Integer handingThread) {
    return log == null ? null : log.follow(port, handingThread);
  }

  private void prepare() throws LinuxException {
    for (Party party : Party.values()) {
      before.put(party, setting.place().counters(party));
    }
    AskedOfSocket.ofClient(own.clientSocket(), request.client(), 1);
    AskedOfSocket.ofServer(listening.socket(), request.server());
    boolean listensLater =
        request.steps().stream().anyMatch(step -> step.call() == Step.Call.LISTEN);
    if (request.server().listens() && !listensLater) {
      listening.listen(own.user(Party.SERVER).nextCall());
    }
    if (request.client().listens()) {
      new Listening(Party.CLIENT, own.clientSocket(), request.client().backlog(), logbook)
          .listen(own.user(Party.CLIENT).nextCall());
    }
    zeroNs = logbook.nowNs();
    if (sightings.linked() && !opensAtZero()) {
      begin();
    }
  }

  private boolean opensAtZero() {
    return request.steps().stream()
        .anyMatch(step ->
            step.call() == Step.Call.OPEN
                && step.when() instanceof Step.When.At at
                && at.atMs() == 0);
  }

  /** Time zero is settled. */
  private void begin() {
    opened = true;
    sightings.begin(zeroNs);
    for (Flood flood : request.network().floods()) {
      logbook.write(new Told.Remark(null, flood.told(), zeroNs + flood.atNs(0)));
    }
  }

  private void converse() throws LinuxException, RunFailure {
    long pauseNs = FIRST_PAUSE_NS;
    while (true) {
      boolean seen = sightings.drain();
      boolean changed = accept();
      for (Talk talk : talks) {
        changed |= talk.turn();
      }
      changed |= perform();
      sampleHalfOpen();
      if (isOver(changed)) {
        return;
      }
      checkTime();
      pauseNs = seen || changed ? FIRST_PAUSE_NS : Math.min(2 * pauseNs, LONGEST_PAUSE_NS);
      if (!changed) {
        await(pauseNs);
      }
    }
  }

  /** Nanoseconds from time zero. */
  private long sessionNs() {
    return logbook.nowNs() - zeroNs;
  }

  private boolean accept() throws LinuxException {
    return request.server().queues().acceptsAtOnce() && acceptNext();
  }

  /** Takes the next connection from the listener; false when none waits. */
  private boolean acceptNext() throws LinuxException {
    TcpSocket.Accepted accepted = listening.accept();
    if (accepted == null) {
      return false;
    }
    for (Talk talk : talks.reversed()) {
      if (!talk.server().hasSocket() && talk.server().remote().equals(accepted.peer())) {
        talk.user(Party.SERVER).accepted(accepted.socket());
        if (talk.equals(own)) {
          savedSyn = setting.place().asSent(accepted.socket().savedSyn());
        }
        return true;
      }
    }
    boolean known = talks.stream().anyMatch(talk -> talk.server().remote().equals(accepted.peer()));
    if (known) {
      others.repeated().add(accepted.socket());
      logbook.remark(Party.SERVER, "a SYN of old has opened one more connection, which is kept");
    } else {
      listening.turnAway(accepted);
    }
    return true;
  }

  /** A request has no descriptor; sock_diag shows it, where it lasts long enough to be found. */
  private void sampleHalfOpen() throws LinuxException {
    if (halfOpen == null
        && sightings.linked()
        && listening.isListening()
        && !own.server().hasSocket()) {
      DiagnosedSocket found = own.server().diagnosed();
      if (found != null && found.state().state() == StateName.SYN_RECEIVED) {
        halfOpen = found.state();
        halfOpenAs =
            new KernelAccount.HalfOpen(
                found.state().name(),
                found.timer().name(),
                found.retransmissions(),
                logbook.nowNs() - zeroNs);
        whileHalfOpen = named(own.client());
        logbook.write(
            new Told.Sampled(Party.SERVER, Subject.CONNECTION, halfOpen, logbook.nowNs()));
      }
    }
  }

  /** Whether the listener waits for text. */
  private boolean defersAccept() {
    Double ms = request.server().queues().deferAcceptMs();
    return ms != null && ms > 0;
  }

  /**
   * The client is through, so the server's side of it is about to be there; on a link of the lab's,
   * only once the server's kernel says so.
   */
  private boolean acceptIsDue() throws LinuxException {
    KernelUser client = own.user(Party.CLIENT);
    return client.isEstablished()
        && !defersAccept()
        && request.server().queues().acceptsAtOnce()
        && !client.isOver()
        && listening.isListening()
        && !own.server().hasSocket()
        && (!sightings.linked() || own.server().state() == KernelState.ESTABLISHED);
  }

  // Steps.

  /** One step at a time, so that both ends have seen what came of it before the next. */
  private boolean perform() throws LinuxException {
    if (plan.left().isEmpty() || acceptIsDue()) {
      return false;
    }
    Step step = plan.next(sessionNs(), sightings::hasArrived);
    if (step != null) {
      perform(step);
    }
    return step != null;
  }

  private void perform(Step step) throws LinuxException {
    Talk talk = byPort.getOrDefault(step.port() == null ? ownPort : step.port(), own);
    KernelUser user = talk.user(step.end());
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
        sightings.setDown(step.end(), false);
        logbook.remark(step.end(), "the machine is up again, with no memory");
      }
    }
  }

  /** Time zero is the moment before the kernel is asked to connect, on the clock of its packets. */
  private void open(Step step) throws LinuxException {
    long nowNs = logbook.nowNs();
    if (!opened) {
      zeroNs = step.when() instanceof Step.When.At ? nowNs - Plan.atNs(step) : zeroNs;
      begin();
    }
    if (step.end() == Party.SERVER) {
      own.user(Party.SERVER).open(serverSocket, false, nowNs);
      return;
    }
    int port = step.port() == null ? ownPort : step.port();
    Talk last = byPort.get(port);
    if (last != null && last.wasOpened() && !last.isOver()) {
      int call = last.user(Party.CLIENT).nextCall();
      String result = "error: connection already exists";
      logbook.write(new Told.Called(Party.CLIENT, call, "OPEN", null, result, nowNs));
      return;
    }
    Talk talk = last == null || last.wasOpened() ? another(port, last) : last;
    talk.noteOpened();
    boolean fast = talk.equals(own) && request.client().options().opensFast();
    talk.user(Party.CLIENT).open(talk.clientSocket(), fast, nowNs);
  }

  /**
   * One more connection of the client's.
   *
   * @param last from the same port; null when there was none
   */
  private Talk another(int port, @Nullable Talk last) throws LinuxException {
    Place place = setting.place();
    if (last != null) {
      last.freePort();
    }
    TcpSocket socket = place.bind(Party.CLIENT, port);
    int before = (int) talks.stream().filter(talk -> talk.client().local().port() == port).count();
    boolean isOwn = port == ownPort;
    var whose = new Told.Whose(socket.localAddress(), before + 1);
    var talk =
        new Talk(
            place,
            socket,
            own.server().local(),
            isOwn ? request.exchange() : Exchange.NOTHING,
            logbook.of(whose),
            false);
    AskedOfSocket.ofClient(socket, request.client(), isOwn ? before + 1 : 0);
    talks.add(talk);
    others.open().add(talk);
    byPort.put(port, talk);
    own = isOwn ? talk : own;
    return talk;
  }

  /** Nothing leaves the machine any more, so nobody hears what becomes of its sockets. */
  private void crash(Party party) throws LinuxException {
    sightings.setDown(party, true);
    for (Talk talk : talks) {
      KernelUser user = talk.user(party);
      if (talk.equals(own) || !user.isOver()) {
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
    boolean ofServer = user.equals(own.user(Party.SERVER));
    if (ofServer && listening.isListening() && !own.server().hasSocket()) {
      listening.close(call);
    } else {
      user.close(call);
    }
  }

  // The end.

  private boolean isOver(boolean changed) throws LinuxException {
    return switch (request.until()) {
      case Until.At at -> sessionNs() >= Plan.nanos(at.ms());
      case Until.Quiescent _ ->
          !changed && !plan.waitsForTime() && !acceptIsDue() && talksRest() && !sightings.drain();
    };
  }

  private boolean talksRest() throws LinuxException {
    long nowNs = System.nanoTime();
    for (Talk talk : talks) {
      if (!talk.rests(sightings, nowNs)) {
        return false;
      }
    }
    return !others.anyRepeatedIsOpening();
  }

  private void checkTime() throws LinuxException, RunFailure {
    if (System.nanoTime() - begunNanoTime > setting.deadline().toNanos()) {
      throw new RunFailure(
          "not over after %d ms: the client is in %s, the server in %s"
              .formatted(
                  setting.deadline().toMillis(), own.client().state(), own.server().state()));
    }
    String broken = sightings.failure();
    if (broken != null) {
      throw new RunFailure(broken);
    }
    if (setting.stopping().getAsBoolean()) {
      throw new RunFailure("the service is stopping");
    }
  }

  private void await(long pauseNs) throws LinuxException {
    talks.forEach(talk -> talk.await(poll));
    if (listening.isListening() && request.server().queues().acceptsAtOnce()) {
      poll.add(listening.socket().fd(), Constants.POLLIN);
    }
    sightings.await(poll);
    long nowNs = sessionNs();
    Long untilStep = plan.untilNextNs(nowNs);
    long most = untilStep == null ? pauseNs : Math.min(pauseNs, untilStep);
    if (request.until() instanceof Until.At at) {
      most = Math.min(most, Plan.nanos(at.ms()) - nowNs);
    }
    poll.await(most);
  }

  private Evidence evidence() throws LinuxException {
    for (Step step : plan.left()) {
      logbook.remark(step.end(), step.call() + " was not made: it was to be " + step.when());
    }
    own.user(Party.CLIENT).sample();
    own.user(Party.SERVER).sample();
    Map<Party, StateName> finals = finalStates();
    return new Evidence(
        setting.place().tier(),
        own.client().local(),
        own.client().remote(),
        zeroNs,
        logbook.told(),
        sightings.packets(),
        sightings.passages(),
        sightings.dropped(),
        following == null ? null : following.events(),
        setting.log() == null ? 0 : setting.log().lost() - lostBefore,
        halfOpen,
        sayings(),
        savedSyn,
        finals);
  }

  private Sayings sayings() throws LinuxException {
    return new Sayings(
        halfOpenAs, account(own.client(), whileHalfOpen), account(own.server(), new TreeMap<>()));
  }

  private KernelAccount.EndAccount account(KernelEnd end, SortedMap<String, Long> whileHalf)
      throws LinuxException {
    Counters now = setting.place().counters(end.party());
    return new KernelAccount.EndAccount(
        named(end),
        whileHalf,
        now.since(before.getOrDefault(end.party(), now)),
        setting.place().settings(end.party()));
  }

  private static SortedMap<String, Long> named(KernelEnd end) throws LinuxException {
    TcpInfo info = end.info();
    return info == null ? new TreeMap<>() : info.named();
  }

  /**
   * The states when nothing is passing any more; of a session that is cut short, those in which it
   * was found after a few looks.
   */
  private Map<Party, StateName> finalStates() throws LinuxException {
    Map<Party, StateName> finals = lastStates();
    for (int looks = 1; sightings.drain() && looks < MOST_LAST_LOOKS; looks++) {
      finals = lastStates();
    }
    return finals;
  }

  private Map<Party, StateName> lastStates() {
    Map<Party, StateName> finals = new EnumMap<>(Party.class);
    try {
      finals.put(Party.CLIENT, own.client().state().state());
      finals.put(Party.SERVER, own.server().state().state());
    } catch (LinuxException unknown) {
      logbook.remark(null, "the kernel does not tell the final states: " + unknown.getMessage());
    }
    return finals;
  }
}

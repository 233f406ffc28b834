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
import java.util.EnumMap;
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
  private final TcpSocket clientSocket;
  private final KernelEnd client;
  private final KernelEnd server;
  private final KernelUser clientUser;
  private final KernelUser serverUser;
  private final Listening listening;
  private final Sightings sightings;
  private final KernelLog.@Nullable Following following;
  private final long lostBefore;
  private final Poll poll;
  private final Plan plan;
  private final Quiescence quiescence = new Quiescence();
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
      TcpSocket clientSocket,
      TcpSocket serverSocket,
      KernelEnd client,
      KernelEnd server,
      Sightings sightings,
      KernelLog.@Nullable Following following,
      Poll poll) {
    this.request = request;
    this.setting = setting;
    this.clientSocket = clientSocket;
    this.client = client;
    this.server = server;
    this.sightings = sightings;
    this.following = following;
    lostBefore = setting.log() == null ? 0 : setting.log().lost();
    this.poll = poll;
    logbook = new Logbook(setting.clock());
    clientUser = new KernelUser(client, request.exchange(), logbook, !sightings.seeing());
    serverUser = new KernelUser(server, request.exchange(), logbook, !sightings.seeing());
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
    try (TcpSocket serverSocket = place.bind(Party.SERVER);
        TcpSocket clientSocket = place.bind(Party.CLIENT)) {
      return run(request, setting, clientSocket, serverSocket);
    }
  }

  private static Evidence run(
      SessionRequest request, Setting setting, TcpSocket clientSocket, TcpSocket serverSocket)
      throws LinuxException, RunFailure {
    Place place = setting.place();
    var ours = clientSocket.localAddress();
    var theirs = serverSocket.localAddress();
    var oursToThem = place.seenByPeer(Party.CLIENT, ours);
    var theirsToUs = place.seenByPeer(Party.SERVER, theirs);
    // Closed in the opposite order: the taps before the sockets.
    try (KernelEnd server =
            new KernelEnd(Party.SERVER, theirs, oursToThem, place.diagnose(Party.SERVER));
        KernelEnd client =
            new KernelEnd(Party.CLIENT, ours, theirsToUs, place.diagnose(Party.CLIENT));
        Poll poll = new Poll(MOST_AWAITED);
        KernelLog.Following following =
            follow(setting.log(), theirs.port(), place.handingThread());
        Sightings sightings = place.watch(request, ours, theirsToUs)) {
      var session =
          new KernelSession(
              request,
              setting,
              clientSocket,
              serverSocket,
              client,
              server,
              sightings,
              following,
              poll);
      session.prepare();
      session.converse();
      return session.evidence();
    }
  }

  private static KernelLog.@Nullable Following follow(
      @Nullable KernelLog log, int port, @Nullable Integer handingThread) {
    return log == null ? null : log.follow(port, handingThread);
  }

  private void prepare() throws LinuxException {
    for (Party party : Party.values()) {
      before.put(party, setting.place().counters(party));
    }
    AskedOfSocket.ofClient(clientSocket, request.client());
    AskedOfSocket.ofServer(listening.socket(), request.server());
    boolean listensLater =
        request.steps().stream().anyMatch(step -> step.call() == Step.Call.LISTEN);
    if (request.server().listens() && !listensLater) {
      listening.listen(serverUser.nextCall());
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
      changed |= clientUser.turn();
      changed |= serverUser.turn();
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
    if (server.hasSocket()) {
      return false;
    }
    TcpSocket accepted = listening.accept(server.remote());
    if (accepted == null) {
      return false;
    }
    serverUser.accepted(accepted);
    savedSyn = setting.place().asSent(accepted.savedSyn());
    return true;
  }

  /** A request has no descriptor; sock_diag shows it, where it lasts long enough to be found. */
  private void sampleHalfOpen() throws LinuxException {
    if (halfOpen == null && sightings.linked() && listening.isListening() && !server.hasSocket()) {
      DiagnosedSocket found = server.diagnosed();
      if (found != null && found.state().state() == StateName.SYN_RECEIVED) {
        halfOpen = found.state();
        halfOpenAs =
            new KernelAccount.HalfOpen(
                found.state().name(),
                found.timer().name(),
                found.retransmissions(),
                logbook.nowNs() - zeroNs);
        whileHalfOpen = named(client);
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
    return clientUser.isEstablished()
        && !defersAccept()
        && !clientUser.isOver()
        && listening.isListening()
        && !server.hasSocket()
        && (!sightings.linked() || server.state() == KernelState.ESTABLISHED);
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
    KernelUser user = step.end() == Party.CLIENT ? clientUser : serverUser;
    switch (step.call()) {
      case OPEN -> open(step, user);
      case LISTEN -> listening.listen(user.nextCall());
      case SEND -> user.send(step.bytes());
      case CLOSE -> close(user);
      case ABORT -> user.abort();
      case ACCEPT, CRASH, RESTART -> throw new IllegalStateException(step + " was to be refused");
    }
  }

  /** Time zero is the moment before the kernel is asked to connect, on the clock of its packets. */
  private void open(Step step, KernelUser user) {
    long nowNs = logbook.nowNs();
    if (!opened) {
      zeroNs = step.when() instanceof Step.When.At ? nowNs - Plan.atNs(step) : zeroNs;
      begin();
    }
    user.open(user == clientUser ? clientSocket : listening.socket(), nowNs);
  }

  /** A server that has no connection yet closes its listener. */
  private void close(KernelUser user) throws LinuxException {
    int call = user.nextCall();
    if (user == serverUser && listening.isListening() && !server.hasSocket()) {
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
          !changed
              && !plan.waitsForTime()
              && !clientUser.isOpening()
              && !serverUser.isOpening()
              && !acceptIsDue()
              && quiescence.reached(client, server, sightings, System.nanoTime())
              && !sightings.drain();
    };
  }

  private void checkTime() throws LinuxException, RunFailure {
    if (System.nanoTime() - begunNanoTime > setting.deadline().toNanos()) {
      throw new RunFailure(
          "not over after %d ms: the client is in %s, the server in %s"
              .formatted(setting.deadline().toMillis(), client.state(), server.state()));
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
    clientUser.await(poll);
    serverUser.await(poll);
    if (listening.isListening() && !server.hasSocket()) {
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
    clientUser.sample();
    serverUser.sample();
    Map<Party, StateName> finals = finalStates();
    return new Evidence(
        setting.place().tier(),
        client.local(),
        client.remote(),
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
        halfOpenAs, account(client, whileHalfOpen), account(server, new TreeMap<>()));
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
      finals.put(Party.CLIENT, client.state().state());
      finals.put(Party.SERVER, server.state().state());
    } catch (LinuxException unknown) {
      logbook.remark(null, "the kernel does not tell the final states: " + unknown.getMessage());
    }
    return finals;
  }
}

package dev.handshakelab.linux;

import dev.handshakelab.linux.ffi.Constants;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.ffi.Poll;
import dev.handshakelab.linux.ffi.Threads;
import dev.handshakelab.linux.socket.TcpSocket;
import dev.handshakelab.linux.tracing.KernelLog;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.Step;
import dev.handshakelab.scenario.Until;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Party;
import java.util.Map;
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

  /** Two ends, a listener, two taps. */
  private static final int MOST_AWAITED = 5;

  private final SessionRequest request;
  private final Setting setting;
  private final Logbook logbook;
  private final Talks talks;
  private final Listening listening;
  private final Sightings sightings;
  private final KernelLog.@Nullable Following following;
  private final long lostBefore;
  private final Poll poll;
  private final TimeZero zero;
  private final Steps steps;
  private final HalfOpen halfOpen = new HalfOpen();
  private final LastLook lastLook;
  private final long begunNanoTime = System.nanoTime();

  private KernelSession(
      SessionRequest request,
      Setting setting,
      Talks talks,
      Listening listening,
      Sightings sightings,
      KernelLog.@Nullable Following following,
      Poll poll,
      Logbook logbook)
      throws LinuxException {
    this.request = request;
    this.setting = setting;
    this.talks = talks;
    this.sightings = sightings;
    this.following = following;
    this.logbook = logbook;
    lostBefore = lost(setting.log());
    this.poll = poll;
    this.listening = listening;
    zero = new TimeZero(request, sightings, logbook);
    Place place = setting.place();
    steps = new Steps(request, place, talks, listening, sightings, zero, logbook);
    lastLook = new LastLook(place);
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
    try (Listening listening = listening(place, request, logbook);
        Talks talks = new Talks(place, request, listening.socket().localAddress(), logbook);
        Poll poll = new Poll(MOST_AWAITED + 2 * opens(request));
        KernelLog.Following following =
            follow(setting.log(), talks.own().server().local().port(), place.handingThread());
        Sightings sightings =
            place.watch(request, talks.own().client().local(), talks.own().client().remote())) {
      var session =
          new KernelSession(
              request, setting, talks, listening, sightings, following, poll, logbook);
      session.steps.prepare();
      session.zero.ready();
      session.converseInTime();
      return session.evidence();
    }
  }

  private static Listening listening(Place place, SessionRequest request, Logbook logbook)
      throws LinuxException {
    TcpSocket socket = place.bind(Party.SERVER, 0);
    int port = socket.localAddress().port();
    Binding binding = () -> place.bind(Party.SERVER, port);
    return new Listening(Party.SERVER, socket, binding, request.server(), logbook);
  }

  private static int opens(SessionRequest request) {
    return (int) request.steps().stream().filter(step -> step.call() == Step.Call.OPEN).count();
  }

  private static KernelLog.@Nullable Following follow(
      @Nullable KernelLog log, int port, @Nullable Integer handingThread) {
    return log == null ? null : log.follow(port, handingThread);
  }

  private static long lost(@Nullable KernelLog log) {
    return log == null ? 0 : log.lost();
  }

  /**
   * One with several steps is to make them when it was asked to, also while others use the machine;
   * it mostly waits. One that only opens takes its turn, however many there are.
   */
  private void converseInTime() throws LinuxException, RunFailure {
    boolean timed = request.steps().size() > 1;
    int _ = timed ? Threads.runFirst() : 0;
    try {
      converse();
    } finally {
      int _ = timed ? Threads.runInTurn() : 0;
    }
  }

  private void converse() throws LinuxException, RunFailure {
    long pauseNs = FIRST_PAUSE_NS;
    while (true) {
      boolean seen = sightings.drain();
      boolean changed = steps.accept();
      changed |= talks.turn();
      changed |= steps.perform();
      if (sightings.linked() && listening.isListening()) {
        halfOpen.look(talks.own(), zero, logbook);
      }
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

  private boolean isOver(boolean changed) throws LinuxException {
    return switch (request.until()) {
      case Until.At at -> zero.sinceNs() >= Plan.nanos(at.ms());
      case Until.Quiescent _ ->
          !changed
              && !steps.plan().waitsForTime()
              && !steps.acceptIsDue()
              && talks.rest(sightings, System.nanoTime())
              && !isFlooded()
              && !sightings.drain();
    };
  }

  /** Whether a timer still runs for one of those who do not exist. */
  private boolean isFlooded() throws LinuxException {
    return !request.network().floods().isEmpty() && talks.own().server().hasHalfOpen();
  }

  private void checkTime() throws LinuxException, RunFailure {
    if (System.nanoTime() - begunNanoTime > setting.deadline().toNanos()) {
      Talk own = talks.own();
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
      throw new RunFailure(Turns.STOPPING);
    }
  }

  private void await(long pauseNs) throws LinuxException {
    talks.await(poll);
    if (listening.isListening() && request.server().queues().acceptsAtOnce()) {
      poll.add(listening.socket().fd(), Constants.POLLIN);
    }
    sightings.await(poll);
    long nowNs = zero.sinceNs();
    Long untilStep = steps.plan().untilNextNs(nowNs);
    long most = untilStep == null ? pauseNs : Math.min(pauseNs, untilStep);
    if (request.until() instanceof Until.At at) {
      most = Math.min(most, Plan.nanos(at.ms()) - nowNs);
    }
    poll.await(most);
  }

  private Evidence evidence() throws LinuxException {
    for (Step step : steps.plan().left()) {
      logbook.remark(step.end(), step.call() + " was not made: it was to be " + step.when());
    }
    Talk own = talks.own();
    own.user(Party.CLIENT).sample();
    own.user(Party.SERVER).sample();
    Map<Party, StateName> finals = LastLook.states(own, sightings, logbook);
    Sayings sayings = lastLook.sayings(own, halfOpen);
    return new Evidence(
        setting.place().tier(),
        own.client().local(),
        own.client().remote(),
        zero.ns(),
        logbook.told(),
        sightings.packets(),
        sightings.passages(),
        sightings.dropped(),
        following == null ? null : following.events(),
        lost(setting.log()) - lostBefore,
        halfOpen.state(),
        sayings,
        steps.savedSyn(),
        CookieListeners.of(request, setting.place().tier(), talks.all().size(), sayings),
        finals);
  }
}

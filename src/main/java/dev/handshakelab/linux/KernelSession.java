package dev.handshakelab.linux;

import dev.handshakelab.linux.capture.CapturedPacket;
import dev.handshakelab.linux.capture.PacketTap;
import dev.handshakelab.linux.capture.SegmentPairs;
import dev.handshakelab.linux.ffi.Constants;
import dev.handshakelab.linux.ffi.Interfaces;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.ffi.Poll;
import dev.handshakelab.linux.socket.KernelState;
import dev.handshakelab.linux.socket.TcpInfo;
import dev.handshakelab.linux.socket.TcpSocket;
import dev.handshakelab.scenario.EndSpec;
import dev.handshakelab.scenario.Exchange;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.Step;
import dev.handshakelab.scenario.Until;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Entry.Subject;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One conversation on the loopback interface, both ends in one thread that never waits for one of
 * them alone. The order is what makes its evidence whole: both sockets are bound, the tap is armed
 * on the server's port, only then something listens or connects; at the end the tap is emptied and
 * closed before the sockets are, so that nothing of the lab's own tidying is in the trace.
 */
final class KernelSession {
  private static final String LOOPBACK_INTERFACE = "lo";

  /** What listen() is told when nothing was asked: the kernel takes its own bound, somaxconn. */
  private static final int LARGEST_BACKLOG = 65_535;

  /** Packets that one session may bring, so that no drain is endless. */
  private static final int MOST_PACKETS = 1_000_000;

  /** A look at the sockets when nothing has woken the session: after this, then ever later. */
  private static final long FIRST_PAUSE_NS = 1_000_000;

  private static final long LONGEST_PAUSE_NS = 64_000_000;

  /** How long the kernel may take to finish what no socket shows to be unfinished. */
  private static final long PATIENCE_NS = 1_000_000_000;

  private final SessionRequest request;
  private final Setting setting;
  private final Logbook logbook;
  private final KernelEnd client;
  private final KernelEnd server;
  private final TcpSocket clientSocket;
  private final TcpSocket serverSocket;
  private final @Nullable PacketTap tap;
  private final Poll poll;
  private final SocketAddress clientAddress;
  private final SocketAddress serverAddress;
  private final Plan plan;
  private final List<CapturedPacket> packets = new ArrayList<>();
  private final long begunNanoTime = System.nanoTime();
  private long zeroNs;
  private boolean opened;
  private boolean listening;
  private @Nullable Long quietSinceNs;
  private Octets savedSyn = Octets.EMPTY;

  private KernelSession(
      SessionRequest request,
      Setting setting,
      Logbook logbook,
      TcpSocket clientSocket,
      TcpSocket serverSocket,
      KernelEnd client,
      KernelEnd server,
      @Nullable PacketTap tap,
      Poll poll)
      throws LinuxException {
    this.request = request;
    this.setting = setting;
    this.logbook = logbook;
    this.clientSocket = clientSocket;
    this.serverSocket = serverSocket;
    this.client = client;
    this.server = server;
    this.tap = tap;
    this.poll = poll;
    clientAddress = clientSocket.localAddress();
    serverAddress = serverSocket.localAddress();
    plan = new Plan(request.steps());
    zeroNs = logbook.nowNs();
  }

  /**
   * Carries a request out that {@link Refusals} has nothing against.
   *
   * @throws LinuxException when the kernel refuses a call that the session cannot do without
   * @throws RunFailure when it is not over by the deadline
   */
  static Evidence run(SessionRequest request, Setting setting) throws LinuxException, RunFailure {
    var logbook =
        new Logbook(setting.tapped() ? Constants.CLOCK_REALTIME : Constants.CLOCK_MONOTONIC);
    try (TcpSocket serverSocket = TcpSocket.bound(setting.address());
        TcpSocket clientSocket = TcpSocket.bound(setting.address())) {
      return run(request, setting, logbook, clientSocket, serverSocket);
    }
  }

  private static Evidence run(
      SessionRequest request,
      Setting setting,
      Logbook logbook,
      TcpSocket clientSocket,
      TcpSocket serverSocket)
      throws LinuxException, RunFailure {
    SocketAddress ours = clientSocket.localAddress();
    SocketAddress theirs = serverSocket.localAddress();
    boolean samples = !setting.tapped();
    // Closed in the opposite order: the tap before the sockets.
    try (KernelEnd server = new KernelEnd(Party.SERVER, theirs, ours, logbook, samples);
        KernelEnd client = new KernelEnd(Party.CLIENT, ours, theirs, logbook, samples);
        Poll poll = new Poll(4);
        PacketTap tap = setting.tapped() ? PacketTap.open(setting.tapBufferBytes()) : null) {
      var session =
          new KernelSession(
              request, setting, logbook, clientSocket, serverSocket, client, server, tap, poll);
      session.prepare();
      session.converse();
      return session.evidence();
    }
  }

  private void prepare() throws LinuxException {
    if (tap != null) {
      tap.arm(serverAddress.port(), Interfaces.index(LOOPBACK_INTERFACE));
    }
    EndSpec asked = request.client();
    ask(clientSocket, asked, asked.synRetries());
    if (!asked.isns().isEmpty()) {
      clientSocket.setInitialSequenceNumber(asked.isns().getFirst());
    }
    ask(serverSocket, request.server(), request.server().synAckRetries());
    serverSocket.saveSyns();
    if (request.server().listens()) {
      listen();
    }
    zeroNs = logbook.nowNs();
  }

  private static void ask(TcpSocket socket, EndSpec asked, @Nullable Integer retries)
      throws LinuxException {
    if (asked.mss() != null) {
      socket.setMaximumSegment(asked.mss());
    }
    if (retries != null) {
      socket.setSynRetries(retries);
    }
  }

  private void converse() throws LinuxException, RunFailure {
    long pauseNs = FIRST_PAUSE_NS;
    while (true) {
      drain();
      boolean changed = perform();
      changed |= accept();
      changed |= turn(client);
      changed |= turn(server);
      client.sample();
      server.sample();
      if (isOver(changed)) {
        return;
      }
      if (System.nanoTime() - begunNanoTime > setting.deadline().toNanos()) {
        throw new RunFailure(
            "not over after " + setting.deadline().toMillis() + " ms: " + standing());
      }
      if (setting.stopping().getAsBoolean()) {
        throw new RunFailure("the service is stopping");
      }
      pauseNs = changed ? FIRST_PAUSE_NS : Math.min(2 * pauseNs, LONGEST_PAUSE_NS);
      if (!changed) {
        await(pauseNs);
      }
    }
  }

  /** Nanoseconds from time zero. */
  private long sessionNs() {
    return logbook.nowNs() - zeroNs;
  }

  private void await(long pauseNs) throws LinuxException {
    client.await(poll);
    server.await(poll);
    if (listening && !server.hasSocket()) {
      poll.add(serverSocket.fd(), Constants.POLLIN);
    }
    if (tap != null) {
      poll.add(tap.fd(), Constants.POLLIN);
    }
    long now = sessionNs();
    Long untilStep = plan.untilNextNs(now);
    long most = untilStep == null ? pauseNs : Math.min(pauseNs, untilStep);
    if (request.until() instanceof Until.At at) {
      most = Math.min(most, endNs(at) - now);
    }
    poll.await(most);
  }

  private void drain() throws LinuxException {
    if (tap != null) {
      int taken = tap.drain(packets, MOST_PACKETS - packets.size());
      if (taken > 0) {
        quietSinceNs = null;
      }
    }
  }

  // Steps.

  private boolean perform() throws LinuxException {
    boolean any = false;
    Step step = plan.next(sessionNs(), arrived());
    while (step != null) {
      any = true;
      perform(step);
      step = plan.next(sessionNs(), arrived());
    }
    return any;
  }

  /** How many segments, counted from the first, have arrived without a gap. */
  private int arrived() {
    if (!plan.waitsForSegments()) {
      return 0;
    }
    int count = 0;
    for (SegmentPairs.Pair pair : SegmentPairs.of(packets)) {
      if (pair.receivedNs() == null) {
        break;
      }
      count++;
    }
    return count;
  }

  private void perform(Step step) throws LinuxException {
    KernelEnd end = step.end() == Party.CLIENT ? client : server;
    switch (step.call()) {
      case OPEN -> open(step);
      case LISTEN -> listen();
      case SEND -> end.send(step.bytes());
      case CLOSE -> close(end);
      case ABORT -> end.abort();
      case CRASH, RESTART -> throw new IllegalStateException(step + " was to be refused");
    }
  }

  /** Time zero is the moment before the kernel is asked to connect, on the clock of its packets. */
  private void open(Step step) {
    long now = logbook.nowNs();
    if (!opened && step.when() instanceof Step.When.At) {
      zeroNs = now - Plan.atNs(step);
    }
    opened = true;
    client.open(clientSocket, now);
  }

  private void listen() throws LinuxException {
    int call = server.nextCall();
    Integer backlog = request.server().backlog();
    if (listening) {
      server.told(call, "LISTEN", null, "error: already listening");
      return;
    }
    serverSocket.listen(backlog == null ? LARGEST_BACKLOG : backlog);
    listening = true;
    server.told(call, "LISTEN", null, "ok");
    KernelState state = serverSocket.info().state();
    logbook.write(new Told.Sampled(Party.SERVER, Subject.LISTENER, state, logbook.nowNs()));
  }

  /** A server that has no connection yet closes its listener. */
  private void close(KernelEnd end) throws LinuxException {
    int call = end.nextCall();
    if (end == server && listening && !server.hasSocket()) {
      serverSocket.close();
      listening = false;
      server.told(call, "CLOSE", null, "ok");
      logbook.write(
          new Told.Sampled(Party.SERVER, Subject.LISTENER, KernelState.CLOSE, logbook.nowNs()));
    } else {
      end.close(call);
    }
  }

  // The two users.

  private boolean accept() throws LinuxException {
    if (!listening || server.hasSocket()) {
      return false;
    }
    TcpSocket.Accepted accepted = serverSocket.accept();
    if (accepted == null) {
      return false;
    }
    if (!accepted.peer().equals(clientAddress)) {
      accepted.socket().close();
      remark("a stranger connected from " + accepted.peer() + " and was turned away");
      return true;
    }
    server.accepted(accepted.socket());
    savedSyn = accepted.socket().savedSyn();
    return true;
  }

  private boolean turn(KernelEnd end) throws LinuxException {
    boolean changed = end.turn();
    if (end.established() && !end.gone()) {
      changed |= exchange(end);
    }
    return changed;
  }

  /** Sends what this end is to send, and closes once it has sent and received everything. */
  private boolean exchange(KernelEnd end) throws LinuxException {
    Exchange exchange = request.exchange();
    boolean isClient = end == client;
    int toSend = isClient ? exchange.clientBytes() : exchange.serverBytes();
    int toReceive = isClient ? exchange.serverBytes() : exchange.clientBytes();
    boolean changed = false;
    if (toSend > 0 && end.beginExchange()) {
      end.send(toSend);
      changed = true;
    }
    boolean closes =
        switch (exchange.close()) {
          case NONE -> false;
          case CLIENT -> isClient;
          case SERVER -> !isClient;
          case BOTH -> true;
        };
    if (closes && !end.closing() && end.hasSentEverything() && end.received() >= toReceive) {
      end.close(end.nextCall());
      changed = true;
    }
    return changed;
  }

  // The end.

  private boolean isOver(boolean changed) throws LinuxException {
    return switch (request.until()) {
      case Until.At at -> sessionNs() >= endNs(at);
      case Until.Quiescent _ -> !changed && !plan.waitsForTime() && isQuiet();
    };
  }

  private static long endNs(Until.At until) {
    return Math.round(until.ms() * 1e6);
  }

  /** Nothing is in flight and no timer is armed but keepalive's and TIME_WAIT's. */
  private boolean isQuiet() throws LinuxException {
    boolean acceptIsDue =
        client.established() && !client.gone() && listening && !server.hasSocket();
    if (client.opening() || acceptIsDue || !isSettled(client) || !isSettled(server)) {
      quietSinceNs = null;
      return false;
    }
    if (everythingArrived()) {
      return true;
    }
    long now = logbook.nowNs();
    if (quietSinceNs == null) {
      quietSinceNs = now;
    }
    return now - quietSinceNs > PATIENCE_NS;
  }

  private static boolean isSettled(KernelEnd end) throws LinuxException {
    TcpInfo info = end.info();
    if (info == null) {
      return true;
    }
    Long notSent = info.notSentBytes();
    return switch (info.state()) {
      case ESTABLISHED, CLOSE_WAIT, FIN_WAIT2 ->
          info.unacknowledged() == 0 && (notSent == null || notSent == 0);
      case CLOSE, TIME_WAIT, LISTEN -> true;
      case SYN_SENT, SYN_RECV, NEW_SYN_RECV, FIN_WAIT1, CLOSING, LAST_ACK -> false;
    };
  }

  /** What no socket's own state shows: that a reset, or the last acknowledgment, has got there. */
  private boolean everythingArrived() throws LinuxException {
    if (noticed(client, server) && noticed(server, client)) {
      long sent = packets.stream().filter(it -> it.copy() == CapturedPacket.Copy.SENT).count();
      return 2 * sent == packets.size();
    }
    return false;
  }

  private static boolean noticed(KernelEnd end, KernelEnd other) throws LinuxException {
    TcpInfo info = other.info();
    return !end.aborted() || info == null || info.state() == KernelState.CLOSE;
  }

  private String standing() throws LinuxException {
    return "the client is " + state(client) + ", the server " + state(server);
  }

  private static String state(KernelEnd end) throws LinuxException {
    TcpInfo info = end.info();
    return info == null ? "without a connection" : "in " + info.state();
  }

  // What the kernel says.

  private Evidence evidence() throws LinuxException {
    plan.left()
        .forEach(step ->
            remark(step.call() + " of the " + step.end() + " did not come: " + step.when()));
    Map<Party, StateName> finals = finalStates();
    drain();
    return new Evidence(
        setting.tier(),
        clientAddress,
        serverAddress,
        zeroNs,
        logbook.told(),
        packets,
        tap == null ? 0 : tap.dropped(),
        savedSyn,
        finals);
  }

  private Map<Party, StateName> finalStates() {
    Map<Party, StateName> finals = new EnumMap<>(Party.class);
    try {
      finals.put(Party.CLIENT, client.state().state());
      finals.put(Party.SERVER, server.state().state());
    } catch (LinuxException unknown) {
      remark("the kernel does not tell the final states: " + unknown.getMessage());
    }
    return finals;
  }

  private void remark(String text) {
    logbook.write(new Told.Remark(null, text, logbook.nowNs()));
  }
}

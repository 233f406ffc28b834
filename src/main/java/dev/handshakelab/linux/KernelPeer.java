package dev.handshakelab.linux;

import dev.handshakelab.linux.ffi.Constants;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.ffi.Poll;
import dev.handshakelab.linux.socket.DiagnosedSocket;
import dev.handshakelab.linux.socket.KernelState;
import dev.handshakelab.linux.socket.SockDiag;
import dev.handshakelab.linux.socket.TcpInfo;
import dev.handshakelab.linux.socket.TcpSocket;
import dev.handshakelab.scenario.EndSpec;
import dev.handshakelab.scenario.KernelAccount;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.Step;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Entry.Subject;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One end that the kernel plays, its user included, for a driver whose other end is somebody else:
 * makes the calls it is told to, looks at its sockets when it is asked to, and hands over as
 * entries what it has learnt. It never waits.
 */
public final class KernelPeer implements FarEnd, AutoCloseable {
  private final KernelEnd end;
  private final KernelUser user;
  private final Listening listening;
  private final Logbook logbook = new Logbook(Constants.CLOCK_MONOTONIC);
  private int handedOver;
  private @Nullable DiagnosedSocket halfOpen;
  private long halfOpenAtNs;
  private Octets savedSyn = Octets.EMPTY;

  /**
   * @param socket bound, and closed with this
   * @param binding for when its port is to listen again
   * @param remote where its peer is
   * @param diag of the socket's network namespace; closed with this
   * @throws LinuxException when the kernel does not take what is asked of the socket
   */
  public KernelPeer(
      Party party,
      SessionRequest request,
      TcpSocket socket,
      Binding binding,
      SocketAddress remote,
      SockDiag diag)
      throws LinuxException {
    EndSpec asked = request.end(party);
    end = new KernelEnd(party, socket.localAddress(), remote, diag);
    user = new KernelUser(end, request.exchange(), logbook, false);
    listening = new Listening(party, socket, binding, asked, logbook);
    switch (party) {
      case CLIENT -> AskedOfSocket.ofClient(socket, asked, 1);
      case SERVER -> AskedOfSocket.ofServer(socket, asked);
    }
  }

  /**
   * What a request asks of the network namespace of the kernel's end, beyond what is usual.
   *
   * @return by name below net
   */
  public static SortedMap<String, String> settings(SessionRequest request, Party party) {
    KernelSettings asked = KernelSettings.askedFor(request);
    return party == Party.CLIENT ? asked.client() : asked.server();
  }

  /**
   * Sets this thread's network namespace, one of the lab's, to these and to the usual otherwise.
   *
   * @throws LinuxException when the kernel lacks one that was asked for, or does not take it
   */
  public static void write(SortedMap<String, String> settings) throws LinuxException {
    new KernelSettings(settings, new TreeMap<>()).write(Party.CLIENT);
  }

  public SocketAddress local() {
    return end.local();
  }

  @Override
  public void listen() throws LinuxException {
    listening.listen(user.nextCall());
  }

  @Override
  public void perform(Step step, long atNs) throws LinuxException {
    switch (step.call()) {
      case OPEN -> user.open(listening.socket(), false, atNs);
      case LISTEN -> listen();
      case SEND -> user.send(step.bytes());
      case CLOSE -> close(user.nextCall());
      case ABORT -> user.abort();
      case ACCEPT, CRASH, RESTART -> throw new IllegalStateException(step + " was to be refused");
    }
  }

  /** An end that has no connection yet closes its listener. */
  private void close(int call) throws LinuxException {
    if (listening.isListening() && !end.hasSocket()) {
      listening.close(call);
    } else {
      user.close(call);
    }
  }

  @Override
  public boolean turn() throws LinuxException {
    boolean changed = accept();
    changed |= user.turn();
    sampleHalfOpen();
    return changed;
  }

  private boolean accept() throws LinuxException {
    TcpSocket accepted = end.hasSocket() ? null : listening.accept(end.remote());
    if (accepted == null) {
      return false;
    }
    savedSyn = accepted.savedSyn();
    user.accepted(accepted);
    return true;
  }

  /** A request has no descriptor; sock_diag shows it, where it lasts long enough to be found. */
  private void sampleHalfOpen() throws LinuxException {
    if (halfOpen == null && listening.isListening() && !end.hasSocket()) {
      DiagnosedSocket found = end.diagnosed();
      if (found != null && found.state().state() == StateName.SYN_RECEIVED) {
        halfOpen = found;
        halfOpenAtNs = logbook.nowNs();
        logbook.write(
            new Told.Sampled(end.party(), Subject.CONNECTION, found.state(), halfOpenAtNs));
      }
    }
  }

  /** In what its half-open connection was found; null when it was not. */
  public @Nullable KernelState halfOpen() {
    return halfOpen == null ? null : halfOpen.state();
  }

  /**
   * The same as sock_diag showed it.
   *
   * @param zeroNs time zero, CLOCK_MONOTONIC
   */
  public KernelAccount.@Nullable HalfOpen halfOpen(long zeroNs) {
    return halfOpen == null
        ? null
        : new KernelAccount.HalfOpen(
            halfOpen.state().name(),
            halfOpen.timer().name(),
            halfOpen.retransmissions(),
            halfOpenAtNs - zeroNs);
  }

  /** The headers of the SYN as its kernel kept them; empty when it accepted nothing. */
  public Octets savedSyn() {
    return savedSyn;
  }

  /** tcp_info by the header's names; empty when there is no socket to ask. */
  public SortedMap<String, Long> tcpInfo() throws LinuxException {
    TcpInfo info = end.info();
    return info == null ? new TreeMap<>() : info.named();
  }

  @Override
  public List<Entry> news(long zeroNs) {
    List<Told> told = logbook.told();
    List<Entry> news = new ArrayList<>();
    for (Told each : told.subList(handedOver, told.size())) {
      news.add(
          switch (each) {
            case Told.Called called -> ToldEntries.call(called, zeroNs);
            case Told.Remark remark -> ToldEntries.note(remark, zeroNs);
            case Told.Sampled sampled ->
                switch (sampled.subject()) {
                  case LISTENER -> ToldEntries.listener(sampled, zeroNs, 0);
                  case CONNECTION -> ToldEntries.found(sampled, zeroNs);
                };
          });
    }
    handedOver = told.size();
    return news;
  }

  @Override
  public boolean isSettled() throws LinuxException {
    return !user.isOpening() && !mayAccept() && end.isSettled();
  }

  @Override
  public boolean mayAccept() throws LinuxException {
    return listening.isListening()
        && !end.hasSocket()
        && end.state().state() == StateName.ESTABLISHED;
  }

  @Override
  public StateName state() throws LinuxException {
    return end.state().state();
  }

  @Override
  public void await(Poll poll) {
    user.await(poll);
    if (listening.isListening() && !end.hasSocket()) {
      poll.add(listening.socket().fd(), Constants.POLLIN);
    }
  }

  @Override
  public void close() {
    end.close();
    listening.close();
  }
}

package dev.handshakelab.linux;

import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.socket.DiagnosedSocket;
import dev.handshakelab.linux.socket.KernelState;
import dev.handshakelab.linux.socket.SockDiag;
import dev.handshakelab.linux.socket.TcpInfo;
import dev.handshakelab.linux.socket.TcpSocket;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.SocketAddress;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One end of the connection as the kernel has it: its socket, once there is one, and the state that
 * the kernel says it is in.
 */
final class KernelEnd implements AutoCloseable {
  private final Party party;
  private final SocketAddress local;
  private final SocketAddress remote;
  private final SockDiag diag;
  private @Nullable TcpSocket socket;
  private boolean aborted;

  /**
   * @param remote the peer's socket as this end sees it
   * @param diag of this end's network namespace; closed with this
   */
  KernelEnd(Party party, SocketAddress local, SocketAddress remote, SockDiag diag) {
    this.party = party;
    this.diag = diag;
    this.local = local;
    this.remote = remote;
  }

  Party party() {
    return party;
  }

  SocketAddress local() {
    return local;
  }

  SocketAddress remote() {
    return remote;
  }

  /** The socket is this end's from now on, and closed with it. */
  void take(TcpSocket connection) {
    socket = connection;
  }

  boolean hasSocket() {
    return socket != null;
  }

  /**
   * @throws IllegalStateException before there is one
   */
  TcpSocket socket() {
    if (socket == null) {
      throw new IllegalStateException("the " + party + " has no socket");
    }
    return socket;
  }

  void abort() {
    aborted = true;
    socket().close();
  }

  /**
   * The machine of this end has lost its memory.
   *
   * @throws LinuxException when the kernel refuses
   */
  void forget() throws LinuxException {
    aborted = true;
    socket().forget();
  }

  boolean aborted() {
    return aborted;
  }

  /** tcp_info, or null when there is no descriptor to ask. */
  @Nullable TcpInfo info() throws LinuxException {
    return socket == null || aborted ? null : socket.info();
  }

  /** What the kernel says of the socket, by name; empty when there is none. */
  SortedMap<String, Long> named() throws LinuxException {
    TcpInfo info = info();
    return info == null ? new TreeMap<>() : info.named();
  }

  /**
   * The state of its connection, CLOSE when it has none. A descriptor shows CLOSE for what went on
   * to TIME_WAIT without it; sock_diag still sees it.
   *
   * @throws LinuxException when the kernel does not tell
   */
  KernelState state() throws LinuxException {
    TcpInfo info = info();
    if (info != null && info.state() != KernelState.CLOSE) {
      return info.state();
    }
    DiagnosedSocket found = diagnosed();
    return found == null ? KernelState.CLOSE : found.state();
  }

  /** Its connection whether or not a descriptor leads to it; null when there is none. */
  @Nullable DiagnosedSocket diagnosed() throws LinuxException {
    return diag.find(local, remote);
  }

  /** Whether anybody at all is half open at this end, those included that never were there. */
  boolean hasHalfOpen() throws LinuxException {
    return diag.hasHalfOpen(local);
  }

  /** Nothing of it is in flight, by what its socket shows; before it has one, by sock_diag. */
  boolean isSettled() throws LinuxException {
    TcpInfo info = info();
    if (info == null) {
      return aborted || state().state() != StateName.SYN_RECEIVED;
    }
    Long notSent = info.notSentBytes();
    return switch (info.state()) {
      case ESTABLISHED, CLOSE_WAIT, FIN_WAIT2 ->
          info.unacknowledged() == 0 && (notSent == null || notSent == 0);
      case CLOSE, TIME_WAIT, LISTEN -> true;
      case SYN_SENT, SYN_RECV, NEW_SYN_RECV, FIN_WAIT1, CLOSING, LAST_ACK -> false;
    };
  }

  @Override
  public void close() {
    diag.close();
    if (socket != null) {
      socket.close();
    }
  }
}

package dev.handshakelab.linux;

import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.socket.TcpSocket;
import dev.handshakelab.scenario.EndSpec;
import dev.handshakelab.scenario.SocketOptions;
import org.jspecify.annotations.Nullable;

/** What a request asks of a socket and the socket itself can choose, before it opens or listens. */
final class AskedOfSocket {
  private static final double MS_PER_SECOND = 1000;

  private AskedOfSocket() {}

  /**
   * @param incarnation which use of its port, from 1; 0 for another port than the session's own
   * @throws LinuxException when the kernel refuses
   */
  static void ofClient(TcpSocket socket, EndSpec asked, int incarnation) throws LinuxException {
    ofEither(socket, asked, asked.synRetries());
    if (incarnation > 0 && incarnation <= asked.isns().size()) {
      socket.setInitialSequenceNumber(asked.isns().get(incarnation - 1));
    }
    if (asked.options().opensFast()) {
      socket.setFastOpenConnect();
    }
  }

  /**
   * @throws LinuxException when the kernel refuses
   */
  static void ofServer(TcpSocket socket, EndSpec asked) throws LinuxException {
    ofEither(socket, asked, KernelSettings.retriesBySocket(asked) ? asked.synAckRetries() : null);
    socket.saveSyns();
    Double deferMs = asked.queues().deferAcceptMs();
    if (deferMs != null && deferMs > 0) {
      socket.setDeferAccept((int) Math.ceil(deferMs / MS_PER_SECOND));
    }
    Integer fastOpenQueue = asked.queues().fastOpenQueue();
    if (fastOpenQueue != null && fastOpenQueue > 0) {
      socket.setFastOpenQueue(fastOpenQueue);
    }
  }

  private static void ofEither(TcpSocket socket, EndSpec asked, @Nullable Integer retries)
      throws LinuxException {
    if (asked.mss() != null) {
      socket.setMaximumSegment(asked.mss());
    }
    if (retries != null) {
      socket.setSynRetries(retries);
    }
    if (asked.windowScale() != null) {
      socket.setWindowScale(asked.windowScale());
    }
    SocketOptions options = asked.options();
    Double idleMs = options.keepaliveIdleMs();
    if (idleMs != null && idleMs > 0) {
      Double intervalMs = options.keepaliveIntervalMs();
      Integer interval = intervalMs == null ? null : Integer.valueOf(seconds(intervalMs));
      socket.setKeepalive(seconds(idleMs), interval, options.keepaliveProbes());
    }
    Double patienceMs = options.userTimeoutMs();
    if (patienceMs != null) {
      socket.setUserTimeout((int) Math.ceil(patienceMs));
    }
  }

  private static int seconds(double ms) {
    return (int) Math.ceil(ms / MS_PER_SECOND);
  }
}

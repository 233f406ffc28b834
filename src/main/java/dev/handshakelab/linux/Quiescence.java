package dev.handshakelab.linux;

import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.socket.KernelState;
import dev.handshakelab.linux.socket.TcpInfo;
import org.jspecify.annotations.Nullable;

/**
 * When a conversation has come to rest: nothing is in flight and no timer is armed but keepalive's
 * and TIME_WAIT's. Sockets show most of that. What none shows, that a reset or a last
 * acknowledgment has arrived, is waited for a while and then taken for lost.
 */
final class Quiescence {
  private static final long PATIENCE_NS = 1_000_000_000;

  private @Nullable Long settledSinceNs;

  /**
   * @param sightings everything the tap has seen
   * @param nowNs on any one clock
   */
  boolean reached(KernelEnd client, KernelEnd server, Sightings sightings, long nowNs)
      throws LinuxException {
    if (sightings.isUnderWay() || !client.isSettled() || !server.isSettled()) {
      settledSinceNs = null;
      return false;
    }
    if (noticed(client, server) && noticed(server, client) && sightings.allArrived()) {
      return true;
    }
    if (settledSinceNs == null) {
      settledSinceNs = nowNs;
    }
    return nowNs - settledSinceNs > PATIENCE_NS;
  }

  /** Whether the other end knows of an ABORT. */
  private static boolean noticed(KernelEnd end, KernelEnd other) throws LinuxException {
    TcpInfo info = other.info();
    return !end.aborted() || info == null || info.state() == KernelState.CLOSE;
  }
}

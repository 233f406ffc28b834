package dev.handshakelab.linux;

import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.socket.SockDiag;
import dev.handshakelab.linux.socket.TcpSocket;
import dev.handshakelab.linux.tun.Counters;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.SocketAddress;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a session is run: which sockets its ends get, who sees their segments, and what carries
 * these from one to the other. Serves many sessions at a time. Unless it says otherwise, the kernel
 * carries them, and each end sees the other's socket as it is.
 */
interface Place extends AutoCloseable {
  Tier tier();

  /**
   * A new socket of an end, bound to that end's address.
   *
   * @param port 0 takes a free one
   * @throws LinuxException when the port is in use
   */
  TcpSocket bind(Party end, int port) throws LinuxException;

  /** How the peer of an end sees a socket of that end. */
  default SocketAddress seenByPeer(Party end, SocketAddress local) {
    return local;
  }

  /** Asks the kernel for connections of an end. */
  SockDiag diagnose(Party end) throws LinuxException;

  /**
   * Sees the segments between two sockets from now on, and carries them where the kernel does not.
   *
   * @param client the client's socket
   * @param server the server's, as the client sees it
   */
  Sightings watch(SessionRequest request, SocketAddress client, SocketAddress server)
      throws LinuxException;

  /** A packet as it left its sender, of one that the server's kernel kept as it arrived. */
  default Octets asSent(Octets keptByServer) {
    return keptByServer;
  }

  /** The kernel's TCP counters of an end's network namespace. */
  Counters counters(Party end) throws LinuxException;

  /** The settings that matter to a handshake, as they hold for an end. */
  SortedMap<String, String> settings(Party end);

  /** The kernel's number of the thread that hands packets over; null where the kernel does. */
  default @Nullable Integer handingThread() {
    return null;
  }

  /** Why nothing can be run here any more; null as long as it can. */
  default @Nullable String failure() {
    return null;
  }

  @Override
  void close();
}

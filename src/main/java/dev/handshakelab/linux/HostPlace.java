package dev.handshakelab.linux;

import dev.handshakelab.linux.capture.Taps;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.socket.SockDiag;
import dev.handshakelab.linux.socket.TcpSocket;
import dev.handshakelab.linux.tun.Counters;
import dev.handshakelab.linux.tun.Sysctls;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.SocketAddress;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * This host's loopback interface: both ends are sockets of one address, and the kernel itself
 * carries segments from one to the other.
 *
 * @param taps of the interface; null to run without
 */
record HostPlace(IpAddress address, @Nullable Taps taps) implements Place {
  @Override
  public Tier tier() {
    return taps == null ? Tier.SOCKETS_ONLY : Tier.LOOPBACK;
  }

  @Override
  public TcpSocket bind(Party end, int port) throws LinuxException {
    return TcpSocket.bound(new SocketAddress(address, port));
  }

  @Override
  public SockDiag diagnose(Party end) throws LinuxException {
    return SockDiag.open();
  }

  @Override
  public Sightings watch(SessionRequest request, SocketAddress client, SocketAddress server)
      throws LinuxException {
    return taps == null
        ? Sightings.none()
        : Sightings.of(List.of(taps.arm(server.port())), packet -> packet);
  }

  @Override
  public Counters counters(Party end) {
    return Counters.read();
  }

  @Override
  public SortedMap<String, String> settings(Party end) {
    return Sysctls.ofHandshakes();
  }

  @Override
  public void close() {
    if (taps != null) {
      taps.close();
    }
  }
}

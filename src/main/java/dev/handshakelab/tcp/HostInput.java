package dev.handshakelab.tcp;

import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.SocketAddress;

/** What can happen to a machine, but for the expiry of its timers, which it knows itself. */
public sealed interface HostInput {
  /** A packet with a right checksum arrives. */
  record Arrival(Packet packet) implements HostInput {}

  /**
   * Passive OPEN of a port (§3.10.1); accepting what comes of it is the user's next call.
   *
   * @param call from 1
   * @param local its address may be unspecified, which means every address of the machine
   */
  record Listen(int call, SocketAddress local, Backlog backlog) implements HostInput {}

  /**
   * Active OPEN (§3.10.1); the connection's number is {@link Host#begun} afterwards.
   *
   * @param local its address may be unspecified and its port 0: the machine chooses
   */
  record Open(int call, SocketAddress local, SocketAddress remote, Op.Open open)
      implements HostInput {
    /** Without Fast Open. */
    public Open(int call, SocketAddress local, SocketAddress remote) {
      this(call, local, remote, Op.Open.PLAIN);
    }
  }

  /** Takes the first connection from a listener's accept queue. */
  record Accept(SocketAddress local) implements HostInput {}

  /** CLOSE of a listener (§3.10.4). */
  record CloseListener(int call, SocketAddress local) implements HostInput {}

  /** Any other user call. */
  record User(int connection, int call, Op op) implements HostInput {}

  /**
   * An ICMP error arrives.
   *
   * @param path of the connection that the quoted segment belongs to, as this machine sees it
   */
  record Icmp(Path path, IcmpError error) implements HostInput {}

  /** The machine loses its memory: nothing is sent, nobody is told. */
  record Crash() implements HostInput {}
}

package dev.handshakelab.linux;

import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.socket.TcpSocket;

/** Makes a socket that is bound to an end's port and does not listen yet. */
public interface Binding {
  /**
   * @throws LinuxException when the kernel refuses, for instance since the port is in use
   */
  TcpSocket bind() throws LinuxException;
}

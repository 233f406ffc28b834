package dev.handshakelab.linux.ffi;

import java.lang.foreign.Arena;

/** Network interfaces by name. */
public final class Interfaces {
  private Interfaces() {}

  /**
   * The kernel's number of an interface, in the network namespace of this thread.
   *
   * @throws LinuxException when there is none of that name
   */
  public static int index(String name) throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      return LinuxException.checked(
          "if_nametoindex(" + name + ")", Libc.ifNametoindex(arena.allocateFrom(name)));
    }
  }
}

package dev.handshakelab.scenario;

/** Who plays the two ends. */
public enum Mode {
  /** Both ends are the simulator, on a virtual clock. */
  SIMULATED,
  /** Both ends are this machine's kernel. */
  REAL_SOCKET,
  /** One end is the simulator, the other the kernel, on the wall clock. */
  HYBRID,
  /** One end is played by hand. */
  INTERACTIVE,
  /** Read from a capture that was uploaded. */
  IMPORTED
}

package dev.handshakelab.linux.hybrid;

/** The lab's TCP opens to a listener of the kernel's. */
class SimulatorOpensTest extends HybridSessions {}

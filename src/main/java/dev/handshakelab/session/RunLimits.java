package dev.handshakelab.session;

import java.time.Duration;

/**
 * How much may be under way at a time.
 *
 * @param simulations simulated runs at a time, each on a thread of its own; 0 means one per core
 * @param kernelRuns runs on real sockets at a time
 * @param queue runs that wait for a thread, of each of the two
 * @param shutdownGrace how long a shutdown waits for runs that were accepted
 */
public record RunLimits(int simulations, int kernelRuns, int queue, Duration shutdownGrace) {}

package dev.handshakelab.linux;

import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.ffi.Poll;
import dev.handshakelab.scenario.Step;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of a conversation that this machine's kernel plays, for a driver that plays the other:
 * sockets with a user of the lab's ({@link KernelPeer}), or those of another program. Nothing here
 * waits.
 */
public interface FarEnd {
  /** LISTEN. */
  void listen() throws LinuxException;

  /**
   * Makes a call of its user.
   *
   * @param atNs when, CLOCK_MONOTONIC
   */
  void perform(Step step, long atNs) throws LinuxException;

  /**
   * Looks at its sockets once and does what its user does about what it finds.
   *
   * @return whether anything had changed
   */
  boolean turn() throws LinuxException;

  /**
   * What has been learnt since this was last asked, in order.
   *
   * @param zeroNs time zero, CLOCK_MONOTONIC
   */
  List<Entry> news(long zeroNs);

  /** Its listener has a connection that its user is about to take: no time for another call. */
  boolean mayAccept() throws LinuxException;

  /** Nothing of it is under way: its user waits for nothing and its socket for no answer. */
  boolean isSettled() throws LinuxException;

  /** The state of its connection as the kernel says it; null when it does not. */
  @Nullable StateName state() throws LinuxException;

  /** Adds what it waits for, two descriptors at the most. */
  void await(Poll poll);
}

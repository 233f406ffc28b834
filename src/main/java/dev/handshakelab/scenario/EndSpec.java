package dev.handshakelab.scenario;

import dev.handshakelab.wire.SequenceNumber;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One end of a session: which stack it imitates or is, what its SYN offers, how often it tries, and
 * what its listener does.
 *
 * <p>A simulated end has a value for everything that its profile understands, and null for what it
 * does not ({@code synRetries} under RFC_9293, {@code r2Ms} under LINUX). An end that the kernel
 * plays has values only for what was asked of the kernel: null leaves it to the kernel.
 *
 * @param profile which stack it imitates; LINUX for an end that the kernel plays
 * @param policy single switches that differ from the profile's, by their names in {@code GET
 *     /policies}
 * @param isns the ISNs of successive incarnations; after them, and when empty, the generator of the
 *     policy
 * @param mss the MSS it announces, in octets; null announces none
 * @param windowScale the shift it offers, 0…14; null offers none
 * @param agreement what it agrees to when it is offered
 * @param synRetries LINUX: give up when retransmissions ≥ N + {@code synLinearTimeouts}, or 2^(N+1)
 *     − 1 s have passed
 * @param r2Ms RFC_9293: give up at the first expiry when the first SYN is that old (MUST-23), in
 *     milliseconds
 * @param listens whether a socket listens at its port when the session begins
 * @param backlog the argument of listen(): B admits B + 1
 * @param synAckRetries LINUX: retransmissions of a SYN+ACK before the request is dropped
 * @param synCookies LINUX
 * @param abortOnOverflow LINUX: a full accept queue answers with RST
 * @param queues what else its listener does
 * @param options what its sockets' owner asks of them
 */
public record EndSpec(
    Stack stack,
    Profile profile,
    SortedMap<String, String> policy,
    List<SequenceNumber> isns,
    @Nullable Integer mss,
    @Nullable Integer windowScale,
    @Nullable Boolean sackPermitted,
    @Nullable Boolean timestamps,
    @Nullable Boolean ecn,
    Agreement agreement,
    @Nullable Integer synRetries,
    @Nullable Integer synLinearTimeouts,
    @Nullable Double r2Ms,
    boolean listens,
    @Nullable Integer backlog,
    @Nullable Integer synAckRetries,
    @Nullable SynCookies synCookies,
    @Nullable Boolean abortOnOverflow,
    Queues queues,
    SocketOptions options) {
  public EndSpec {
    policy = Collections.unmodifiableSortedMap(new TreeMap<>(policy));
    isns = List.copyOf(isns);
  }

  /** Whether its SYN offers SACK (RFC 2018). */
  public boolean offersSack() {
    return Boolean.TRUE.equals(sackPermitted);
  }

  /** Whether its SYN offers timestamps (RFC 7323 §3). */
  public boolean offersTimestamps() {
    return Boolean.TRUE.equals(timestamps);
  }

  /** Whether its SYN asks for ECN (RFC 3168 §6.1.1). */
  public boolean asksForEcn() {
    return Boolean.TRUE.equals(ecn);
  }

  /** Who plays this end. */
  public enum Stack {
    SIMULATOR,
    KERNEL
  }

  /** Which stack the simulator imitates. */
  public enum Profile {
    /** Linux 6.18, as measured. */
    LINUX,
    /** The text of RFC 9293. */
    RFC_9293
  }

  /** When a listener answers a SYN without keeping anything. */
  public enum SynCookies {
    NEVER,
    WHEN_FULL,
    ALWAYS
  }
}

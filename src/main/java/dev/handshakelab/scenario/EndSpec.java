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
 * @param policy single switches that differ from the profile's, by their names in {@code GET
 *     /policies}
 * @param isns the ISNs of successive incarnations; after them, and when empty, the generator of the
 *     policy
 * @param mss the MSS it announces, in octets; null announces none
 * @param windowScale the shift it offers, 0…14; null offers none
 * @param synRetries LINUX: give up when retransmissions ≥ N + {@code synLinearTimeouts}, or 2^(N+1)
 *     − 1 s have passed
 * @param r2Ms RFC_9293: give up at the first expiry when the first SYN is that old (MUST-23), in
 *     milliseconds
 * @param synAckRetries LINUX: retransmissions of a SYN+ACK before the request is dropped
 * @param listens whether a socket listens at its port when the session begins
 * @param backlog the argument of listen(): B admits B + 1
 */
public record EndSpec(
    Stack stack,
    Profile profile,
    SortedMap<String, String> policy,
    List<SequenceNumber> isns,
    @Nullable Integer mss,
    @Nullable Integer windowScale,
    boolean sackPermitted,
    boolean timestamps,
    boolean ecn,
    int synRetries,
    int synLinearTimeouts,
    double r2Ms,
    boolean listens,
    int backlog,
    int synAckRetries,
    SynCookies synCookies,
    boolean abortOnOverflow) {
  public EndSpec {
    policy = Collections.unmodifiableSortedMap(new TreeMap<>(policy));
    isns = List.copyOf(isns);
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

package dev.handshakelab.scenario;

import dev.handshakelab.trace.Entry.Injector;
import dev.handshakelab.trace.Party;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The network between the two ends: how each direction behaves, what goes wrong with single
 * segments, and what is written into it from outside.
 *
 * @param faults applied before the rates, in order; the first that matches a transmission decides
 */
public record NetworkSpec(
    LinkSpec toServer, LinkSpec toClient, List<Fault> faults, List<Injection> injections) {
  public NetworkSpec {
    faults = List.copyOf(faults);
    injections = List.copyOf(injections);
  }

  public LinkSpec to(Party party) {
    return party == Party.SERVER ? toServer : toClient;
  }

  /**
   * One direction. An arrival is due at sent + delay + jitter, jitter uniform in 0…{@code
   * jitterMs}; first in, first out unless chosen for reordering, which adds {@code reorderByMs}; a
   * duplicate is due {@code duplicateByMs} after the first. Times are milliseconds with at most 6
   * decimals, rates 0…1.
   */
  public record LinkSpec(
      double delayMs,
      double jitterMs,
      double lossRate,
      double duplicateRate,
      double duplicateByMs,
      double reorderRate,
      double reorderByMs,
      double corruptRate) {
    public static final LinkSpec PERFECT = new LinkSpec(0, 0, 0, 0, 0, 0, 10, 0);
  }

  /**
   * What happens to one transmission.
   *
   * @param connection which conversation, from 1
   * @param occurrence counts transmissions that match, by that end on that connection, from 1,
   *     retransmissions included
   */
  public record Fault(
      Party from, SegmentPattern segment, int occurrence, int connection, Action action) {}

  /** The fault itself. */
  public sealed interface Action {
    record Drop() implements Action {}

    /**
     * @param byMs after the first copy
     */
    record Duplicate(double byMs) implements Action {}

    record Delay(double byMs) implements Action {}

    record Corrupt() implements Action {}
  }

  /**
   * A segment written into the network.
   *
   * @param atMs when it arrives at {@code to}
   * @param segment in the one notation; its ports and addresses are those of {@code connection}
   * @param as whom it claims to be from, the other end than {@code to}
   * @param by who wrote it: the network (an old duplicate) or an attacker
   * @param connection whose addresses it bears, from 1
   */
  public record Injection(
      double atMs,
      Party to,
      String segment,
      Party as,
      Injector by,
      int connection,
      @Nullable String note) {}
}

package dev.handshakelab.scenario;

import dev.handshakelab.trace.Entry.Injector;
import dev.handshakelab.trace.Party;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The network between the two ends: how each direction behaves, what goes wrong with single
 * segments, and what is written into it from outside.
 *
 * @param faults applied before the rates, in order; the first that matches a transmission decides
 */
public record NetworkSpec(
    LinkSpec toServer,
    LinkSpec toClient,
    List<Fault> faults,
    List<Injection> injections,
    List<Flood> floods) {
  public NetworkSpec {
    faults = List.copyOf(faults);
    injections = List.copyOf(injections);
    floods = List.copyOf(floods);
  }

  /** Both directions do nothing to anything, and nothing goes wrong. */
  public static final NetworkSpec PERFECT =
      new NetworkSpec(LinkSpec.PERFECT, LinkSpec.PERFECT, List.of(), List.of(), List.of());

  public LinkSpec to(Party party) {
    return party == Party.SERVER ? toServer : toClient;
  }

  /**
   * One direction. An arrival is due at sent + delay + jitter, jitter uniform in 0…{@code
   * jitterMs}; first in, first out unless chosen for reordering, which adds {@code reorderByMs}; a
   * duplicate is due {@code duplicateByMs} after the first. Times are milliseconds with at most 6
   * decimals, rates 0…1.
   *
   * @param strips the options that a box in the path takes out of everything that passes
   */
  public record LinkSpec(
      double delayMs,
      double jitterMs,
      double lossRate,
      double duplicateRate,
      double duplicateByMs,
      double reorderRate,
      double reorderByMs,
      double corruptRate,
      Set<Strippable> strips) {
    public static final LinkSpec PERFECT = new LinkSpec(0, 0, 0, 0, 0, 0, 10, 0, Set.of());

    public LinkSpec {
      strips = Collections.unmodifiableSet(new TreeSet<>(strips));
    }
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

    /**
     * A router cannot pass it on and says so to its sender, who is told one delay later.
     *
     * @param type of the ICMP error, 0…255
     * @param code of the ICMP error, 0…255
     */
    record Icmp(int type, int code) implements Action {}

    /** A box lets it pass and sends both ends a RST in the other's name, with the right numbers. */
    record Reset() implements Action {}
  }

  /**
   * A segment written into the network.
   *
   * @param atMs when it arrives at {@code to}
   * @param segment in the one notation; its ports and addresses are those of {@code connection};
   *     null when {@code octets} says what it is
   * @param octets a whole IP packet in base64, with addresses and ports of its own
   * @param as whom it claims to be from, the other end than {@code to}
   * @param by who wrote it: the network (an old duplicate) or an attacker
   * @param relative whether the numbers of {@code segment} are counted as {@link WrittenIsns} does
   * @param connection whose addresses it bears, from 1
   */
  public record Injection(
      double atMs,
      Party to,
      @Nullable String segment,
      boolean relative,
      @Nullable String octets,
      Party as,
      Injector by,
      int connection,
      @Nullable String note) {}
}

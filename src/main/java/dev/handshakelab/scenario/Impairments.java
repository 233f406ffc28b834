package dev.handshakelab.scenario;

import dev.handshakelab.scenario.NetworkSpec.Action;
import dev.handshakelab.scenario.NetworkSpec.Fault;
import dev.handshakelab.scenario.NetworkSpec.LinkSpec;
import dev.handshakelab.scenario.Verdict.Answer;
import dev.handshakelab.scenario.Verdict.Copy;
import dev.handshakelab.tcp.Draws;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Segment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the network does to each transmission, as a function of the request and of nothing else. The
 * first fault that matches decides alone; without one each rate is drawn for itself.
 *
 * <p>A draw belongs to its direction, connection, transmission and kind. So jitter that is added
 * does not move the losses, and what one connection sends does not change another's luck. Rates are
 * compared with 53-bit integers: 0 never hits, 1 always does.
 *
 * <pre>{@code
 * Occurrences now = before.plus(segment);
 * Verdict verdict = impairments.judge(CLIENT, 1, now, segment);
 * }</pre>
 */
public record Impairments(long seed, NetworkSpec network) {

  /** The kinds of draw; their names are what draws are labelled with, so they must not change. */
  private enum Kind {
    LOSS,
    DUPLICATE,
    REORDER,
    CORRUPT,
    JITTER,
    DAMAGE
  }

  /**
   * @param from the sender
   * @param connection from 1
   * @param counted what this end has transmitted on this connection, this segment included
   */
  public Verdict judge(Party from, int connection, Occurrences counted, Segment segment) {
    var place = new Place(from, connection, counted.transmission());
    LinkSpec link = network.to(from.other());
    long delayNs = Milliseconds.toNanos(link.delayMs()) + jitterNs(place, link);
    for (int i = 0; i < network.faults().size(); i++) {
      Fault fault = network.faults().get(i);
      if (fault.from() == from
          && fault.connection() == connection
          && fault.segment().matches(segment)
          && counted.of(fault.segment()) == fault.occurrence()) {
        return new Verdict(
            copies(fault.action(), delayNs),
            List.of("/network/faults/" + i),
            answer(fault.action(), delayNs));
      }
    }
    return byRates(place, link, delayNs);
  }

  /**
   * The verdict on whatever an end sends; null when it depends on which segment that is, since a
   * fault may name it or chance decides.
   */
  public @Nullable Verdict always(Party from) {
    LinkSpec link = network.to(from.other());
    double chance =
        link.lossRate() + link.duplicateRate() + link.reorderRate() + link.corruptRate();
    if (chance > 0 || link.jitterMs() > 0) {
      return null;
    }
    for (Fault fault : network.faults()) {
      if (fault.from() == from) {
        return null;
      }
    }
    var copy = new Copy(Milliseconds.toNanos(link.delayMs()), true, false);
    return new Verdict(List.of(copy), List.of());
  }

  private static List<Copy> copies(Action action, long delayNs) {
    return switch (action) {
      case Action.Drop _, Action.Icmp _ -> List.of();
      case Action.Reset _ -> List.of(new Copy(delayNs, true, false));
      case Action.Duplicate(double byMs) ->
          List.of(
              new Copy(delayNs, true, false),
              new Copy(delayNs + Milliseconds.toNanos(byMs), false, false));
      case Action.Delay(double byMs) ->
          List.of(new Copy(delayNs + Milliseconds.toNanos(byMs), false, false));
      case Action.Corrupt _ -> List.of(new Copy(delayNs, true, true));
    };
  }

  private static Answer answer(Action action, long delayNs) {
    return switch (action) {
      case Action.Icmp(int type, int code) -> new Answer.Icmp(type, code, delayNs);
      case Action.Reset _ -> new Answer.Resets(delayNs);
      case Action.Drop _, Action.Duplicate _, Action.Delay _, Action.Corrupt _ ->
          new Answer.Nothing();
    };
  }

  private Verdict byRates(Place place, LinkSpec link, long delayNs) {
    String pointer = place.from() == Party.CLIENT ? "/network/toServer/" : "/network/toClient/";
    if (hits(link.lossRate(), Kind.LOSS, place, 1)) {
      return new Verdict(List.of(), List.of(pointer + "lossRate"));
    }
    List<String> because = new ArrayList<>(0);
    boolean reordered = hits(link.reorderRate(), Kind.REORDER, place, 1);
    if (reordered) {
      because.add(pointer + "reorderRate");
    }
    long dueNs = delayNs + (reordered ? Milliseconds.toNanos(link.reorderByMs()) : 0);
    List<Copy> copies = new ArrayList<>(1);
    boolean corrupted = false;
    copies.add(new Copy(dueNs, !reordered, hits(link.corruptRate(), Kind.CORRUPT, place, 1)));
    if (hits(link.duplicateRate(), Kind.DUPLICATE, place, 1)) {
      because.add(pointer + "duplicateRate");
      copies.add(
          new Copy(
              dueNs + Milliseconds.toNanos(link.duplicateByMs()),
              false,
              hits(link.corruptRate(), Kind.CORRUPT, place, 2)));
    }
    for (Copy copy : copies) {
      corrupted |= copy.corrupted();
    }
    if (corrupted) {
      because.add(pointer + "corruptRate");
    }
    return new Verdict(copies, because);
  }

  /**
   * The octets of a copy that was corrupted: one bit of its TCP header or text is flipped. The
   * checksum covers all of these, and no flip of a single bit leaves a ones' complement sum as it
   * was, so the damage is always noticed.
   *
   * @param packet an IP packet
   * @param tcpAt where its TCP header begins
   * @param copy from 1
   */
  public Octets corrupt(
      Octets packet, int tcpAt, Party from, int connection, Occurrences counted, int copy) {
    var place = new Place(from, connection, counted.transmission());
    int bits = (packet.length() - tcpAt) * Byte.SIZE;
    int bit = (int) below(bits, draw(Kind.DAMAGE, place, copy));
    byte[] damaged = packet.toArray();
    damaged[tcpAt + bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
    return Octets.of(damaged);
  }

  private long jitterNs(Place place, LinkSpec link) {
    long most = Milliseconds.toNanos(link.jitterMs());
    return most == 0 ? 0 : below(most + 1, draw(Kind.JITTER, place, 1));
  }

  private boolean hits(double rate, Kind kind, Place place, int copy) {
    return rate > 0 && draw(kind, place, copy) < (long) Math.ceil(rate * Draws.RANGE);
  }

  /** 0…{@code count}−1, each as likely as the draw's 53 bits allow: ⌊draw · count / 2^53⌋. */
  private static long below(long count, long draw) {
    return Math.unsignedMultiplyHigh(draw << Long.SIZE - 53, count);
  }

  private long draw(Kind kind, Place place, int copy) {
    String purpose = "network " + kind + " from " + place.from();
    return Draws.draw53(seed, purpose, place.connection(), place.transmission(), copy);
  }

  /** Which transmission: the sender's number on a connection, from 1. */
  private record Place(Party from, int connection, int transmission) {}
}

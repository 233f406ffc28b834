package dev.handshakelab.linux;

import dev.handshakelab.linux.capture.ArmedTap;
import dev.handshakelab.linux.capture.CapturedPacket;
import dev.handshakelab.linux.ffi.Constants;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.ffi.Poll;
import dev.handshakelab.linux.link.Carriage;
import dev.handshakelab.linux.link.Passage;
import dev.handshakelab.linux.link.TunLink;
import dev.handshakelab.trace.Party;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a session's taps have seen so far, nothing when it has none; and, where the lab's own link
 * carries its segments, what that did with them.
 */
final class Sightings implements AutoCloseable {
  /** Packets that one session may bring, so that no drain is endless. */
  private static final int MOST_PACKETS = 1_000_000;

  private final List<ArmedTap> taps;
  private final UnaryOperator<CapturedPacket> view;
  private final @Nullable Way way;
  private final List<CapturedPacket> packets = new ArrayList<>();

  /** A conversation and what carries it. */
  private record Way(TunLink link, Carriage carriage) {}

  private Sightings(List<ArmedTap> taps, UnaryOperator<CapturedPacket> view, @Nullable Way way) {
    this.taps = taps;
    this.view = view;
    this.way = way;
  }

  static Sightings none() {
    return new Sightings(List.of(), packet -> packet, null);
  }

  /**
   * Of segments that the kernel itself carries.
   *
   * @param view how a packet is to be shown
   */
  static Sightings of(List<ArmedTap> taps, UnaryOperator<CapturedPacket> view) {
    return new Sightings(taps, view, null);
  }

  /** Of segments that a link carries, from now on. */
  static Sightings over(
      TunLink link, Carriage carriage, List<ArmedTap> taps, UnaryOperator<CapturedPacket> view) {
    link.add(carriage);
    return new Sightings(taps, view, new Way(link, carriage));
  }

  /** Whether anybody sees anything. */
  boolean seeing() {
    return !taps.isEmpty();
  }

  /** Whether segments are under way for as long as the request says. */
  boolean linked() {
    return way != null;
  }

  /**
   * Time zero is known.
   *
   * @param zeroNs CLOCK_REALTIME
   */
  void begin(long zeroNs) {
    if (way != null) {
      way.link().begin(way.carriage(), zeroNs);
    }
  }

  /** A machine is down, or up again. */
  void setDown(Party party, boolean down) {
    if (way != null) {
      way.carriage().setDown(party, down);
    }
  }

  /** Why nothing is carried any more; null as long as it is. */
  @Nullable String failure() {
    return way == null ? null : way.link().failure();
  }

  /** Takes what the kernel has for it. Answers whether there was anything. */
  boolean drain() throws LinuxException {
    boolean any = false;
    for (ArmedTap tap : taps) {
      List<CapturedPacket> raw = new ArrayList<>();
      any |= tap.drain(raw, MOST_PACKETS - packets.size()) > 0;
      raw.forEach(packet -> packets.add(view.apply(packet)));
    }
    return any;
  }

  /** Both copies of each packet, of each tap in the order of the kernel's queue. */
  List<CapturedPacket> packets() {
    return packets;
  }

  /** What the link did; null without one. */
  @Nullable List<Passage> passages() {
    return way == null ? null : way.carriage().passages();
  }

  /** Whether the segment with this ordinal has arrived. */
  boolean hasArrived(int ordinal) {
    List<Passage> passages = passages();
    List<Witnessed> all =
        passages == null ? Witnessed.ofPairs(packets) : Witnessed.onLink(packets, passages);
    // What has arrived while nobody has told yet of its leaving is one that will be told of.
    List<Witnessed> seen = all.stream().filter(it -> it.sentNs() != null).toList();
    return ordinal <= seen.size() && !seen.get(ordinal - 1).arrivals().isEmpty();
  }

  /** Nothing is under way: everything that was sent has arrived, or was meant not to. */
  boolean allArrived() {
    long sent = packets.stream().filter(it -> it.copy() == CapturedPacket.Copy.SENT).count();
    if (way == null) {
      return 2 * sent == packets.size();
    }
    return way.carriage().isIdle()
        && way.carriage().taken() == sent
        && way.carriage().handed() == packets.size() - sent;
  }

  /** The link still has something of this session to hand over. */
  boolean isUnderWay() {
    return way != null && !way.carriage().isIdle();
  }

  /** Packets that the kernel had no room for. */
  long dropped() throws LinuxException {
    long dropped = 0;
    for (ArmedTap tap : taps) {
      dropped += tap.dropped();
    }
    return dropped;
  }

  void await(Poll poll) {
    for (ArmedTap tap : taps) {
      poll.add(tap.fd(), Constants.POLLIN);
    }
  }

  @Override
  public void close() {
    if (way != null) {
      way.link().remove(way.carriage());
    }
    taps.forEach(ArmedTap::close);
  }
}

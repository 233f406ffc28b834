package dev.handshakelab.tcp;

import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.TcpOption;
import dev.handshakelab.wire.TcpOption.ExperimentalFastOpen;
import dev.handshakelab.wire.TcpOption.FastOpen;
import dev.handshakelab.wire.TcpOption.MaximumSegmentSize;
import dev.handshakelab.wire.TcpOption.SelectiveAcknowledgment;
import dev.handshakelab.wire.TcpOption.SelectiveAcknowledgment.Block;
import dev.handshakelab.wire.TcpOption.Timestamps;
import dev.handshakelab.wire.TcpOption.WindowScale;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of a segment, laid out as Linux puts them, in words of four octets: {@code
 * mss,sackOK,TS,nop,wscale} on a SYN, with NOPs where one is missing; {@code
 * nop,nop,TS,nop,nop,sack …} later.
 */
final class SegmentOptions {
  /** All that the data offset leaves for options, in octets. */
  static final int MAX_LENGTH = 40;

  private SegmentOptions() {}

  /** The options of our SYN: everything we would like. */
  static List<TcpOption> offer(Context cx, FastOpenAttempt fastOpen) {
    var options = wishes(cx, 0);
    var memory = cx.shared().memory();
    switch (fastOpen.kind()) {
      case REQUEST -> add(options, Octets.EMPTY, fastOpen.experimental());
      case COOKIE -> add(options, memory.cookie(), fastOpen.experimental());
      case NONE, ABANDONED -> {}
    }
    return options;
  }

  /** The offer of our SYN again, on a SYN+ACK after crossed SYNs. */
  static List<TcpOption> repeatedOffer(Context cx, Negotiated agreed) {
    return wishes(cx, agreed.tsRecent());
  }

  private static List<TcpOption> wishes(Context cx, long echo) {
    var offer = cx.settings().offer();
    return layOut(
        Negotiation.ownMss(cx),
        offer.sackPermitted(),
        offer.timestamps() ? stamp(cx, echo) : null,
        offer.windowScale());
  }

  private static Timestamps stamp(Context cx, long echo) {
    long offset = InitialSequenceNumbers.timestampOffset(cx.secrets(), cx.path());
    return new Timestamps(cx.timestamp(offset), echo);
  }

  /** The options of our SYN+ACK: what is in force. */
  static List<TcpOption> answer(Context cx, Negotiated agreed) {
    return layOut(
        Negotiation.ownMss(cx),
        agreed.sack(),
        agreed.timestamps()
            ? new Timestamps(cx.timestamp(agreed.tsOffset()), agreed.tsRecent())
            : null,
        agreed.scaling() ? agreed.receiveShift() : Settings.NONE);
  }

  /** The same with a Fast Open cookie for next time. */
  static List<TcpOption> answer(
      Context cx, Negotiated agreed, Octets cookie, boolean experimental) {
    var options = answer(cx, agreed);
    add(options, cookie, experimental);
    return options;
  }

  private static List<TcpOption> layOut(
      int mss, boolean sack, @Nullable Timestamps timestamps, int shift) {
    List<TcpOption> options = new ArrayList<>(8);
    if (mss != Settings.NONE) {
      options.add(new MaximumSegmentSize(mss));
    }
    if (sack != (timestamps != null)) {
      options.add(TcpOption.NOP);
      options.add(TcpOption.NOP);
    }
    if (sack) {
      options.add(TcpOption.SACK_PERMITTED);
    }
    if (timestamps != null) {
      options.add(timestamps);
    }
    if (shift != Settings.NONE) {
      options.add(TcpOption.NOP);
      options.add(new WindowScale(shift));
    }
    return options;
  }

  /** Adds a Fast Open option, filled up to a word. */
  private static void add(List<TcpOption> options, Octets cookie, boolean experimental) {
    TcpOption option = experimental ? new ExperimentalFastOpen(cookie) : new FastOpen(cookie);
    options.add(option);
    for (int i = option.length(); i % 4 != 0; i++) {
      options.add(TcpOption.NOP);
    }
  }

  /** The options of any other segment of a connection. */
  static List<TcpOption> inForce(Context cx, Tcb tcb) {
    var negotiated = tcb.negotiated();
    var blocks = blocks(tcb);
    if (blocks.isEmpty()) {
      return timestamps(cx, negotiated);
    }
    List<TcpOption> options = new ArrayList<>(6);
    options.addAll(timestamps(cx, negotiated));
    options.add(TcpOption.NOP);
    options.add(TcpOption.NOP);
    options.add(new SelectiveAcknowledgment(blocks));
    return options;
  }

  /** RFC 7323 §3.2: once in force, timestamps are on every segment; a RST may go without. */
  static List<TcpOption> timestamps(Context cx, Negotiated negotiated) {
    return negotiated.timestamps()
        ? List.of(
            TcpOption.NOP,
            TcpOption.NOP,
            new Timestamps(cx.timestamp(negotiated.tsOffset()), negotiated.tsRecent()))
        : List.of();
  }

  /** How many octets {@link #inForce} takes. */
  static int length(Tcb tcb) {
    int blocks = blocks(tcb).size();
    return (tcb.negotiated().timestamps() ? 12 : 0) + (blocks == 0 ? 0 : 4 + 8 * blocks);
  }

  /** What is held, the latest first (RFC 2018 §4), behind what arrived twice (RFC 2883 §4). */
  private static List<Block> blocks(Tcb tcb) {
    var receive = tcb.receive();
    if (!tcb.negotiated().sack() || receive.held().isEmpty() && receive.duplicate() == null) {
      return List.of();
    }
    List<Block> blocks = new ArrayList<>(4);
    if (receive.duplicate() != null) {
      blocks.add(receive.duplicate());
    }
    for (var held : receive.held()) {
      blocks.add(new Block(held.sequence(), held.end()));
    }
    int room = tcb.negotiated().timestamps() ? 3 : 4;
    return blocks.size() <= room ? blocks : blocks.subList(0, room);
  }
}

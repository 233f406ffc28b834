package dev.handshakelab.trace;

import dev.handshakelab.wire.Flag;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as Zeek would log it: {@code history}, a letter for each kind of segment in the
 * order of their first appearance, and {@code conn_state}, the state that the two sides were left
 * in. The observer stands beside both senders: it sees every segment when it is sent, those that
 * are lost too. The originator is the client.
 *
 * <p>Letters are capital for the originator: S a SYN, H a SYN+ACK, A an ACK without text, D text, F
 * a FIN, R a RST, I FIN and RST together, Q SYN with FIN or RST, T text that was sent before, W a
 * window of zero. A, D, I and Q are written once for each side; S and H (which are one kind), F and
 * R again when their sequence number is not that of the last one; T and W the first, the tenth, the
 * hundredth time. An observer of everything sees no gap (G), and bad checksums (C) come about only
 * behind it.
 *
 * <p>Source: the comments of Zeek's {@code base/protocols/conn/main.zeek} and, where they leave a
 * question open, the behaviour of its TCP analyser.
 */
final class ZeekView {
  private static final int SCALE = 10;

  private final StringBuilder history = new StringBuilder();
  private final Side originator = new Side(true);
  private final Side responder = new Side(false);

  /** How far Zeek believes a side to be. */
  private enum Stage {
    INACTIVE,
    SYN_SENT,
    SYN_ACK_SENT,
    /** Seen sending without a SYN. */
    PARTIAL,
    ESTABLISHED,
    CLOSED,
    RESET;

    boolean knowsNoSyn() {
      return this == INACTIVE || this == PARTIAL;
    }
  }

  /** What is remembered of one side. */
  private static final class Side {
    final boolean capital;
    Stage stage = Stage.INACTIVE;
    Stage before = Stage.INACTIVE;
    String once = "";
    @Nullable SequenceNumber isn;
    @Nullable SequenceNumber lastSyn;
    @Nullable SequenceNumber lastFin;
    @Nullable SequenceNumber lastRst;
    @Nullable SequenceNumber end;
    int repeated;
    int zeroWindows;
    long text;

    Side(boolean capital) {
      this.capital = capital;
    }

    void enter(Stage next) {
      if (next != stage) {
        before = stage;
        stage = next;
      }
    }
  }

  private ZeekView() {}

  /** Watches all segments of one conversation, in order of sending. */
  static ZeekView of(List<TracedSegment> segments) {
    var view = new ZeekView();
    for (TracedSegment segment : segments) {
      boolean byClient = segment.sent().from() == Party.CLIENT;
      view.see(
          segment.sent().packet().segment(),
          byClient ? view.originator : view.responder,
          byClient ? view.responder : view.originator);
    }
    return view;
  }

  String history() {
    return history.toString();
  }

  /** S0 S1 SF REJ S2 S3 RSTO RSTR RSTOS0 RSTRH SH SHR or OTH. */
  String connState() {
    Stage one = originator.stage;
    Stage other = responder.stage;
    if (other == Stage.RESET) {
      boolean nothingWasSaid = originator.text == 0 && responder.text == 0;
      if (one == Stage.SYN_SENT
          || one == Stage.SYN_ACK_SENT
          || (one == Stage.RESET && nothingWasSaid)) {
        return "REJ";
      }
      return one.knowsNoSyn() ? "RSTRH" : "RSTR";
    }
    if (one == Stage.RESET) {
      if (!other.knowsNoSyn()) {
        return "RSTO";
      }
      return history.toString().matches("S[^HAFGIQ]*R.*") ? "RSTOS0" : "OTH";
    }
    if (one == Stage.CLOSED) {
      return other == Stage.CLOSED ? "SF" : other.knowsNoSyn() ? "SH" : "S2";
    }
    if (other == Stage.CLOSED) {
      return one.knowsNoSyn() ? "SHR" : "S3";
    }
    if (one == Stage.SYN_SENT && other == Stage.INACTIVE) {
      return "S0";
    }
    return one == Stage.ESTABLISHED && other == Stage.ESTABLISHED ? "S1" : "OTH";
  }

  private void see(Segment segment, Side side, Side peer) {
    writeFlags(segment, side);
    writeWindow(segment, side, peer);
    writeRepetition(segment, side);
    side.text += segment.payload().length();
    move(segment, side, peer);
  }

  private void writeFlags(Segment segment, Side side) {
    boolean syn = segment.isSyn();
    boolean fin = segment.isFin();
    boolean rst = segment.isRst();
    if (fin && rst) {
      once('I', side);
    } else if (syn && (fin || rst)) {
      once('Q', side);
    } else if (syn) {
      side.lastSyn = again(segment.isAck() ? 'H' : 'S', segment.sequence(), side.lastSyn, side);
    } else if (fin) {
      SequenceNumber at = segment.sequence().plus(segment.payload().length());
      side.lastFin = again('F', at, side.lastFin, side);
    } else if (rst) {
      side.lastRst = again('R', segment.sequence(), side.lastRst, side);
    } else if (!segment.payload().isEmpty()) {
      once('D', side);
    } else if (segment.isAck()) {
      once('A', side);
    }
  }

  private void writeWindow(Segment segment, Side side, Side peer) {
    boolean matters = !segment.isRst() && peer.stage != Stage.CLOSED && side.stage != Stage.RESET;
    if (segment.window() == 0 && matters && isPowerOfTen(++side.zeroWindows)) {
      write('W', side);
    }
  }

  private void writeRepetition(Segment segment, Side side) {
    SequenceNumber end = segment.has(Flag.RST) ? segment.sequence() : segment.end();
    boolean anew = segment.isSyn() && !segment.sequence().equals(side.isn);
    SequenceNumber last = side.end;
    if (anew) {
      side.isn = segment.sequence();
    }
    if (anew || last == null || end.isAfter(last)) {
      side.end = end;
    } else if (!segment.payload().isEmpty()
        && side.stage != Stage.RESET
        && isPowerOfTen(++side.repeated)) {
      write('T', side);
    }
  }

  private void move(Segment segment, Side side, Side peer) {
    switch (side.stage) {
      case INACTIVE -> moveFirst(segment, side, peer);
      case SYN_SENT, SYN_ACK_SENT -> {
        if (segment.isFin()) {
          side.enter(Stage.CLOSED);
        }
        if (segment.isRst()) {
          side.enter(Stage.RESET);
        }
      }
      case ESTABLISHED, PARTIAL -> moveOn(segment, side, peer);
      case CLOSED -> {
        if (segment.isRst() && peer.stage != Stage.CLOSED) {
          side.enter(Stage.RESET);
        }
      }
      case RESET -> {}
    }
  }

  private void moveFirst(Segment segment, Side side, Side peer) {
    boolean isOriginator = side == originator;
    if (segment.isSyn()) {
      if (isOriginator) {
        side.enter(segment.isAck() ? Stage.SYN_ACK_SENT : Stage.SYN_SENT);
      } else {
        if (peer.stage == Stage.SYN_SENT) {
          peer.enter(Stage.ESTABLISHED);
        }
        side.enter(Stage.ESTABLISHED);
      }
    }
    if (segment.isFin()) {
      side.enter(Stage.CLOSED);
    }
    if (segment.isRst()) {
      side.enter(Stage.RESET);
    }
    boolean acknowledgesTooEarly =
        !isOriginator && segment.payload().isEmpty() && peer.stage == Stage.SYN_SENT;
    if (side.stage == Stage.INACTIVE && !acknowledgesTooEarly) {
      side.enter(
          segment.isAck() && peer.stage == Stage.ESTABLISHED ? Stage.ESTABLISHED : Stage.PARTIAL);
    }
  }

  private static void moveOn(Segment segment, Side side, Side peer) {
    if (segment.isSyn()
        && !segment.isAck()
        && side.stage == Stage.PARTIAL
        && peer.stage == Stage.INACTIVE) {
      side.enter(Stage.SYN_SENT);
    }
    if (segment.isFin() && !segment.isRst()) {
      side.enter(Stage.CLOSED);
      if (peer.stage == Stage.RESET && peer.before == Stage.CLOSED) {
        peer.enter(Stage.CLOSED);
      }
    }
    if (segment.isRst()) {
      side.enter(Stage.RESET);
    }
  }

  private void once(char letter, Side side) {
    if (side.once.indexOf(letter) < 0) {
      side.once += letter;
      write(letter, side);
    }
  }

  private SequenceNumber again(
      char letter, SequenceNumber at, @Nullable SequenceNumber last, Side side) {
    if (!at.equals(last)) {
      write(letter, side);
    }
    return at;
  }

  private void write(char letter, Side side) {
    String written = String.valueOf(letter);
    history.append(side.capital ? written : written.toLowerCase(Locale.ROOT));
  }

  private static boolean isPowerOfTen(int count) {
    int power = 1;
    while (power < count && power <= Integer.MAX_VALUE / SCALE) {
      power *= SCALE;
    }
    return power == count;
  }
}

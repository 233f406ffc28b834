package dev.handshakelab.trace;

import static dev.handshakelab.tcp.StateName.CLOSED;
import static dev.handshakelab.tcp.StateName.CLOSE_WAIT;
import static dev.handshakelab.tcp.StateName.CLOSING;
import static dev.handshakelab.tcp.StateName.ESTABLISHED;
import static dev.handshakelab.tcp.StateName.FIN_WAIT_1;
import static dev.handshakelab.tcp.StateName.FIN_WAIT_2;
import static dev.handshakelab.tcp.StateName.LAST_ACK;
import static dev.handshakelab.tcp.StateName.LISTEN;
import static dev.handshakelab.tcp.StateName.SYN_RECEIVED;
import static dev.handshakelab.tcp.StateName.SYN_SENT;
import static dev.handshakelab.tcp.StateName.TIME_WAIT;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Entry.Arrived;
import dev.handshakelab.trace.Entry.UserCall;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint as its segments show it: the few variables of its TCB that they prove, and the moves
 * that follow. The checks are RFC 9293's, in its order, as far as an onlooker can make them.
 */
final class InferredEnd {

  /** A state that was left. */
  record Move(StateName from, StateName to, @Nullable Cause cause, @Nullable String rule) {}

  /** Takes a move with the place of the entry that made it so. */
  interface Moves {
    void take(int place, Move move);
  }

  private static final String OPEN = "RFC 9293 3.10.1";
  private static final String CLOSE = "RFC 9293 3.10.4";
  private static final String ABORT = "RFC 9293 3.10.5";
  private static final String LISTEN_SYN = "RFC 9293 3.10.7.2#3";
  private static final String COOKIE = "RFC 4987 3.6";
  private static final String SYN_SENT_RST = "RFC 9293 3.10.7.3#2";
  private static final String SYN_SENT_SYN = "RFC 9293 3.10.7.3#4";
  private static final String CHECK_RST = "RFC 9293 3.10.7.4#2";
  private static final String CHECK_ACK = "RFC 9293 3.10.7.4#5";
  private static final String CHECK_FIN = "RFC 9293 3.10.7.4#8";

  private final Moves moves;
  private StateName state = CLOSED;
  private @Nullable SentStream sending;
  private @Nullable ReceivedStream received;

  /** The last SYN that arrived and could open a connection, should a SYN+ACK answer it. */
  private @Nullable ArrivedSyn syn;

  /** It did not open actively, so a reset in SYN-RECEIVED puts it back to LISTEN. */
  private boolean passive;

  private boolean aborted;

  /** The last ICMP error in SYN-SENT. */
  private @Nullable Cause unreachable;

  /** Its listener answers with cookies: a SYN makes nothing half-open. */
  private final boolean cookies;

  InferredEnd(boolean cookies, Moves moves) {
    this.cookies = cookies;
    this.moves = moves;
  }

  private void move(int place, StateName to, @Nullable Cause cause, @Nullable String rule) {
    moves.take(place, new Move(state, to, cause, rule));
    state = to;
    if (to == CLOSED) {
      syn = null;
    }
  }

  // What it sends.

  void sends(int place, Segment segment) {
    if (segment.isRst()) {
      sendsReset(place, segment);
      return;
    }
    if (segment.isSyn()) {
      sendsSyn(place, segment);
    }
    if (sending == null) {
      return;
    }
    sending.sent(segment);
    if (received != null) {
      received.announced(segment);
    }
    if (segment.isFin() && !sending.finished()) {
      sending.finish(segment.end());
      switch (state) {
        case SYN_RECEIVED, ESTABLISHED -> move(place, FIN_WAIT_1, new Cause.ByCall("CLOSE"), CLOSE);
        case CLOSE_WAIT -> move(place, LAST_ACK, new Cause.ByCall("CLOSE"), CLOSE);
        case CLOSED, LISTEN, SYN_SENT, FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK, TIME_WAIT -> {}
      }
    }
  }

  private void sendsSyn(int place, Segment segment) {
    boolean unused = state == CLOSED && sending == null;
    // Its listener may outlive what came of it, and answer the next SYN.
    boolean listens = unused || state == CLOSED && passive || state == LISTEN;
    if (unused && !segment.isAck()) {
      sending = new SentStream(segment);
      move(place, SYN_SENT, new Cause.ByCall("OPEN"), OPEN);
    } else if (listens && syn != null && segment.isAck() && syn.isAnsweredBy(segment)) {
      passive = true;
      state = LISTEN;
      sending = new SentStream(segment);
      received = new ReceivedStream(syn.segment(), segment);
      if (!cookies) {
        move(syn.place(), SYN_RECEIVED, syn.cause(), LISTEN_SYN);
      }
    }
  }

  /**
   * A reset with SND.NXT ends the connection of who sends it; any other answers a segment that had
   * no business there, and changes nothing (3.10.7.1, 3.10.7.3 first, 3.10.7.4 fifth).
   */
  private void sendsReset(int place, Segment segment) {
    if (sending == null || !segment.sequence().equals(sending.next())) {
      return;
    }
    switch (state) {
      case SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT ->
          move(place, CLOSED, aborted ? new Cause.ByCall("ABORT") : null, aborted ? ABORT : null);
      case CLOSED, LISTEN, SYN_SENT, CLOSING, LAST_ACK, TIME_WAIT -> {}
    }
  }

  // What its user does.

  void calls(int place, UserCall call) {
    boolean failed = call.result() != null && call.result().startsWith("error");
    switch (call.op()) {
      case "ABORT" -> {
        aborted = true;
        // Nothing is sent that would show it.
        switch (state) {
          case SYN_SENT, CLOSING, LAST_ACK, TIME_WAIT ->
              move(place, CLOSED, new Cause.ByCall("ABORT"), ABORT);
          case CLOSED, LISTEN, SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT -> {}
        }
      }
      case "CLOSE" -> {
        if (state == SYN_SENT && !failed) {
          move(place, CLOSED, new Cause.ByCall("CLOSE"), CLOSE);
        }
      }
      case "CRASH" -> {
        if (state != CLOSED && state != LISTEN) {
          move(place, CLOSED, new Cause.ByCall("CRASH"), null);
        }
      }
      case "OPEN" -> {
        if (state == SYN_SENT && failed) {
          move(place, CLOSED, unreachable, null);
        }
      }
      default -> {}
    }
  }

  /** An ICMP error: should the OPEN fail, that is why. */
  void hears(Entry.Icmp error) {
    if (state == SYN_SENT) {
      unreachable = new Cause.ByIcmp(error.type(), error.code());
    }
  }

  // What arrives.

  void receives(int place, Segment segment, Arrived copy) {
    Cause cause = new Cause.BySegment(copy.segment(), copy.copy());
    switch (state) {
      case CLOSED, LISTEN -> arrivesAtListener(place, segment, cause);
      case SYN_SENT -> {
        if (sending != null) {
          arrivesInSynSent(place, segment, cause, sending);
        }
      }
      case SYN_RECEIVED,
          ESTABLISHED,
          FIN_WAIT_1,
          FIN_WAIT_2,
          CLOSE_WAIT,
          CLOSING,
          LAST_ACK,
          TIME_WAIT -> {
        if (sending != null && received != null) {
          arrivesInOtherStates(place, segment, cause, sending, received);
        }
      }
    }
  }

  /** 3.10.7.2; a cookie that comes back makes up for the SYN that nobody kept. */
  private void arrivesAtListener(int place, Segment segment, Cause cause) {
    if (segment.isRst()) {
      return;
    }
    if (segment.isSyn()) {
      if (!segment.isAck()) {
        syn = new ArrivedSyn(place, segment, cause);
      }
    } else if (cookies
        && state == LISTEN
        && segment.isAck()
        && sending != null
        && received != null
        && segment.sequence().equals(received.next())
        && sending.isNewAck(segment.acknowledgment())) {
      move(place, SYN_RECEIVED, cause, COOKIE);
      arrivesInOtherStates(place, segment, cause, sending, received);
    }
  }

  /** 3.10.7.3: ACK, RST, SYN. */
  private void arrivesInSynSent(int place, Segment segment, Cause cause, SentStream send) {
    boolean acknowledges = segment.isAck() && send.isNewAck(segment.acknowledgment());
    if (segment.isAck() && !acknowledges) {
      return;
    }
    if (segment.isRst()) {
      if (acknowledges) {
        move(place, CLOSED, cause, SYN_SENT_RST);
      }
      return;
    }
    if (!segment.isSyn()) {
      return;
    }
    received = new ReceivedStream(segment, send.syn());
    if (acknowledges) {
      send.acknowledged(segment.acknowledgment());
      move(place, ESTABLISHED, cause, SYN_SENT_SYN);
      takeText(place, segment, cause, received);
    } else {
      move(place, SYN_RECEIVED, cause, SYN_SENT_SYN);
    }
  }

  /** 3.10.7.4: sequence number, RST, SYN, ACK, text, FIN. */
  private void arrivesInOtherStates(
      int place, Segment segment, Cause cause, SentStream send, ReceivedStream stream) {
    if (crossingSynAck(segment, send, stream)) {
      send.acknowledged(segment.acknowledgment());
      move(place, ESTABLISHED, cause, CHECK_ACK);
      return;
    }
    if (!stream.acceptable(segment)) {
      return;
    }
    if (segment.isRst()) {
      if (segment.sequence().equals(stream.next())) {
        reset(place, cause);
      }
      return;
    }
    if (segment.isSyn() || !segment.isAck() || !acknowledges(place, segment, cause, send)) {
      return;
    }
    takeText(place, segment, cause, stream);
  }

  /**
   * The answer to our SYN when both had sent one: by the sequence check it is old, yet Figure 7
   * lets it establish the connection, and so does Linux.
   */
  private boolean crossingSynAck(Segment segment, SentStream send, ReceivedStream stream) {
    return state == SYN_RECEIVED
        && !passive
        && segment.isSyn()
        && segment.isAck()
        && !segment.isRst()
        && segment.sequence().equals(stream.initial())
        && send.isNewAck(segment.acknowledgment());
  }

  private void reset(int place, Cause cause) {
    if (state == SYN_RECEIVED && passive) {
      move(place, LISTEN, cause, CHECK_RST);
      sending = null;
      received = null;
      syn = null;
    } else {
      move(place, CLOSED, cause, CHECK_RST);
    }
  }

  /** Fifth. False when the segment is dropped here. */
  private boolean acknowledges(int place, Segment segment, Cause cause, SentStream send) {
    SequenceNumber ack = segment.acknowledgment();
    if (state == SYN_RECEIVED) {
      if (!send.isNewAck(ack)) {
        return false;
      }
      move(place, ESTABLISHED, cause, CHECK_ACK);
    }
    if (ack.isAfter(send.next())) {
      return false;
    }
    send.acknowledged(ack);
    if (send.finAcknowledged()) {
      switch (state) {
        case FIN_WAIT_1 -> move(place, FIN_WAIT_2, cause, CHECK_ACK);
        case CLOSING -> move(place, TIME_WAIT, cause, CHECK_ACK);
        case LAST_ACK -> move(place, CLOSED, cause, CHECK_ACK);
        case CLOSED,
            LISTEN,
            SYN_SENT,
            SYN_RECEIVED,
            ESTABLISHED,
            FIN_WAIT_2,
            CLOSE_WAIT,
            TIME_WAIT -> {}
      }
    }
    return true;
  }

  /** Seventh and eighth: the FIN counts once everything before it is there. */
  private void takeText(int place, Segment segment, Cause cause, ReceivedStream stream) {
    boolean hadEnded = stream.ended();
    stream.take(segment);
    if (hadEnded || !stream.ended()) {
      return;
    }
    switch (state) {
      case SYN_RECEIVED, ESTABLISHED -> move(place, CLOSE_WAIT, cause, CHECK_FIN);
      case FIN_WAIT_1 -> move(place, CLOSING, cause, CHECK_FIN);
      case FIN_WAIT_2 -> move(place, TIME_WAIT, cause, CHECK_FIN);
      case CLOSED, LISTEN, SYN_SENT, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT -> {}
    }
  }
}

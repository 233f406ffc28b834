package dev.handshakelab.linux;

import dev.handshakelab.linux.ffi.Constants;
import dev.handshakelab.linux.ffi.Errno;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.ffi.Poll;
import dev.handshakelab.linux.socket.KernelState;
import dev.handshakelab.linux.socket.TcpSocket;
import dev.handshakelab.scenario.Exchange;
import dev.handshakelab.scenario.Step;
import dev.handshakelab.trace.Entry.Subject;
import org.jspecify.annotations.Nullable;

/**
 * The user of one end: makes the calls of RFC 9293 §3.9.1 on its socket, tells the logbook what was
 * answered, reads whatever arrives, and does its part of the exchange. It never waits.
 */
final class KernelUser {
  private static final int READ_AT_ONCE = 64 * 1024;

  /** So that a turn ends while the peer keeps sending. */
  private static final int READS_A_TURN = 64;

  private static final String OK = "ok";
  private static final String TIMED_OUT = "connection timed out";
  private static final String NO_CONNECTION = "error: connection does not exist";
  private static final String CLOSING = "error: connection closing";
  private static final String RESET = "error: connection reset";

  private final KernelEnd end;
  private final Logbook logbook;
  private final boolean samples;
  private final int toSend;
  private final int toReceive;
  private final boolean closes;
  private final Outbox outbox;
  private @Nullable KernelState lastSampled;
  private int openCall;
  private boolean established;
  private boolean exchanged;
  private boolean closing;
  private boolean finSent;
  private boolean peerFinished;
  private boolean failed;
  private long received;

  /**
   * @param samples whether to tell the logbook each state that the socket is found in
   */
  KernelUser(KernelEnd end, Exchange exchange, Logbook logbook, boolean samples) {
    this.end = end;
    this.logbook = logbook;
    this.samples = samples;
    outbox = new Outbox(end, logbook);
    toSend = exchange.bytesOf(end.party());
    toReceive = exchange.bytesOf(end.party().other());
    closes = exchange.closes(end.party());
  }

  // The calls.

  /** The id of a new call. */
  int nextCall() {
    return logbook.nextCall(end.party());
  }

  private void told(
      int call, String op, @Nullable String detail, @Nullable String result, long at) {
    logbook.write(new Told.Called(end.party(), call, op, detail, result, at));
  }

  /** A call that comes to nothing, whatever the connection. */
  void refuse(Step.Call call, String why) {
    answer(nextCall(), call.name(), why);
  }

  /** The same, for the kernel's reason. */
  void refuse(Step.Call call, LinuxException why) {
    refuse(call, "error: " + Errno.meaningOf(why.errno()));
  }

  private void answer(int call, String op, String result) {
    told(call, op, null, result, logbook.nowNs());
  }

  /**
   * Active OPEN: the SYN is on its way when this returns.
   *
   * @param fast whether what is to be sent may go with it
   */
  void open(TcpSocket bound, boolean fast, long atNs) {
    end.take(bound);
    openCall = nextCall();
    logbook.write(new Told.Called(end.party(), openCall, "OPEN", null, null, atNs));
    try {
      bound.connect(end.remote());
      if (fast && toSend > 0) {
        // With a cookie, the SYN waits for the text that it carries.
        outbox.send(nextCall(), toSend, true);
        exchanged = true;
      }
    } catch (LinuxException refused) {
      failToOpen(refused.errno());
    }
  }

  /** The listener has got a connection. */
  void accepted(TcpSocket connection) throws LinuxException {
    end.take(connection);
    established = true;
    sample();
  }

  void send(int octets) {
    int call = nextCall();
    String refusal = refusal();
    if (refusal != null) {
      outbox.refuse(call, octets, refusal);
      return;
    }
    try {
      outbox.send(call, octets, established);
    } catch (LinuxException gone) {
      failToSend(gone);
    }
  }

  /** Why a call on the connection cannot be honoured; null when it can. */
  private @Nullable String refusal() {
    return isOver() ? NO_CONNECTION : closing ? CLOSING : null;
  }

  /** CLOSE: the FIN follows what is still to be sent; what arrives is read as before. */
  void close(int call) throws LinuxException {
    sample();
    String refusal = refusal();
    answer(call, "CLOSE", refusal == null ? OK : refusal);
    if (refusal == null) {
      closing = true;
      finish();
    }
  }

  void abort() throws LinuxException {
    sample();
    int call = nextCall();
    if (isOver() || established && end.state() == KernelState.CLOSE) {
      answer(call, "ABORT", NO_CONNECTION);
      return;
    }
    answer(call, "ABORT", OK);
    if (isOpening()) {
      answer(openCall, "OPEN", RESET);
    }
    outbox.giveUp(RESET);
    end.abort();
  }

  /** Its machine goes down, and everything that it knew with it. */
  void crash() throws LinuxException {
    int call = nextCall();
    told(call, "CRASH", null, null, logbook.nowNs());
    if (end.hasSocket() && !end.aborted()) {
      end.forget();
    }
    failed = true;
  }

  private void failToSend(LinuxException gone) {
    outbox.giveUp("error: " + Errno.meaningOf(gone.errno()));
    failed = true;
  }

  private void failToOpen(int errno) {
    failToOpen("error: " + Errno.meaningOf(errno));
  }

  /** What waits to be sent has no connection to go to either. */
  private void failToOpen(String why) {
    answer(openCall, "OPEN", why);
    outbox.giveUp(why);
    failed = true;
  }

  // What it does whenever it is looked at.

  /**
   * Looks once: whether the OPEN has come to an end, whether more can be sent, what has arrived,
   * and what of the exchange is to be done now.
   *
   * @return whether anything had changed
   */
  boolean turn() throws LinuxException {
    boolean changed = isOpening() && opened();
    if (established && !isOver()) {
      changed |= flush();
      changed |= read();
      changed |= hearsOfReset();
      changed |= exchange();
    }
    sample();
    return changed;
  }

  private boolean opened() throws LinuxException {
    KernelState state = end.socket().info().state();
    if (state == KernelState.SYN_SENT || state == KernelState.SYN_RECV) {
      return false;
    }
    int error = end.socket().pendingError();
    if (error != 0) {
      failToOpen(error);
    } else if (state == KernelState.CLOSE) {
      failToOpen(CLOSING);
    } else {
      answer(openCall, "OPEN", OK);
      established = true;
      sample();
    }
    return true;
  }

  private boolean flush() {
    boolean any = true;
    try {
      any = outbox.flush();
      finish();
    } catch (LinuxException gone) {
      failToSend(gone);
    }
    return any;
  }

  private boolean read() {
    boolean changed = false;
    for (int i = 0; i < READS_A_TURN && !peerFinished && !failed; i++) {
      int octets;
      try {
        octets = end.socket().receive(READ_AT_ONCE);
      } catch (LinuxException over) {
        failed = true;
        String why = Errno.meaningOf(over.errno());
        if (why.equals(TIMED_OUT)) {
          told(nextCall(), "TIMEOUT", null, "error: " + why, logbook.nowNs());
        } else {
          logbook.remark(end.party(), "the user is told: " + why);
        }
        return true;
      }
      if (octets == TcpSocket.NOTHING_YET) {
        return changed;
      }
      changed = true;
      peerFinished = octets == TcpSocket.END_OF_STREAM;
      received += Math.max(0, octets);
    }
    return changed;
  }

  /** A reset after the peer's FIN fails no read any more: those say that the stream has ended. */
  private boolean hearsOfReset() throws LinuxException {
    int error = peerFinished && !failed ? end.socket().pendingError() : 0;
    if (error != 0) {
      failed = true;
      outbox.giveUp("error: " + Errno.meaningOf(error));
      logbook.remark(end.party(), "the user is told: " + Errno.meaningOf(error));
    }
    return error != 0;
  }

  /** Sends what this end is to send, and closes once it has sent and received everything. */
  private boolean exchange() throws LinuxException {
    if (end.socket().info().state() == KernelState.SYN_RECV) {
      return false; // opened fast: its user reads already, but is not through
    }
    boolean changed = false;
    if (!exchanged && toSend > 0) {
      send(toSend);
      changed = true;
    }
    exchanged = true;
    if (closes && !closing && !failed && outbox.isEmpty() && received >= toReceive) {
      close(nextCall());
      changed = true;
    }
    return changed;
  }

  /** Sends the FIN once it was asked for and nothing is left before it. */
  private void finish() {
    if (!closing || finSent || !outbox.isEmpty()) {
      return;
    }
    finSent = true;
    try {
      end.socket().shutdownSending();
    } catch (LinuxException gone) {
      logbook.remark(
          end.party(), "CLOSE found the connection gone: " + Errno.meaningOf(gone.errno()));
    }
  }

  /** Tells the logbook the state when it is another than the last time. */
  void sample() throws LinuxException {
    if (samples && end.hasSocket()) {
      KernelState state = end.state();
      if (state != lastSampled) {
        lastSampled = state;
        logbook.write(new Told.Sampled(end.party(), Subject.CONNECTION, state, logbook.nowNs()));
      }
    }
  }

  // What the session asks of it.

  boolean isOpening() {
    return openCall > 0 && !established && !failed && !end.aborted();
  }

  boolean isEstablished() {
    return established;
  }

  /** There is no connection, or none any more. */
  boolean isOver() {
    return !end.hasSocket() || failed || end.aborted();
  }

  /** Adds what this end waits for; nothing when only a look at its state can tell more. */
  void await(Poll poll) {
    if (isOver()) {
      return;
    }
    int events =
        (isOpening() || !outbox.isEmpty() ? Constants.POLLOUT : 0)
            | (established && !peerFinished ? Constants.POLLIN : 0);
    if (events != 0) {
      poll.add(end.socket().fd(), events);
    }
  }
}

package dev.handshakelab.linux;

import dev.handshakelab.linux.ffi.Constants;
import dev.handshakelab.linux.ffi.Errno;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.ffi.Poll;
import dev.handshakelab.linux.socket.DiagnosedSocket;
import dev.handshakelab.linux.socket.KernelState;
import dev.handshakelab.linux.socket.SockDiag;
import dev.handshakelab.linux.socket.TcpInfo;
import dev.handshakelab.linux.socket.TcpSocket;
import dev.handshakelab.trace.Entry.Subject;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One end's connection and its user: makes the calls, tells the logbook what was answered, reads
 * whatever arrives. It never waits.
 */
final class KernelEnd implements AutoCloseable {
  private static final int READ_AT_ONCE = 64 * 1024;

  /** So that a turn ends while the peer keeps sending. */
  private static final int READS_A_TURN = 64;

  private static final String NO_CONNECTION = "error: connection does not exist";

  private final Party party;
  private final SocketAddress local;
  private final SocketAddress remote;
  private final Logbook logbook;
  private final boolean samples;
  private final Deque<Sending> sendings = new ArrayDeque<>();
  private @Nullable TcpSocket socket;
  private @Nullable KernelState lastSampled;
  private int calls;
  private int openCall;
  private boolean established;
  private boolean exchanging;
  private boolean closing;
  private boolean finSent;
  private boolean peerFinished;
  private boolean failed;
  private boolean aborted;
  private long sent;
  private long received;

  /** A SEND of which the kernel has not taken everything yet. */
  private static final class Sending {
    private final int call;
    private long left;

    Sending(int call, long octets) {
      this.call = call;
      left = octets;
    }
  }

  /**
   * @param samples whether to tell the logbook each state that the socket is found in
   */
  KernelEnd(
      Party party, SocketAddress local, SocketAddress remote, Logbook logbook, boolean samples) {
    this.party = party;
    this.local = local;
    this.remote = remote;
    this.logbook = logbook;
    this.samples = samples;
  }

  /** The id of a new call. */
  int nextCall() {
    return ++calls;
  }

  void told(int call, String op, @Nullable String detail, @Nullable String result) {
    logbook.write(new Told.Called(party, call, op, detail, result, logbook.nowNs()));
  }

  // What the session does with it.

  /** OPEN: the SYN is on its way when this returns. */
  void open(TcpSocket bound, long atNs) {
    socket = bound;
    openCall = nextCall();
    logbook.write(new Told.Called(party, openCall, "OPEN", null, null, atNs));
    try {
      bound.connect(remote);
    } catch (LinuxException refused) {
      fail("OPEN", openCall, refused);
    }
  }

  /** The connection that the listener accepted. */
  void accepted(TcpSocket connection) throws LinuxException {
    socket = connection;
    established = true;
    sample();
  }

  /** Whether what the exchange asks is still to be sent; asked once. */
  boolean beginExchange() {
    boolean first = !exchanging;
    exchanging = true;
    return first;
  }

  void send(int octets) {
    int call = nextCall();
    told(call, "SEND", octets + " octets", null);
    if (socket == null || failed || aborted) {
      told(call, "SEND", null, NO_CONNECTION);
    } else if (closing) {
      told(call, "SEND", null, "error: connection closing");
    } else {
      sendings.add(new Sending(call, octets));
      flush();
    }
  }

  /** CLOSE: the FIN follows what is still to be sent. */
  void close(int call) throws LinuxException {
    sample();
    if (socket == null || failed || aborted) {
      told(call, "CLOSE", null, NO_CONNECTION);
    } else if (closing) {
      told(call, "CLOSE", null, "error: connection closing");
    } else {
      told(call, "CLOSE", null, "ok");
      closing = true;
      finish();
    }
  }

  void abort() throws LinuxException {
    sample();
    int call = nextCall();
    if (socket == null || aborted) {
      told(call, "ABORT", null, NO_CONNECTION);
      return;
    }
    told(call, "ABORT", null, "ok");
    if (opening()) {
      told(openCall, "OPEN", null, "error: connection reset");
    }
    sendings.forEach(left -> told(left.call, "SEND", null, "error: connection reset"));
    sendings.clear();
    aborted = true;
    socket.close();
  }

  /**
   * Looks at the socket once: whether the OPEN has come to an end, whether more can be sent, what
   * has arrived.
   *
   * @return whether anything had changed
   */
  boolean turn() throws LinuxException {
    boolean changed = opening() && opened();
    if (established && !gone()) {
      changed |= flush();
      changed |= read();
    }
    return changed;
  }

  private boolean opened() throws LinuxException {
    TcpSocket opening = live();
    KernelState state = opening.info().state();
    if (state == KernelState.SYN_SENT || state == KernelState.SYN_RECV) {
      return false;
    }
    int error = opening.pendingError();
    if (error != 0) {
      fail("OPEN", openCall, new LinuxException("connect", error));
    } else if (state == KernelState.CLOSE) {
      told(openCall, "OPEN", null, "error: connection closing");
      failed = true;
    } else {
      told(openCall, "OPEN", null, "ok");
      established = true;
      sample();
      finish();
    }
    return true;
  }

  private boolean flush() {
    boolean changed = false;
    while (established && !sendings.isEmpty()) {
      Sending first = sendings.getFirst();
      int taken;
      try {
        taken = live().send(Text.at(sent, first.left));
      } catch (LinuxException gone) {
        fail("SEND", first.call, gone);
        sendings.removeFirst();
        sendings.forEach(left -> told(left.call, "SEND", null, "error: connection reset"));
        sendings.clear();
        return true;
      }
      if (taken == 0) {
        return changed;
      }
      changed = true;
      sent += taken;
      first.left -= taken;
      if (first.left == 0) {
        told(first.call, "SEND", null, "ok");
        sendings.removeFirst();
        finish();
      }
    }
    return changed;
  }

  private boolean read() {
    boolean changed = false;
    for (int i = 0; i < READS_A_TURN && !peerFinished && !gone(); i++) {
      int octets;
      try {
        octets = live().receive(READ_AT_ONCE);
      } catch (LinuxException over) {
        failed = true;
        remark("the user is told: " + Errno.meaningOf(over.errno()));
        return true;
      }
      if (octets == TcpSocket.NOTHING_YET) {
        return changed;
      }
      changed = true;
      if (octets == TcpSocket.END_OF_STREAM) {
        peerFinished = true;
      } else {
        received += octets;
      }
    }
    return changed;
  }

  /** Sends the FIN once it was asked for and nothing is left before it. */
  private void finish() {
    if (!closing || finSent || !sendings.isEmpty() || socket == null) {
      return;
    }
    finSent = true;
    try {
      socket.shutdownSending();
    } catch (LinuxException gone) {
      remark("CLOSE found the connection gone: " + Errno.meaningOf(gone.errno()));
    }
  }

  private void fail(String op, int call, LinuxException why) {
    told(call, op, null, "error: " + Errno.meaningOf(why.errno()));
    failed = true;
  }

  private void remark(String text) {
    logbook.write(new Told.Remark(party, text, logbook.nowNs()));
  }

  // What the session asks of it.

  boolean hasSocket() {
    return socket != null;
  }

  boolean opening() {
    return openCall > 0 && !established && !failed && !aborted;
  }

  boolean established() {
    return established;
  }

  /** Nothing can be sent or received any more, whatever is tried. */
  boolean gone() {
    return failed || aborted;
  }

  boolean aborted() {
    return aborted;
  }

  boolean closing() {
    return closing;
  }

  boolean hasSentEverything() {
    return sendings.isEmpty();
  }

  long received() {
    return received;
  }

  /** tcp_info, or null when there is no descriptor to ask. */
  @Nullable TcpInfo info() throws LinuxException {
    return socket == null || aborted ? null : socket.info();
  }

  /**
   * The state of its connection, CLOSED when it has none. A descriptor shows CLOSE for what went on
   * to TIME_WAIT without it; sock_diag still sees it.
   *
   * @throws LinuxException when the kernel does not tell
   */
  KernelState state() throws LinuxException {
    TcpInfo info = info();
    if (info != null && info.state() != KernelState.CLOSE) {
      return info.state();
    }
    try (SockDiag diag = SockDiag.open()) {
      DiagnosedSocket found = diag.find(local, remote);
      return found == null ? KernelState.CLOSE : found.state();
    }
  }

  /** Tells the logbook the state when it is another than the last time. */
  void sample() throws LinuxException {
    if (!samples || socket == null) {
      return;
    }
    KernelState state = state();
    if (state != lastSampled) {
      lastSampled = state;
      logbook.write(new Told.Sampled(party, Subject.CONNECTION, state, logbook.nowNs()));
    }
  }

  /** Adds what this end waits for; nothing when only a look at its state can tell more. */
  void await(Poll poll) {
    if (socket == null || gone()) {
      return;
    }
    int events =
        (opening() || !sendings.isEmpty() ? Constants.POLLOUT : 0)
            | (established && !peerFinished ? Constants.POLLIN : 0);
    if (events != 0) {
      poll.add(socket.fd(), events);
    }
  }

  private TcpSocket live() {
    if (socket == null) {
      throw new IllegalStateException(party + " has no socket");
    }
    return socket;
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.close();
    }
  }
}

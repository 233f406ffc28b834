package dev.handshakelab.linux;

import dev.handshakelab.linux.ffi.LinuxException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What one user has asked to be sent and the kernel has not taken yet, SEND by SEND. A SEND that is
 * taken at once is one line of the logbook; another has a second line when its answer comes.
 */
final class Outbox {
  private static final String SEND = "SEND";

  /** A machine lets a thread wait in a call; beyond this it is told how long, in nanoseconds. */
  private static final long STALLED_NS = 10_000_000;

  private final KernelEnd end;
  private final Logbook logbook;
  private final Deque<Sending> sendings = new ArrayDeque<>();
  private long sent;

  private static final class Sending {
    private final int call;
    private final String detail;
    private final long atNs;
    private long left;
    private boolean pending;

    Sending(int call, int octets, long atNs) {
      this.call = call;
      this.atNs = atNs;
      detail = octets + " octets";
      left = octets;
    }
  }

  Outbox(KernelEnd end, Logbook logbook) {
    this.end = end;
    this.logbook = logbook;
  }

  boolean isEmpty() {
    return sendings.isEmpty();
  }

  /** A SEND that is refused at once. */
  void refuse(int call, int octets, String why) {
    answer(new Sending(call, octets, logbook.nowNs()), why);
  }

  /**
   * A SEND.
   *
   * @param now whether there is a connection to send it on already
   * @throws LinuxException when that connection is gone
   */
  void send(int call, int octets, boolean now) throws LinuxException {
    var asked = new Sending(call, octets, logbook.nowNs());
    sendings.add(asked);
    if (now) {
      flush();
    }
    if (sendings.contains(asked)) {
      asked.pending = true;
      tell(asked, asked.detail, null, asked.atNs);
    }
  }

  /**
   * Hands over as much as the kernel takes.
   *
   * @return whether it took any
   * @throws LinuxException when the connection is gone
   */
  boolean flush() throws LinuxException {
    boolean any = false;
    while (!sendings.isEmpty()) {
      Sending first = sendings.getFirst();
      int taken = end.socket().send(Text.at(sent, first.left));
      if (taken == 0) {
        return any;
      }
      any = true;
      sent += taken;
      first.left -= taken;
      if (first.left == 0) {
        sendings.removeFirst();
        answer(first, "ok");
      }
    }
    return any;
  }

  /** Nothing more will be sent. */
  void giveUp(String why) {
    sendings.forEach(left -> answer(left, why));
    sendings.clear();
  }

  private void answer(Sending asked, String result) {
    long nowNs = logbook.nowNs();
    if (!asked.pending && nowNs - asked.atNs > STALLED_NS) {
      asked.pending = true;
      tell(asked, asked.detail, null, asked.atNs);
    }
    if (asked.pending) {
      tell(asked, null, result, nowNs);
    } else {
      tell(asked, asked.detail, result, asked.atNs);
    }
  }

  private void tell(Sending asked, @Nullable String detail, @Nullable String result, long atNs) {
    logbook.write(new Told.Called(end.party(), asked.call, SEND, detail, result, atNs));
  }
}

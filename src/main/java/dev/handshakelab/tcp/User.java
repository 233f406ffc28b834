package dev.handshakelab.tcp;

import dev.handshakelab.wire.SequenceNumber;
import java.util.ArrayList;
import java.util.List;

/**
 * What the user of a connection waits for. Every call is answered exactly once: at once, or by what
 * stands here.
 *
 * @param open the id of an active OPEN, 0 without
 * @param sends SENDs whose text is not all acknowledged, in order
 * @param receives RECEIVEs that no text has answered, in order
 * @param close the id of a CLOSE, 0 without
 * @param gone nobody holds the connection any more: what arrives for the user cannot be delivered
 */
public record User(int open, List<Send> sends, List<Receive> receives, int close, boolean gone) {
  /** Waits for nothing. */
  static final User IDLE = new User(0, List.of(), List.of(), 0, false);

  public User {
    sends = List.copyOf(sends);
    receives = List.copyOf(receives);
  }

  /**
   * A SEND that is answered when everything before {@code end} is acknowledged.
   *
   * @param call its id
   */
  public record Send(int call, SequenceNumber end) {}

  /**
   * A RECEIVE that is answered by the next text.
   *
   * @param call its id
   * @param count how many octets it has room for
   */
  public record Receive(int call, int count) {}

  static User opening(int call) {
    return new User(call, List.of(), List.of(), 0, false);
  }

  User opened() {
    return open == 0 ? this : new User(0, sends, receives, close, gone);
  }

  User sending(int call, SequenceNumber end) {
    List<Send> more = new ArrayList<>(sends);
    more.add(new Send(call, end));
    return new User(open, more, receives, close, gone);
  }

  /** Without the SENDs that {@code ack} has answered. */
  User acknowledged(SequenceNumber ack) {
    if (sends.isEmpty()) {
      return this;
    }
    List<Send> left = new ArrayList<>(sends);
    left.removeIf(send -> send.end().isAtOrBefore(ack));
    return new User(open, left, receives, close, gone);
  }

  User receiving(int call, int count) {
    List<Receive> more = new ArrayList<>(receives);
    more.add(new Receive(call, count));
    return new User(open, sends, more, close, gone);
  }

  /** The first RECEIVE was answered. */
  User received() {
    return new User(open, sends, receives.subList(1, receives.size()), close, gone);
  }

  User withoutReceives() {
    return receives.isEmpty() ? this : new User(open, sends, List.of(), close, gone);
  }

  User closing(int call) {
    return new User(open, sends, receives, call, gone);
  }

  User leaving() {
    return new User(open, sends, receives, close, true);
  }
}

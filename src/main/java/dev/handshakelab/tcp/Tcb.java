package dev.handshakelab.tcp;

/** The transmission control block (RFC 9293 §3.3.1) of a connection whose both ISNs are known. */
public record Tcb(
    Opening opening,
    Sending send,
    Receiving receive,
    Negotiated negotiated,
    Clocks clocks,
    User user) {
  Tcb with(Opening other) {
    return new Tcb(other, send, receive, negotiated, clocks, user);
  }

  Tcb with(Sending other) {
    return new Tcb(opening, other, receive, negotiated, clocks, user);
  }

  Tcb with(Sending sent, Receiving told) {
    return new Tcb(opening, sent, told, negotiated, clocks, user);
  }

  Tcb with(Sending sent, Clocks at) {
    return new Tcb(opening, sent, receive, negotiated, at, user);
  }

  Tcb with(Sending sent, Clocks at, User waits) {
    return new Tcb(opening, sent, receive, negotiated, at, waits);
  }

  Tcb with(Receiving other) {
    return new Tcb(opening, send, other, negotiated, clocks, user);
  }

  Tcb with(Negotiated other) {
    return new Tcb(opening, send, receive, other, clocks, user);
  }

  Tcb with(Clocks other) {
    return new Tcb(opening, send, receive, negotiated, other, user);
  }

  Tcb with(User other) {
    return new Tcb(opening, send, receive, negotiated, clocks, other);
  }
}

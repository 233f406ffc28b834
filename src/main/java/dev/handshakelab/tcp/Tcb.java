package dev.handshakelab.tcp;

/**
 * The transmission control block (RFC 9293 §3.3.1) of a connection whose both ISNs are known.
 *
 * @param closeCall the id of a CLOSE not answered yet, 0 without
 */
public record Tcb(
    Opening opening,
    Sending send,
    Receiving receive,
    Negotiated negotiated,
    Clocks clocks,
    int closeCall) {
  Tcb with(Opening other) {
    return new Tcb(other, send, receive, negotiated, clocks, closeCall);
  }

  Tcb with(Sending other) {
    return new Tcb(opening, other, receive, negotiated, clocks, closeCall);
  }

  Tcb with(Receiving other) {
    return new Tcb(opening, send, other, negotiated, clocks, closeCall);
  }

  Tcb with(Negotiated other) {
    return new Tcb(opening, send, receive, other, clocks, closeCall);
  }

  Tcb with(Clocks other) {
    return new Tcb(opening, send, receive, negotiated, other, closeCall);
  }

  Tcb closingBy(int call) {
    return new Tcb(opening, send, receive, negotiated, clocks, call);
  }
}

package dev.handshakelab.tcp;

import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.SequenceNumber;
import java.util.ArrayList;
import java.util.List;

/**
 * What exists while a SYN is out.
 *
 * @param call the id of the OPEN that is not answered yet
 * @param text what the user has SENT meanwhile: it waits for ESTABLISHED
 * @param sends the SENDs not answered yet
 * @param wanted octets that RECEIVEs ask for
 * @param datagrams how many IP packets this connection has sent, for their identification
 */
public record Calling(
    int call,
    SequenceNumber iss,
    boolean ecnRequested,
    Octets text,
    List<Sending.Pending> sends,
    int wanted,
    int datagrams,
    Clocks clocks) {
  public Calling {
    sends = List.copyOf(sends);
  }

  Calling with(Clocks others) {
    return new Calling(call, iss, ecnRequested, text, sends, wanted, datagrams, others);
  }

  Calling sentOne() {
    return new Calling(call, iss, ecnRequested, text, sends, wanted, datagrams + 1, clocks);
  }

  /**
   * RFC 3168 §6.1.1.1: a SYN that is sent again asks for nothing that may have been its undoing.
   */
  Calling withoutEcn() {
    return new Calling(call, iss, false, text, sends, wanted, datagrams, clocks);
  }

  Calling queued(Octets more, int sendCall) {
    var queue = text.plus(more);
    List<Sending.Pending> pending = new ArrayList<>(sends);
    pending.add(new Sending.Pending(sendCall, iss.plus(1L + queue.length())));
    return new Calling(call, iss, ecnRequested, queue, pending, wanted, datagrams, clocks);
  }

  Calling wanting(int count) {
    return new Calling(call, iss, ecnRequested, text, sends, wanted + count, datagrams, clocks);
  }
}

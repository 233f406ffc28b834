package dev.handshakelab.linux.hybrid;

import dev.handshakelab.scenario.Exchange;
import dev.handshakelab.tcp.Op;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.Octets;
import java.util.ArrayList;
import java.util.List;

/** Does its end's part of the exchange that a request describes. */
final class ExchangeUser implements User {
  private final Octets toSend;
  private final int toReceive;
  private final boolean closes;
  private boolean sent;
  private boolean established;
  private boolean closed;
  private long received;

  ExchangeUser(Exchange exchange, Party party) {
    toSend = text(exchange.bytesOf(party));
    toReceive = exchange.bytesOf(party.other());
    closes = exchange.closes(party);
  }

  /** The letters a to z over and over. */
  static Octets text(int bytes) {
    byte[] text = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      text[i] = (byte) ('a' + i % 26);
    }
    return Octets.of(text);
  }

  @Override
  public Octets withSyn() {
    sent = true;
    return toSend;
  }

  @Override
  public List<Op> entered(StateName state) {
    List<Op> calls = new ArrayList<>();
    if (state == StateName.ESTABLISHED && !established) {
      established = true;
      if (!toSend.isEmpty() && !sent) {
        calls.add(new Op.Send(toSend));
      }
      closeWhenDone(calls);
    }
    return calls;
  }

  @Override
  public List<Op> received(Octets text) {
    received += text.length();
    List<Op> calls = new ArrayList<>();
    closeWhenDone(calls);
    return calls;
  }

  private void closeWhenDone(List<Op> calls) {
    if (closes && !closed && established && received >= toReceive) {
      closed = true;
      calls.add(new Op.Close());
    }
  }
}

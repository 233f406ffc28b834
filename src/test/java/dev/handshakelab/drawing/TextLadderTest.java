package dev.handshakelab.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Conversation;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.HandMadeTraces;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Provenance;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextLadderTest {

  @Test
  void aHandshakeReadsLikeTheFiguresOfTheRfc() {
    assertThat(new TextLadder().draw(HandMadeTraces.basicHandshake()))
        .isEqualTo(
"""
connection 1: CLIENT 10.0.0.1:49152, SERVER 10.0.0.2:8080
times in ms from the first active OPEN, clock VIRTUAL, resolution 1 ns

       ms  CLIENT                                                                                                SERVER
 0.000000  CLOSED                                                                                  [LISTEN: ok]  LISTEN
 0.000000  SYN_SENT      [OPEN: ok]                                                                              LISTEN
 0.000000  SYN_SENT      #1 S 100:100(0) win 64240 <mss 1460,sackOK,TS val 3 ecr 0,nop,wscale 7> ------------->  LISTEN
20.000000  SYN_SENT      --------------------------------------------------------------------------> #1 arrives  SYN_RECEIVED
20.000000  SYN_SENT      <---- #2 S. 300:300(0) ack 101 win 65160 <mss 1460,sackOK,TS val 7 ecr 3,nop,wscale 7>  SYN_RECEIVED
40.000000  ESTABLISHED   #2 arrives <--------------------------------------------------------------------------  SYN_RECEIVED
40.000000  ESTABLISHED   #3 . 101:101(0) ack 301 win 502 ----------------------------------------------------->  SYN_RECEIVED
60.000000  ESTABLISHED   --------------------------------------------------------------------------> #3 arrives  ESTABLISHED
""");
  }

  /** Either end may; from another port the client does not. */
  @Test
  void whoeverListensIsShownToListen() {
    List<Entry> entries = new ArrayList<>();
    Trace basic = HandMadeTraces.basicHandshake();
    for (Party party : Party.values()) {
      entries.add(
          new Entry.Transition(
              entries.size() + 1,
              1,
              party,
              Entry.Subject.LISTENER,
              StateName.CLOSED,
              StateName.LISTEN,
              1_000_000L * entries.size(),
              new Cause.ByCall("LISTEN"),
              null,
              Provenance.SIMULATED,
              null));
    }
    entries.add(new Entry.Note(1, Party.SERVER, "here", 5_000_000L));
    entries.add(new Entry.Note(2, Party.SERVER, "there", 5_000_000L));
    Conversation one = basic.conversation(1);
    var other =
        new Conversation(
            2,
            new SocketAddress(one.client().address(), 1),
            one.server(),
            1,
            one.opening(),
            null,
            null);
    var trace = new Trace(basic.clock(), 1, List.of(one, other), entries);
    assertThat(
            new TextLadder()
                .draw(trace)
                .lines()
                .skip(5)
                .map(line -> line.replaceAll(" +", " ").strip()))
        .containsExactly(
            "0.000000 c1 LISTEN [LISTEN] CLOSED",
            "1.000000 c1 LISTEN [LISTEN] LISTEN",
            "5.000000 c1 LISTEN (here) LISTEN",
            "5.000000 c2 CLOSED (there) LISTEN");
  }
}

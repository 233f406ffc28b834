package dev.handshakelab.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.trace.HandMadeTraces;
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
}

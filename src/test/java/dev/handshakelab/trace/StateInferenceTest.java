package dev.handshakelab.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.tcp.StateName;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Stories of segments, and the states that they prove. */
class StateInferenceTest {
  private static final String[] HANDSHAKE = {
    "> S 100:100(0) win 1000", "< S. 300:300(0) ack 101 win 1000", "> . 101:101(0) ack 301 win 1000"
  };

  private static final String CLIENT_OPENS = "CLIENT CLOSED SYN_SENT at 1000000 by OPEN, 3.10.1";

  /** What follows from the handshake, for stories that begin with it. */
  private static final List<String> OPENED =
      List.of(
          CLIENT_OPENS,
          "SERVER LISTEN SYN_RECEIVED at 1100000 by #1, 3.10.7.2#3",
          "CLIENT SYN_SENT ESTABLISHED at 2100000 by #2, 3.10.7.3#4",
          "SERVER SYN_RECEIVED ESTABLISHED at 3100000 by #3, 3.10.7.4#5");

  private static List<String> states(String... story) {
    return StateInference.withStates(Story.entries(story)).stream()
        .filter(Entry.Transition.class::isInstance)
        .map(Entry.Transition.class::cast)
        .map(StateInferenceTest::line)
        .toList();
  }

  /** Where the server answers with cookies. */
  private static List<String> statesWithCookies(String... story) {
    var all = EnumSet.allOf(Party.class);
    return StateInference.withStates(Story.entries(story), all, (_, party) -> party == Party.SERVER)
        .stream()
        .filter(Entry.Transition.class::isInstance)
        .map(Entry.Transition.class::cast)
        .map(StateInferenceTest::line)
        .toList();
  }

  /** What follows after a handshake. */
  private static List<String> statesAfterHandshake(String... story) {
    String[] whole = new String[HANDSHAKE.length + story.length];
    System.arraycopy(HANDSHAKE, 0, whole, 0, HANDSHAKE.length);
    System.arraycopy(story, 0, whole, HANDSHAKE.length, story.length);
    List<String> states = states(whole);
    assertThat(states).startsWith(OPENED.toArray(String[]::new));
    return states.subList(OPENED.size(), states.size());
  }

  private static String line(Entry.Transition move) {
    assertThat(move.provenance()).isEqualTo(Provenance.INFERRED);
    assertThat(move.kernelState()).isNull();
    String cause =
        switch (move.cause()) {
          case Cause.ByCall(String call) -> " by " + call;
          case Cause.BySegment(int segment, int copy) ->
              " by #" + segment + (copy == 1 ? "" : " copy " + copy);
          case Cause.ByTimer(var timer) -> " by " + timer;
          case Cause.ByIcmp(int type, int code) -> " by ICMP " + type + "/" + code;
          case null -> "";
        };
    String rule = move.rule();
    return "%s %s %s at %d%s%s"
        .formatted(
            move.endpoint(),
            move.from(),
            move.to(),
            move.atNs(),
            cause,
            rule == null ? "" : ", " + rule.replace("RFC 9293 ", ""));
  }

  @Nested
  class WithCookies {
    private static final String SYN = "> S 100:100(0) win 1000";
    private static final String SYN_ACK = "< S. 300:300(0) ack 101 win 1000";

    @Test
    void theServerIsInSynReceivedOnlyWhenTheCookieComesBack() {
      assertThat(statesWithCookies(HANDSHAKE))
          .containsExactly(
              CLIENT_OPENS,
              "CLIENT SYN_SENT ESTABLISHED at 2100000 by #2, 3.10.7.3#4",
              "SERVER LISTEN SYN_RECEIVED at 3100000 by #3, RFC 4987 3.6",
              "SERVER SYN_RECEIVED ESTABLISHED at 3100000 by #3, 3.10.7.4#5");
    }

    @Test
    void whatBringsNoneBackOpensNothing() {
      for (String other :
          List.of(
              "> R 101:101(0) win 0",
              "> R. 101:101(0) ack 301 win 0",
              "> . 101:101(0) ack 302 win 1000",
              "> . 102:102(0) ack 301 win 1000",
              "> S 100:100(0) win 1000")) {
        assertThat(statesWithCookies(SYN, SYN_ACK, other))
            .as(other)
            .noneMatch(line -> line.startsWith("SERVER"));
      }
    }

    @Test
    void textMayBringItBackWhenTheAckWasLost() {
      assertThat(statesWithCookies(SYN, SYN_ACK, "> FP. 101:111(10) ack 301 win 1000"))
          .filteredOn(line -> line.startsWith("SERVER"))
          .containsExactly(
              "SERVER LISTEN SYN_RECEIVED at 3100000 by #3, RFC 4987 3.6",
              "SERVER SYN_RECEIVED ESTABLISHED at 3100000 by #3, 3.10.7.4#5",
              "SERVER ESTABLISHED CLOSE_WAIT at 3100000 by #3, 3.10.7.4#8");
    }
  }

  @Nested
  class Opening {
    @Test
    void aHandshakeMovesEachEndWhenItSendsOrReceives() {
      assertThat(states(HANDSHAKE)).isEqualTo(OPENED);
    }

    @Test
    void theServerIsInSynReceivedFromTheArrivalOfTheSynOn() {
      var entries = StateInference.withStates(Story.entries(HANDSHAKE));
      assertThat(entries.get(2)).isInstanceOf(Entry.Arrived.class);
      assertThat(entries.get(3))
          .isInstanceOfSatisfying(
              Entry.Transition.class, move -> assertThat(line(move)).isEqualTo(OPENED.get(1)));
    }

    @Test
    void ordinalsCountInOrderOfTheTrace() {
      assertThat(
              StateInference.withStates(Story.entries(HANDSHAKE)).stream()
                  .filter(Entry.Transition.class::isInstance)
                  .map(move -> ((Entry.Transition) move).ordinal()))
          .containsExactly(1, 2, 3, 4);
    }

    @Test
    void aSynThatNobodyAnswersProvesNothingOfTheServer() {
      assertThat(states("> S 100:100(0) win 1000", "> S 100:100(0) win 1000"))
          .containsExactly(CLIENT_OPENS);
    }

    @Test
    void aSynThatIsLostAndRepeatedIsReceivedWhenTheSecondArrives() {
      assertThat(
              states(
                  ">x S 100:100(0) win 1000",
                  "> S 100:100(0) win 1000",
                  "< S. 300:300(0) ack 101 win 1000"))
          .containsExactly(
              CLIENT_OPENS,
              "SERVER LISTEN SYN_RECEIVED at 2100000 by #2, 3.10.7.2#3",
              "CLIENT SYN_SENT ESTABLISHED at 3100000 by #3, 3.10.7.3#4");
    }

    @Test
    void aRepeatedSynAckMovesNobodyTwice() {
      assertThat(
              states(
                  "> S 100:100(0) win 1000",
                  "<x S. 300:300(0) ack 101 win 1000",
                  "< S. 300:300(0) ack 101 win 1000",
                  "> . 101:101(0) ack 301 win 1000",
                  "< S. 300:300(0) ack 101 win 1000"))
          .containsExactly(
              CLIENT_OPENS,
              "SERVER LISTEN SYN_RECEIVED at 1100000 by #1, 3.10.7.2#3",
              "CLIENT SYN_SENT ESTABLISHED at 3100000 by #3, 3.10.7.3#4",
              "SERVER SYN_RECEIVED ESTABLISHED at 4100000 by #4, 3.10.7.4#5");
    }

    @Test
    void aRefusedSynClosesTheClientAndLeavesTheServerAlone() {
      assertThat(states("> S 100:100(0) win 1000", "< R. 0:0(0) ack 101"))
          .containsExactly(CLIENT_OPENS, "CLIENT SYN_SENT CLOSED at 2100000 by #2, 3.10.7.3#2");
    }

    @Test
    void aResetThatAcknowledgesSomethingElseIsNotBelieved() {
      assertThat(states("> S 100:100(0) win 1000", "< R. 0:0(0) ack 100", "< R 0:0(0)"))
          .containsExactly(CLIENT_OPENS);
    }

    @Test
    void aSynAckOfSomethingElseIsResetAndChangesNothing() {
      assertThat(
              states(
                  "> S 100:100(0) win 1000",
                  "< S. 300:300(0) ack 91 win 1000",
                  "> R 91:91(0)",
                  "< S. 300:300(0) ack 101 win 1000"))
          .containsExactly(
              CLIENT_OPENS,
              "SERVER LISTEN SYN_RECEIVED at 1100000 by #1, 3.10.7.2#3",
              "CLIENT SYN_SENT ESTABLISHED at 4100000 by #4, 3.10.7.3#4");
    }

    @Test
    void dataCompletesTheHandshakeWhenTheAckIsLost() {
      assertThat(
              states(
                  "> S 100:100(0) win 1000",
                  "< S. 300:300(0) ack 101 win 1000",
                  ">x . 101:101(0) ack 301 win 1000",
                  "> P. 101:111(10) ack 301 win 1000"))
          .endsWith("SERVER SYN_RECEIVED ESTABLISHED at 4100000 by #4, 3.10.7.4#5");
    }

    @Test
    void aResetInSynReceivedPutsAPassiveEndBackToListen() {
      assertThat(
              states(
                  "> S 90:90(0) win 1000",
                  "<x S. 300:300(0) ack 91 win 1000",
                  "> R 91:91(0)",
                  "> S 90:90(0) win 1000",
                  "< S. 400:400(0) ack 91 win 1000"))
          .containsExactly(
              CLIENT_OPENS,
              "SERVER LISTEN SYN_RECEIVED at 1100000 by #1, 3.10.7.2#3",
              "SERVER SYN_RECEIVED LISTEN at 3100000 by #3, 3.10.7.4#2",
              "SERVER LISTEN SYN_RECEIVED at 4100000 by #4, 3.10.7.2#3",
              "CLIENT SYN_SENT ESTABLISHED at 5100000 by #5, 3.10.7.3#4");
    }

    @Test
    void aListenerThatOutlivesItsConnectionAnswersTheNextSyn() {
      assertThat(
              statesAfterHandshake(
                  "> R 101:101(0) win 0",
                  "> S 100:100(0) win 1000",
                  "< S. 900:900(0) ack 101 win 1000",
                  "> R 101:101(0) win 0"))
          .containsSubsequence(
              "SERVER ESTABLISHED CLOSED at 4100000 by #4, 3.10.7.4#2",
              "SERVER LISTEN SYN_RECEIVED at 5100000 by #5, 3.10.7.2#3",
              "SERVER SYN_RECEIVED LISTEN at 7100000 by #7, 3.10.7.4#2");
    }

    @Test
    void crossingSynsOpenSimultaneously() {
      assertThat(
              states(
                  ">a S 100:100(0) win 1000",
                  "<b S 300:300(0) win 1000",
                  "!a",
                  "!b",
                  ">c S. 100:100(0) ack 301 win 1000",
                  "<d S. 300:300(0) ack 101 win 1000",
                  "!c",
                  "!d"))
          .containsExactly(
              CLIENT_OPENS,
              "SERVER CLOSED SYN_SENT at 2000000 by OPEN, 3.10.1",
              "SERVER SYN_SENT SYN_RECEIVED at 3000000 by #1, 3.10.7.3#4",
              "CLIENT SYN_SENT SYN_RECEIVED at 4000000 by #2, 3.10.7.3#4",
              "SERVER SYN_RECEIVED ESTABLISHED at 7000000 by #3, 3.10.7.4#5",
              "CLIENT SYN_RECEIVED ESTABLISHED at 8000000 by #4, 3.10.7.4#5");
    }

    @Test
    void numbersWrap() {
      assertThat(
              states(
                  "> S 4294967295:4294967295(0) win 1000",
                  "< S. 4294967295:4294967295(0) ack 0 win 1000",
                  "> . 0:0(0) ack 0 win 1000"))
          .isEqualTo(OPENED);
    }

    @Test
    void aConversationWithoutItsSynHasNoStates() {
      assertThat(states("> P. 101:111(10) ack 301 win 1000", "< . 301:301(0) ack 111 win 1000"))
          .isEmpty();
    }

    @Test
    void anOpenThatFailsWithoutASegmentEndsInClosed() {
      assertThat(states(">x S 100:100(0) win 1000", "CLIENT OPEN error: connection timed out"))
          .containsExactly(CLIENT_OPENS, "CLIENT SYN_SENT CLOSED at 2000000");
    }

    @Test
    void closeInSynSentIsKnownByTheCallAlone() {
      assertThat(states(">x S 100:100(0) win 1000", "CLIENT CLOSE ok"))
          .containsExactly(CLIENT_OPENS, "CLIENT SYN_SENT CLOSED at 2000000 by CLOSE, 3.10.4");
    }
  }

  @Nested
  class Closing {
    @Test
    void normally() {
      assertThat(
              statesAfterHandshake(
                  "> F. 101:101(0) ack 301 win 1000",
                  "< . 301:301(0) ack 102 win 1000",
                  "< F. 301:301(0) ack 102 win 1000",
                  "> . 102:102(0) ack 302 win 1000"))
          .containsExactly(
              "CLIENT ESTABLISHED FIN_WAIT_1 at 4000000 by CLOSE, 3.10.4",
              "SERVER ESTABLISHED CLOSE_WAIT at 4100000 by #4, 3.10.7.4#8",
              "CLIENT FIN_WAIT_1 FIN_WAIT_2 at 5100000 by #5, 3.10.7.4#5",
              "SERVER CLOSE_WAIT LAST_ACK at 6000000 by CLOSE, 3.10.4",
              "CLIENT FIN_WAIT_2 TIME_WAIT at 6100000 by #6, 3.10.7.4#8",
              "SERVER LAST_ACK CLOSED at 7100000 by #7, 3.10.7.4#5");
    }

    @Test
    void oneSegmentThatAcknowledgesAndFinishesMakesTwoMoves() {
      assertThat(
              statesAfterHandshake(
                  "> F. 101:101(0) ack 301 win 1000",
                  "< F. 301:301(0) ack 102 win 1000",
                  "> . 102:102(0) ack 302 win 1000"))
          .containsSubsequence(
              "CLIENT FIN_WAIT_1 FIN_WAIT_2 at 5100000 by #5, 3.10.7.4#5",
              "CLIENT FIN_WAIT_2 TIME_WAIT at 5100000 by #5, 3.10.7.4#8",
              "SERVER LAST_ACK CLOSED at 6100000 by #6, 3.10.7.4#5");
    }

    @Test
    void simultaneously() {
      assertThat(
              statesAfterHandshake(
                  ">a F. 101:101(0) ack 301 win 1000",
                  "<b F. 301:301(0) ack 101 win 1000",
                  "!a",
                  "!b",
                  "< . 302:302(0) ack 102 win 1000",
                  "> . 102:102(0) ack 302 win 1000"))
          .containsExactly(
              "CLIENT ESTABLISHED FIN_WAIT_1 at 4000000 by CLOSE, 3.10.4",
              "SERVER ESTABLISHED FIN_WAIT_1 at 5000000 by CLOSE, 3.10.4",
              "SERVER FIN_WAIT_1 CLOSING at 6000000 by #4, 3.10.7.4#8",
              "CLIENT FIN_WAIT_1 CLOSING at 7000000 by #5, 3.10.7.4#8",
              "CLIENT CLOSING TIME_WAIT at 8100000 by #6, 3.10.7.4#5",
              "SERVER CLOSING TIME_WAIT at 9100000 by #7, 3.10.7.4#5");
    }

    @Test
    void theServerFirst() {
      assertThat(
              statesAfterHandshake(
                  "< F. 301:301(0) ack 101 win 1000",
                  "> F. 101:101(0) ack 302 win 1000",
                  "< . 302:302(0) ack 102 win 1000"))
          .containsExactly(
              "SERVER ESTABLISHED FIN_WAIT_1 at 4000000 by CLOSE, 3.10.4",
              "CLIENT ESTABLISHED CLOSE_WAIT at 4100000 by #4, 3.10.7.4#8",
              "CLIENT CLOSE_WAIT LAST_ACK at 5000000 by CLOSE, 3.10.4",
              "SERVER FIN_WAIT_1 FIN_WAIT_2 at 5100000 by #5, 3.10.7.4#5",
              "SERVER FIN_WAIT_2 TIME_WAIT at 5100000 by #5, 3.10.7.4#8",
              "CLIENT LAST_ACK CLOSED at 6100000 by #6, 3.10.7.4#5");
    }

    @Test
    void beforeTheHandshakeIsOver() {
      assertThat(
              states(
                  "> S 100:100(0) win 1000",
                  "< S. 300:300(0) ack 101 win 1000",
                  "<x F. 301:301(0) ack 101 win 1000"))
          .contains("SERVER SYN_RECEIVED FIN_WAIT_1 at 3000000 by CLOSE, 3.10.4");
    }

    @Test
    void theAckOfTheHandshakeMayBringTheFin() {
      assertThat(
              states(
                  "> S 100:100(0) win 1000",
                  "< S. 300:300(0) ack 101 win 1000",
                  ">x . 101:101(0) ack 301 win 1000",
                  "> F. 101:101(0) ack 301 win 1000"))
          .endsWith(
              "CLIENT ESTABLISHED FIN_WAIT_1 at 4000000 by CLOSE, 3.10.4",
              "SERVER SYN_RECEIVED ESTABLISHED at 4100000 by #4, 3.10.7.4#5",
              "SERVER ESTABLISHED CLOSE_WAIT at 4100000 by #4, 3.10.7.4#8");
    }

    @Test
    void aFinCountsWhenEverythingBeforeItIsThere() {
      assertThat(
              statesAfterHandshake(
                  ">x P. 101:111(10) ack 301 win 1000",
                  "> F. 111:111(0) ack 301 win 1000",
                  "< . 301:301(0) ack 101 win 1000",
                  "> P. 101:111(10) ack 301 win 1000"))
          .containsExactly(
              "CLIENT ESTABLISHED FIN_WAIT_1 at 5000000 by CLOSE, 3.10.4",
              "SERVER ESTABLISHED CLOSE_WAIT at 7100000 by #7, 3.10.7.4#8");
    }

    @Test
    void aRepeatedFinMovesNobodyTwice() {
      assertThat(
              statesAfterHandshake(
                  "> F. 101:101(0) ack 301 win 1000",
                  "<x . 301:301(0) ack 102 win 1000",
                  "> F. 101:101(0) ack 301 win 1000"))
          .containsExactly(
              "CLIENT ESTABLISHED FIN_WAIT_1 at 4000000 by CLOSE, 3.10.4",
              "SERVER ESTABLISHED CLOSE_WAIT at 4100000 by #4, 3.10.7.4#8");
    }

    @Test
    void anAckOfEverythingButTheFinLeavesFinWait1() {
      assertThat(
              statesAfterHandshake(
                  "> FP. 101:111(10) ack 301 win 1000", "< . 301:301(0) ack 111 win 1000"))
          .containsExactly(
              "CLIENT ESTABLISHED FIN_WAIT_1 at 4000000 by CLOSE, 3.10.4",
              "SERVER ESTABLISHED CLOSE_WAIT at 4100000 by #4, 3.10.7.4#8");
    }
  }

  @Nested
  class Resetting {
    @Test
    void anAbortIsOneWhenTheUserCalledIt() {
      assertThat(statesAfterHandshake("CLIENT ABORT ok", "> R. 101:101(0) ack 301 win 1000"))
          .containsExactly(
              "CLIENT ESTABLISHED CLOSED at 5000000 by ABORT, 3.10.5",
              "SERVER ESTABLISHED CLOSED at 5100000 by #4, 3.10.7.4#2");
    }

    @Test
    void withoutTheCallNobodyKnowsWhyTheEndResetIt() {
      assertThat(statesAfterHandshake("< R. 301:301(0) ack 101 win 1000"))
          .containsExactly(
              "SERVER ESTABLISHED CLOSED at 4000000",
              "CLIENT ESTABLISHED CLOSED at 4100000 by #4, 3.10.7.4#2");
    }

    @Test
    void aResetElsewhereInTheWindowIsChallenged() {
      assertThat(statesAfterHandshake(">x P. 101:111(10) ack 301", "> R 111:111(0)"))
          .containsExactly("CLIENT ESTABLISHED CLOSED at 5000000");
    }

    @Test
    void aResetOutsideTheWindowIsDropped() {
      assertThat(statesAfterHandshake("< R 5000:5000(0)")).isEmpty();
    }

    @Test
    void timeWaitEndsByAReset() {
      assertThat(
              statesAfterHandshake(
                  "> F. 101:101(0) ack 301 win 1000",
                  "< F. 301:301(0) ack 102 win 1000",
                  "< R 302:302(0)"))
          .endsWith("CLIENT TIME_WAIT CLOSED at 6100000 by #6, 3.10.7.4#2");
    }

    @Test
    void abortInLastAckSendsNothingThatWouldShowIt() {
      assertThat(
              statesAfterHandshake(
                  "> F. 101:101(0) ack 301 win 1000",
                  "<x F. 301:301(0) ack 102 win 1000",
                  "SERVER ABORT ok"))
          .endsWith("SERVER LAST_ACK CLOSED at 6000000 by ABORT, 3.10.5");
    }
  }

  @Test
  void transitionsThatAreKnownOtherwiseAreKeptAndCounted() {
    var listens =
        new Entry.Transition(
            7,
            1,
            Party.SERVER,
            Entry.Subject.LISTENER,
            StateName.CLOSED,
            StateName.LISTEN,
            -5L,
            new Cause.ByCall("LISTEN"),
            null,
            Provenance.SAMPLED,
            null);
    var entries = new ArrayList<Entry>(List.of(listens));
    entries.addAll(Story.entries(HANDSHAKE));
    var first = (Entry.Transition) StateInference.withStates(entries).getFirst();
    assertThat(first.subject()).isEqualTo(Entry.Subject.LISTENER);
    assertThat(first.provenance()).isEqualTo(Provenance.SAMPLED);
    assertThat(first.ordinal()).isEqualTo(1);
  }
}

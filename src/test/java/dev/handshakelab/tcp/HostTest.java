package dev.handshakelab.tcp;

import static dev.handshakelab.tcp.Pair.Side.A;
import static dev.handshakelab.tcp.Pair.Side.B;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.IpHeader;
import dev.handshakelab.wire.Notation;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One machine: who gets a segment, what listeners do, and what connections share. */
class HostTest {
  private static final SocketAddress LOCAL = Pair.B;

  private static SocketAddress at(String address, int port) {
    return new SocketAddress(IpAddress.parse(address), port);
  }

  private static Packet packet(SocketAddress from, SocketAddress to, String notation) {
    return new Packet(
        new IpHeader.Ipv4(from.address(), to.address(), 0, 0, true, 64, Octets.EMPTY),
        Notation.parse(notation).withPorts(from.port(), to.port()));
  }

  /** A machine that is told things one after the other. */
  private static final class Lone {
    Host host;
    HostOutcome last;
    long nowNs;
    int calls;

    Lone(Policy policy, Settings settings) {
      host = Host.start(2, policy, settings, Secrets.of(42, 2), 1500);
      last = new HostOutcome(host, null, List.of());
    }

    Lone take(HostInput input) {
      return take(host.handle(nowNs, input));
    }

    private Lone take(HostOutcome outcome) {
      last = outcome;
      host = outcome.next();
      return this;
    }

    Lone expire() {
      nowNs = host.nextDeadline();
      return take(host.expire(nowNs));
    }

    Lone listen(SocketAddress local, Backlog backlog) {
      return take(new HostInput.Listen(++calls, local, backlog));
    }

    Lone arrive(SocketAddress from, String notation) {
      return take(new HostInput.Arrival(packet(from, LOCAL, notation)));
    }

    List<String> sent() {
      return last.effects().stream()
          .filter(each -> each.effect() instanceof Effect.Send)
          .map(each -> ((Effect.Send) each.effect()).packet().segment().toString())
          .toList();
    }

    @Nullable String dropped() {
      return last.effects().stream()
          .filter(each -> each.effect() instanceof Effect.Dropped)
          .map(each -> ((Effect.Dropped) each.effect()).reason())
          .findFirst()
          .orElse(null);
    }

    String told() {
      return last.effects().stream()
          .filter(each -> each.effect() instanceof Effect.Returned)
          .map(each -> ((Effect.Returned) each.effect()).told())
          .findFirst()
          .orElse("");
    }

    /** A handshake up to the SYN+ACK; answers its sequence number. */
    long request(SocketAddress from) {
      arrive(from, "S 100:100(0) win 500 <mss 1460>");
      var send =
          last.effects().stream()
              .map(HostOutcome.Addressed::effect)
              .filter(Effect.Send.class::isInstance)
              .findFirst();
      return send.map(each -> ((Effect.Send) each).packet().segment().sequence().value())
          .orElse(-1L);
    }

    void complete(SocketAddress from) {
      long isn = request(from);
      arrive(from, ". 101:101(0) ack " + (isn + 1) % (1L << 32) + " win 500");
    }

    int count(StateName name) {
      return (int)
          host.connections().inOrder().stream()
              .filter(slot -> slot.state().label() == name)
              .count();
    }
  }

  private static Lone rfc() {
    return new Lone(Policy.RFC_9293, Settings.PLAIN);
  }

  private static Lone linux() {
    return new Lone(
        Policy.LINUX,
        Settings.LINUX.with(new Settings.Offer(1460, -1, false, false, Settings.Ecn.OFF)));
  }

  /** §3.9.1.1. */
  @Nested
  class Opens {
    @Test
    @Tag("rule-3")
    void aPassiveOpenWaitsAndSendsNothing() {
      var lone = rfc().listen(LOCAL, Backlog.of(5));
      assertThat(lone.told()).isEqualTo("ok");
      assertThat(lone.sent()).isEmpty();
      assertThat(lone.last.effects().getFirst().effect())
          .isEqualTo(new Effect.Moved(StateName.CLOSED, StateName.LISTEN, Rule.rfc9293("3.10.1")));
      assertThat(lone.host.listener(LOCAL)).isPresent();
    }

    @Test
    @Tag("MUST-41")
    @Tag("rule-6")
    void aPassiveOpenAffectsNoConnectionThatExists() {
      var pair = Pair.rfc(List.of(100L), List.of(300L)).listen(B).open(A).passes(A);
      var before = pair.host(B).connections();
      pair.listen(B);
      assertThat(pair.told()).last().isEqualTo("B LISTEN error: connection already exists");
      assertThat(pair.host(B).connections()).isEqualTo(before);
      pair.passes(B).passes(A);
      assertThat(pair.state(A)).isEqualTo("ESTABLISHED");
      assertThat(pair.state(B)).isEqualTo("ESTABLISHED");
    }

    @Test
    @Tag("MUST-41")
    @Tag("rule-6")
    void nextToAnEstablishedConnectionAListenerCanBegin() {
      var pair =
          Pair.rfc(List.of(100L), List.of(300L)).listen(B).open(A).passes(A).passes(B).passes(A);
      var before = pair.host(B).connections();
      pair.closeListener(B).listen(B);
      assertThat(pair.host(B).connections()).isEqualTo(before);
    }

    @Test
    @Tag("MUST-42")
    @Tag("rule-7")
    void aPortCanBeListenedOnWhileItsConnectionsOpen() {
      var lone = rfc();
      lone.take(new HostInput.Open(1, LOCAL, at("10.0.0.9", 80)));
      lone.listen(LOCAL, Backlog.of(5));
      assertThat(lone.told()).isEqualTo("ok");
      lone.request(Pair.A);
      assertThat(lone.count(StateName.SYN_SENT)).isEqualTo(1);
      assertThat(lone.count(StateName.SYN_RECEIVED)).isEqualTo(1);
      lone.take(new HostInput.CloseListener(2, LOCAL)).listen(LOCAL, Backlog.of(5));
      assertThat(lone.told()).isEqualTo("ok");
    }

    @Test
    @Tag("MUST-43")
    @Tag("rule-8")
    void theUserMaySayTheLocalAddress() {
      var lone = rfc();
      lone.take(new HostInput.Open(1, at("10.1.1.1", 7), at("10.0.0.9", 80)));
      assertThat(source(lone)).isEqualTo(at("10.1.1.1", 7));
    }

    @Test
    @Tag("MUST-44")
    @Tag("rule-8")
    void elseIpIsAskedBeforeTheFirstSyn() {
      var addresses =
          List.of(
              IpAddress.parse("192.168.1.1"),
              IpAddress.parse("10.0.0.77"),
              IpAddress.parse("10.9.0.1"),
              IpAddress.parse("2001:db8::1"));
      var lone = new Lone(Policy.RFC_9293, Settings.PLAIN.withAddresses(addresses));
      lone.take(new HostInput.Open(1, at("0.0.0.0", 0), at("10.0.0.9", 80)));
      assertThat(source(lone)).isEqualTo(at("10.0.0.77", 49_152));
      lone.take(new HostInput.Open(2, at("0.0.0.0", 0), at("10.0.0.9", 80)));
      assertThat(source(lone)).isEqualTo(at("10.0.0.77", 49_153));
      lone.take(new HostInput.Open(3, at("::", 0), at("2001:db8::9", 80)));
      assertThat(source(lone)).isEqualTo(at("2001:db8::1", 49_152));
      rfc().take(new HostInput.Open(4, at("0.0.0.0", 0), at("10.0.0.9", 80)));
    }

    @Test
    @Tag("MUST-44")
    void withoutAnAddressThatFitsTheOpenFails() {
      var lone = rfc().take(new HostInput.Open(1, at("0.0.0.0", 0), at("10.0.0.9", 80)));
      assertThat(lone.told()).isEqualTo("no address of this machine can reach it");
    }

    @Test
    @Tag("MUST-45")
    @Tag("rule-8")
    void laterSegmentsKeepTheAddress() {
      var lone =
          new Lone(
              Policy.RFC_9293, Settings.PLAIN.withAddresses(List.of(IpAddress.parse("10.0.0.77"))));
      lone.take(new HostInput.Open(1, at("0.0.0.0", 0), at("10.0.0.9", 80)));
      var first = source(lone);
      lone.expire();
      assertThat(source(lone)).isEqualTo(first);
      var passive = rfc().listen(at("0.0.0.0", LOCAL.port()), Backlog.of(5));
      passive.arrive(Pair.A, "S 100:100(0) win 500");
      assertThat(source(passive)).isEqualTo(LOCAL);
    }

    private SocketAddress source(Lone lone) {
      return lone.last.effects().stream()
          .map(HostOutcome.Addressed::effect)
          .filter(Effect.Send.class::isInstance)
          .map(send -> ((Effect.Send) send).packet().source())
          .findFirst()
          .orElseThrow();
    }

    @Test
    void aConnectionThatExistsCannotBeOpenedAgain() {
      var pair = Pair.rfc(List.of(100L), List.of()).open(A).open(A);
      assertThat(pair.told()).containsExactly("A OPEN error: connection already exists");
    }
  }

  /** §3.9.2.3. */
  @ParameterizedTest
  @CsvSource({
    "224.0.0.1, 10.0.0.2",
    "255.255.255.255, 10.0.0.2",
    "0.0.0.0, 10.0.0.2",
    "10.0.0.1, 224.0.0.1",
    "10.0.0.1, 255.255.255.255",
  })
  @Tag("MUST-57")
  @Tag("MUST-63")
  @Tag("rule-10")
  @Tag("rule-11")
  void segmentsFromOrToNoOneMachineAreDiscardedInSilence(String from, String to) {
    for (String segment : List.of("S 1:1(0) win 5", ". 1:1(0) ack 5 win 5", "R 1:1(0)")) {
      var lone = rfc().listen(at(to, 2000), Backlog.of(5)).listen(LOCAL, Backlog.of(5));
      lone.take(new HostInput.Arrival(packet(at(from, 1000), at(to, 2000), segment)));
      assertThat(lone.sent()).as(segment).isEmpty();
      assertThat(lone.dropped()).as(segment).isEqualTo("no such sender or receiver can be");
      assertThat(lone.host.connections().inOrder()).isEmpty();
    }
  }

  /** Who gets a segment. */
  @Nested
  class Demultiplexing {
    @Test
    @Tag("MUST-50")
    void ipOptionsAreIgnored() {
      var syn = packet(Pair.A, LOCAL, "S 100:100(0) win 500");
      var recordRoute = Octets.ofHex("0707040000000001");
      var header =
          new IpHeader.Ipv4(Pair.A.address(), LOCAL.address(), 0, 0, true, 64, recordRoute);
      var plain = rfc().take(new HostInput.Arrival(syn));
      var marked = rfc().take(new HostInput.Arrival(new Packet(header, syn.segment())));
      assertThat(marked.last.effects()).isEqualTo(plain.last.effects());
    }

    @Test
    void nobodyAnswersByAReset() {
      assertThat(rfc().arrive(Pair.A, "S 100:100(0) win 500").sent())
          .containsExactly("R. 0:0(0) ack 101 win 0");
    }

    @Test
    void aListenerOnAnyAddressTakesWhatNoOtherDoes() {
      var lone = rfc().listen(at("0.0.0.0", LOCAL.port()), Backlog.of(5));
      assertThat(lone.request(Pair.A)).isNotNegative();
      assertThat(lone.host.listener(at("0.0.0.0", LOCAL.port())).orElseThrow().halfOpen())
          .isEqualTo(1);
    }

    @Test
    @Tag("rule-65")
    void afterAResetTheListenerIsThereForTheNext() {
      var lone = rfc().listen(LOCAL, Backlog.of(5));
      lone.request(Pair.A);
      lone.arrive(Pair.A, "R 101:101(0)");
      assertThat(lone.host.connections().inOrder()).isEmpty();
      assertThat(lone.request(Pair.A)).isNotNegative();
      assertThat(lone.host.listener(LOCAL).orElseThrow().halfOpen()).isEqualTo(1);
    }
  }

  /** The two queues, with Linux's rules. */
  @Nested
  class Queues {
    private SocketAddress client(int number) {
      return at("10.0.1." + (1 + number / 250), 1000 + number % 250);
    }

    @Test
    @Tag("rule-119")
    void aBacklogOfBAdmitsBPlusOneRequests() {
      var lone = linux().listen(LOCAL, Backlog.of(2));
      for (int i = 0; i < 3; i++) {
        assertThat(lone.request(client(i))).as("SYN %d", i).isNotNegative();
      }
      assertThat(lone.request(client(3))).isEqualTo(-1);
      assertThat(lone.dropped()).isEqualTo("SYN queue full");
    }

    /** RFC 4987 §3.4 would throw out the oldest instead. */
    @Test
    @Tag("rule-121")
    void aRequestKeepsItsPlaceWhenTheQueueIsFull() {
      var lone = linux().listen(LOCAL, Backlog.of(0));
      long isn = lone.request(client(0));
      for (int i = 1; i < 50; i++) {
        assertThat(lone.request(client(i))).isEqualTo(-1);
      }
      lone.arrive(client(0), ". 101:101(0) ack " + (isn + 1) + " win 500");
      assertThat(lone.count(StateName.ESTABLISHED)).isEqualTo(1);
    }

    @Test
    @Tag("rule-125")
    void andBPlusOneConnectionsThatNobodyAccepts() {
      var lone = linux().listen(LOCAL, Backlog.of(1));
      lone.complete(client(0));
      lone.complete(client(1));
      assertThat(lone.count(StateName.ESTABLISHED)).isEqualTo(2);
      assertThat(lone.request(client(2))).isEqualTo(-1);
      assertThat(lone.dropped()).isEqualTo("accept queue full");
      lone.take(new HostInput.Accept(LOCAL));
      assertThat(lone.request(client(2))).isNotNegative();
    }

    @Test
    @Tag("rule-125")
    void aThirdSegmentThatFindsTheQueueFullIsForgottenOrReset() {
      for (boolean aborts : new boolean[] {false, true}) {
        var lone = linux().listen(LOCAL, Backlog.of(1).abortingOnOverflow(aborts));
        long[] isns = {lone.request(client(0)), lone.request(client(1)), 0};
        lone.arrive(client(0), ". 101:101(0) ack " + (isns[0] + 1) + " win 500");
        isns[2] = lone.request(client(2));
        lone.arrive(client(1), ". 101:101(0) ack " + (isns[1] + 1) + " win 500");
        lone.arrive(client(2), ". 101:101(0) ack " + (isns[2] + 1) + " win 500");
        assertThat(lone.dropped()).isEqualTo("accept queue full");
        assertThat(lone.sent()).hasSize(aborts ? 1 : 0);
        assertThat(lone.count(StateName.SYN_RECEIVED)).isEqualTo(aborts ? 0 : 1);
        if (!aborts) {
          lone.take(new HostInput.Accept(LOCAL));
          lone.expire();
          assertThat(lone.sent()).as("the SYN+ACK again").hasSize(1);
          lone.arrive(client(2), ". 101:101(0) ack " + (isns[2] + 1) + " win 500");
          assertThat(lone.count(StateName.ESTABLISHED)).isEqualTo(3);
        }
      }
    }

    @Test
    @Tag("rule-126")
    void theLastQuarterOfTheSynBacklogIsKeptForKnownPeers() {
      var lone = linux().listen(LOCAL, Backlog.of(1000).withMaxSynBacklog(8));
      int taken = 0;
      for (int i = 0; i < 8; i++) {
        taken += lone.request(client(i)) >= 0 ? 1 : 0;
      }
      assertThat(taken).isEqualTo(7);
      assertThat(lone.dropped()).isEqualTo("the rest of the SYN queue is kept for known peers");
    }

    @Test
    @Tag("rule-119")
    @Tag("rule-120")
    void aRequestThatIsGivenUpMakesRoom() {
      var lone = linux().listen(LOCAL, Backlog.of(0));
      lone.request(client(0));
      assertThat(lone.request(client(1))).isEqualTo(-1);
      while (lone.host.nextDeadline() != Host.NEVER) {
        lone.expire();
      }
      assertThat(lone.nowNs).isEqualTo(63 * Machine.SECOND);
      assertThat(lone.request(client(1))).isNotNegative();
    }

    @Test
    void deferredAcceptWaitsForText() {
      var lone = linux().listen(LOCAL, Backlog.of(5).deferring(2));
      long isn = lone.request(client(0));
      lone.arrive(client(0), ". 101:101(0) ack " + (isn + 1) + " win 500");
      assertThat(lone.count(StateName.SYN_RECEIVED)).isEqualTo(1);
      assertThat(lone.sent()).isEmpty();
      lone.arrive(client(0), "P. 101:106(5) ack " + (isn + 1) + " win 500");
      assertThat(lone.count(StateName.ESTABLISHED)).isEqualTo(1);
    }

    @Test
    void deferringEndsWithALastSynAck() {
      var lone = linux().listen(LOCAL, Backlog.of(5).deferring(3));
      long isn = lone.request(client(0));
      String ack = ". 101:101(0) ack " + (isn + 1) + " win 500";
      lone.arrive(client(0), ack);
      assertThat(lone.expire().sent()).as("1 s").isEmpty();
      assertThat(lone.expire().sent()).as("3 s").isEmpty();
      assertThat(lone.expire().sent()).as("7 s").hasSize(1);
      lone.arrive(client(0), ack);
      assertThat(lone.count(StateName.ESTABLISHED)).isEqualTo(1);
    }

    @Test
    void closingALinuxListenerDropsRequestsAndResetsWhatNobodyAccepted() {
      var lone = linux().listen(LOCAL, Backlog.of(5));
      lone.complete(client(0));
      lone.complete(client(1));
      lone.take(new HostInput.Accept(LOCAL));
      long isn = lone.request(client(2));
      lone.take(new HostInput.CloseListener(9, LOCAL));
      assertThat(lone.sent()).hasSize(1);
      assertThat(lone.sent().getFirst()).startsWith("R. ");
      assertThat(lone.count(StateName.ESTABLISHED)).isEqualTo(1);
      assertThat(lone.count(StateName.SYN_RECEIVED)).isZero();
      lone.arrive(client(2), ". 101:101(0) ack " + (isn + 1) + " win 500");
      assertThat(lone.sent()).containsExactly("R " + (isn + 1) + ":" + (isn + 1) + "(0) win 0");
    }

    @Test
    void inTheRfcChildrenOutliveTheirListener() {
      var lone = rfc().listen(LOCAL, Backlog.of(5));
      long isn = lone.request(client(2));
      lone.take(new HostInput.CloseListener(9, LOCAL));
      lone.arrive(client(2), ". 101:101(0) ack " + (isn + 1) + " win 500");
      assertThat(lone.count(StateName.ESTABLISHED)).isEqualTo(1);
    }
  }

  /** RFC 5961 §7: the budget is the host's. */
  @Test
  @Tag("rule-78")
  void tenChallengesInFiveSecondsAreSharedByAllConnections() {
    var lone = rfc().listen(LOCAL, Backlog.of(50));
    for (int i = 0; i < 3; i++) {
      lone.complete(at("10.0.0.1", 1000 + i));
    }
    int answered = 0;
    for (int i = 0; i < 30; i++) {
      lone.arrive(at("10.0.0.1", 1000 + i % 3), "S 101:101(0) win 5");
      answered += lone.sent().size();
    }
    assertThat(answered).isEqualTo(10);
    lone.nowNs = 5 * Machine.SECOND - 1;
    assertThat(lone.arrive(at("10.0.0.1", 1000), "S 101:101(0) win 5").sent()).isEmpty();
    lone.nowNs = 5 * Machine.SECOND;
    assertThat(lone.arrive(at("10.0.0.1", 1000), "S 101:101(0) win 5").sent()).hasSize(1);
  }

  /** §3.4.3. */
  @Nested
  class QuietTime {
    @Test
    @Tag("rule-30")
    void afterACrashNothingIsSentForAnMsl() {
      var quiet = Switches.set(Policy.RFC_9293, "quietTime", "ON");
      var lone = new Lone(quiet, Settings.PLAIN).take(new HostInput.Crash());
      lone.nowNs = 120 * Machine.SECOND - 1;
      assertThat(lone.arrive(Pair.A, ". 1:1(0) ack 5 win 5").sent()).isEmpty();
      lone.take(new HostInput.Open(1, LOCAL, Pair.A));
      assertThat(lone.told()).isEqualTo("the machine keeps quiet for an MSL");
      lone.nowNs = 120 * Machine.SECOND;
      assertThat(lone.arrive(Pair.A, ". 1:1(0) ack 5 win 5").sent()).hasSize(1);
    }

    @Test
    @Tag("rule-30")
    void mostStacksDoNotWait() {
      var lone = rfc().take(new HostInput.Crash());
      assertThat(lone.arrive(Pair.A, ". 1:1(0) ack 5 win 5").sent()).hasSize(1);
    }
  }

  @Test
  void whatAHostRemembersOfAPeerServesTheNextOpen() {
    var host =
        Host.start(
            1,
            Policy.LINUX,
            Settings.LINUX.with(new Settings.Offer(1460, -1, false, false, Settings.Ecn.OFF)),
            Secrets.of(1, 1),
            1500);
    var memory = new FastOpenMemory(Octets.ofHex("abcd1234"), 1400, false, 0);
    host = host.remembering(Pair.B.address(), memory);
    var open = new HostInput.Open(1, Pair.A, Pair.B, new Op.Open(true, Octets.zeros(100)));
    var segment =
        ((Effect.Send) host.handle(0, open).effects().getFirst().effect()).packet().segment();
    assertThat(segment.payload().length()).isEqualTo(100);
    assertThat(segment.toString()).endsWith("<mss 1460,FO abcd1234,nop,nop>");
  }

  @Test
  void aHostIsAValue() {
    var host = Host.start(1, Policy.LINUX, Settings.LINUX, Secrets.of(1, 1), 1500);
    var once = host.handle(5, new HostInput.Open(1, Pair.A, Pair.B));
    assertThat(host.handle(5, new HostInput.Open(1, Pair.A, Pair.B))).isEqualTo(once);
    assertThat(host.nextDeadline()).isEqualTo(Host.NEVER);
  }

  @Test
  void keepaliveAloneIsNoUnrest() {
    var on = Settings.PLAIN.with(Settings.Keepalive.USUAL);
    var lone = new Lone(Policy.RFC_9293, on).listen(LOCAL, Backlog.of(5));
    assertThat(lone.host.isAtRest()).isTrue();
    lone.request(Pair.A);
    assertThat(lone.host.isAtRest()).isFalse();
    lone.complete(at("10.0.0.1", 999));
    lone.arrive(Pair.A, "R 101:101(0)");
    assertThat(lone.host.isAtRest()).isTrue();
    assertThat(lone.host.nextDeadline()).isNotEqualTo(Host.NEVER);
  }
}

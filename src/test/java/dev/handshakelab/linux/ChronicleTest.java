package dev.handshakelab.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.linux.capture.CapturedPacket;
import dev.handshakelab.linux.capture.CapturedPacket.Copy;
import dev.handshakelab.linux.socket.KernelState;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.SegmentKind;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.IpHeader;
import dev.handshakelab.wire.Notation;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Packets;
import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Evidence that is not whole, or whose witnesses disagree: it is told, never mended. */
class ChronicleTest {
  private static final SocketAddress CLIENT = new SocketAddress(IpAddress.parse("127.0.0.1"), 4000);
  private static final SocketAddress SERVER = new SocketAddress(IpAddress.parse("127.0.0.1"), 80);
  private static final SocketAddress OTHER = new SocketAddress(IpAddress.parse("127.0.0.1"), 4001);

  /** Time zero on the session's clock. */
  private static final long ZERO = 1_000_000;

  private final List<CapturedPacket> packets = new ArrayList<>();
  private final List<Told> told = new ArrayList<>();
  private final Map<Party, StateName> finals = new EnumMap<>(Party.class);
  private long dropped;
  private Octets savedSyn = Octets.EMPTY;
  private @Nullable KernelState halfOpen;

  private static Octets packet(SocketAddress from, SocketAddress to, String notation) {
    return Packets.encode(
        new Packet(
            new IpHeader.Ipv4(from.address(), to.address(), 0, 0, true, 64, Octets.EMPTY),
            Notation.parse(notation).withPorts(from.port(), to.port())));
  }

  private void seen(Copy copy, SocketAddress from, SocketAddress to, String notation, long atNs) {
    packets.add(new CapturedPacket(ZERO + atNs, copy, packet(from, to, notation), true));
  }

  /** Sent and, 10 ns later, arrived. */
  private void seen(SocketAddress from, SocketAddress to, String notation, long atNs) {
    seen(Copy.SENT, from, to, notation, atNs);
    seen(Copy.RECEIVED, from, to, notation, atNs + 10);
  }

  private void handshake() {
    told.add(new Told.Called(Party.CLIENT, 1, "OPEN", null, null, ZERO));
    seen(CLIENT, SERVER, "S 100:100(0) win 1000", 100);
    seen(SERVER, CLIENT, "S. 300:300(0) ack 101 win 1000", 200);
    seen(CLIENT, SERVER, ". 101:101(0) ack 301 win 1000", 300);
    told.add(new Told.Called(Party.CLIENT, 1, "OPEN", null, "ok", ZERO + 400));
    finals.put(Party.CLIENT, StateName.ESTABLISHED);
    finals.put(Party.SERVER, StateName.ESTABLISHED);
  }

  private Trace trace() {
    return Chronicle.of(
        new Evidence(
            Tier.LOOPBACK,
            CLIENT,
            SERVER,
            ZERO,
            told,
            packets,
            null,
            dropped,
            null,
            0,
            halfOpen,
            Sayings.none(),
            savedSyn,
            CookieListeners.NONE,
            finals));
  }

  @Test
  void wholeEvidenceWithoutContradictionNeedsNoNote() {
    handshake();
    savedSyn = packet(CLIENT, SERVER, "S 100:100(0) win 1000");
    assertThat(Stories.notes(trace())).isEmpty();
  }

  @Test
  void callsStandWhereTheyWereMade() {
    handshake();
    List<Entry> entries = trace().entries();
    assertThat(entries.getFirst()).isInstanceOf(Entry.UserCall.class);
    assertThat(entries.getLast()).isInstanceOf(Entry.UserCall.class);
    assertThat(entries.getLast().atNs()).isEqualTo(400);
  }

  @Test
  void packetsThatTheKernelDroppedAreCounted() {
    handshake();
    dropped = 7;
    assertThat(Stories.notes(trace()))
        .containsExactly("the capture is not complete: the kernel had no room for 7 packets");
  }

  @Test
  void aSegmentThatWasNotSeenArrivingHasNotArrived() {
    handshake();
    seen(Copy.SENT, CLIENT, SERVER, "P. 101:111(10) ack 301 win 1000", 500);
    Trace trace = trace();
    assertThat(trace.segments().getLast().fate()).isEqualTo(TracedSegment.Fate.LOST);
    assertThat(Stories.notes(trace))
        .containsExactly("1 segments were seen being sent but not arriving");
  }

  @Test
  void aSegmentThatWasNotSeenLeavingHasNoTimeOfSending() {
    handshake();
    seen(Copy.RECEIVED, CLIENT, SERVER, "P. 101:111(10) ack 301 win 1000", 500);
    TracedSegment last = trace().segments().getLast();
    assertThat(last.sent().atNs()).isNull();
    assertThat(last.receivedNs()).isEqualTo(500);
    assertThat(Stories.notes(trace()))
        .containsExactly("1 segments were seen arriving but not being sent");
  }

  @Test
  void aRepetitionPointsToTheFirst() {
    seen(Copy.SENT, CLIENT, SERVER, "S 100:100(0) win 1000", 100);
    seen(CLIENT, SERVER, "S 100:100(0) win 999", 200);
    TracedSegment second = trace().segments().get(1);
    assertThat(second.sent().kind()).isEqualTo(SegmentKind.RETRANSMISSION);
    assertThat(second.sent().retransmissionOf()).isEqualTo(1);
  }

  @Test
  void othersAtTheServersPortAreLeftOutAndCounted() {
    handshake();
    seen(OTHER, SERVER, "S 1:1(0) win 1", 150);
    assertThat(trace().segments()).hasSize(3);
    assertThat(Stories.notes(trace()))
        .containsExactly("1 packets of others with the server's port were seen and left out");
  }

  @Test
  void whatIsNoPacketIsNoted() {
    handshake();
    packets.add(new CapturedPacket(ZERO + 500, Copy.SENT, Octets.ofHex("45"), false));
    assertThat(Stories.notes(trace()))
        .singleElement()
        .asString()
        .startsWith("the tap saw a packet that could not be read");
  }

  @Test
  void aStateThatTheSegmentsDoNotProveIsNoted() {
    handshake();
    finals.put(Party.SERVER, StateName.CLOSE_WAIT);
    assertThat(Stories.notes(trace()))
        .containsExactly(
            "by its segments the SERVER ended in ESTABLISHED, by the kernel in CLOSE_WAIT");
  }

  /** The kernel gave up: found half-open by sock_diag and, at the end, not found any more. */
  @Test
  void aHalfOpenConnectionThatIsGoneEndedAtAMomentThatNobodyKnows() {
    halfOpen();
    finals.put(Party.SERVER, StateName.CLOSED);
    assertThat(Stories.notes(trace())).isEmpty();
    Entry.Transition last = trace().transitions().getLast();
    assertThat(last.to()).isEqualTo(StateName.CLOSED);
    assertThat(last.atNs()).isNull();
    assertThat(last.ordinal()).isEqualTo(trace().transitions().size());
    assertThat(Stories.transitions(trace())).endsWith("SERVER SYN_RECEIVED CLOSED SAMPLED");
  }

  @Test
  void aHalfOpenConnectionThatIsStillThereHasNotEnded() {
    halfOpen();
    finals.put(Party.SERVER, StateName.SYN_RECEIVED);
    assertThat(Stories.notes(trace())).isEmpty();
    assertThat(Stories.transitions(trace())).noneMatch(it -> it.contains("SYN_RECEIVED CLOSED"));
  }

  @Test
  void whatSockDiagNeverSawHalfOpenItDoesNotSayToBeGone() {
    halfOpen();
    halfOpen = null;
    finals.put(Party.SERVER, StateName.CLOSED);
    assertThat(Stories.notes(trace()))
        .containsExactly(
            "by its segments the SERVER ended in SYN_RECEIVED, by the kernel in CLOSED");
  }

  /** Its user's patience is over: nobody else is told. */
  @Test
  void whoIsToldOfATimeoutAndFoundClosedHasClosed() {
    handshake();
    told.add(
        new Told.Called(
            Party.CLIENT, 2, "TIMEOUT", null, "error: connection timed out", ZERO + 500));
    finals.put(Party.CLIENT, StateName.CLOSED);
    assertThat(Stories.notes(trace())).isEmpty();
    assertThat(Stories.transitions(trace())).endsWith("CLIENT ESTABLISHED CLOSED SAMPLED");
  }

  private void halfOpen() {
    seen(CLIENT, SERVER, "S 100:100(0) win 1000", 100);
    seen(SERVER, CLIENT, "S. 300:300(0) ack 101 win 1000", 200);
    halfOpen = KernelState.NEW_SYN_RECV;
    finals.put(Party.CLIENT, StateName.ESTABLISHED);
  }

  @Test
  void anotherSynThanTheKernelSavedIsNoted() {
    handshake();
    savedSyn = packet(CLIENT, SERVER, "S 99:99(0) win 1000");
    assertThat(Stories.notes(trace()))
        .singleElement()
        .asString()
        .startsWith("the SYN that the server's kernel saved is not the one that was seen");
  }

  @Test
  void timesTakenTooLateAreNoted() {
    told.add(new Told.Called(Party.CLIENT, 1, "OPEN", null, null, ZERO));
    told.add(new Told.Called(Party.CLIENT, 1, "OPEN", null, "ok", ZERO + 50));
    seen(CLIENT, SERVER, "S 100:100(0) win 1000", 100);
    assertThat(Stories.notes(trace()))
        .containsExactly(
            "segments were not stamped when they passed but when they were read: times are too late");
  }

  @Test
  void nothingSeenIsAnEmptyStory() {
    Trace trace = trace();
    assertThat(trace.entries()).isEmpty();
    assertThat(trace.conversation(1).clientIsn()).isNull();
  }
}

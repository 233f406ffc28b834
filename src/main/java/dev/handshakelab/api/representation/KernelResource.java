package dev.handshakelab.api.representation;

import dev.handshakelab.scenario.KernelAccount;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the kernel says of a session beside its segments and states. */
public record KernelResource(
    @Describe("how the session was run: netns-tun, reflect-tun, loopback or sockets-only")
        String tier,
    @Nullable String kernelRelease,
    KernelCapture capture,
    @Describe("the SYN as the server's kernel kept it (TCP_SAVED_SYN)") @Nullable SavedSyn savedSyn,
    @Describe("the server's half-open connection as sock_diag showed it; null when nobody saw it")
        @Nullable HalfOpen halfOpen,
    KernelEnd client,
    KernelEnd server,
    @Describe("every copy on the lab's link: what was asked and what was measured")
        List<LinkDelivery> deliveries) {

  public static KernelResource of(KernelAccount account) {
    KernelAccount.Completeness capture = account.capture();
    KernelAccount.SavedSyn syn = account.savedSyn();
    KernelAccount.HalfOpen half = account.halfOpen();
    return new KernelResource(
        account.tier(),
        account.kernelRelease(),
        new KernelCapture(
            capture.complete(),
            capture.tapped(),
            capture.traced(),
            capture.packetsMissed(),
            capture.eventsMissed()),
        syn == null ? null : new SavedSyn(syn.octets(), syn.asCaptured()),
        half == null
            ? null
            : new HalfOpen(half.state(), half.timer(), half.retransmissions(), half.atNs()),
        end(account.client()),
        end(account.server()),
        account.deliveries().stream().map(KernelResource::delivery).toList());
  }

  private static KernelEnd end(KernelAccount.EndAccount end) {
    return new KernelEnd(end.tcpInfo(), end.tcpInfoWhileHalfOpen(), end.counters(), end.sysctls());
  }

  private static LinkDelivery delivery(KernelAccount.LinkDelivery delivery) {
    return new LinkDelivery(
        delivery.segment(), delivery.copy(), delivery.askedNs(), delivery.measuredNs());
  }

  /** How whole the evidence is. */
  public record KernelCapture(
      @Describe("nothing is known to be missing of what could be seen") boolean complete,
      @Describe("segments were captured") boolean tapped,
      @Describe("the kernel's tracepoints were read") boolean traced,
      @Describe("packets that the taps' buffers had no room for") long packetsMissed,
      @Describe("events of the host that the trace buffer had no room for meanwhile")
          long eventsMissed) {}

  /** The headers of the SYN, from the IP header on. */
  public record SavedSyn(
      @Describe("in base64") String octets,
      @Describe("whether exactly these octets were captured; null when nothing was")
          @Nullable Boolean asCaptured) {}

  /** A request of the listener, which is no socket yet. */
  public record HalfOpen(
      @Describe("the kernel's name of it") String state,
      @Describe("which of its timers was running") String timer,
      @Describe("of its SYN+ACK until then") int retransmissions,
      long atNs) {}

  /** One end. */
  public record KernelEnd(
      @Describe("tcp_info at the end, by the names of linux/tcp.h; empty when there was no socket")
          Map<String, Long> tcpInfo,
      @Describe("the same while the server was half-open") Map<String, Long> tcpInfoWhileHalfOpen,
      @Describe("what was added to the counters of netstat and snmp in that end's namespace")
          Map<String, Long> counters,
      @Describe("settings below `net`") Map<String, String> sysctls) {}

  /** One copy of a segment on the lab's link. */
  public record LinkDelivery(
      @Describe("the segment's ordinal") int segment,
      @Describe("from 1") int copy,
      @Describe("delay, jitter and queueing behind others as the request has it") long askedNs,
      @Describe("from the kernel's timestamp at the sender to that at the receiver")
          long measuredNs) {}
}

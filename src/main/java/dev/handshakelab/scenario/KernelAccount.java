package dev.handshakelab.scenario;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a kernel says of one session beside its segments and states, and how whole the evidence is.
 * A member is null, or a map empty, when the kernel did not tell.
 *
 * @param tier how the session was run
 * @param kernelRelease e.g. {@code 6.18.44}: what a kernel does differs between releases
 * @param savedSyn the SYN as the server's kernel kept it
 * @param halfOpen the server's half-open connection, which is no socket yet
 * @param deliveries what the lab's link was asked and what was measured; empty without a link
 */
public record KernelAccount(
    String tier,
    @Nullable String kernelRelease,
    Completeness capture,
    @Nullable SavedSyn savedSyn,
    @Nullable HalfOpen halfOpen,
    EndAccount client,
    EndAccount server,
    List<LinkDelivery> deliveries) {
  public KernelAccount {
    deliveries = List.copyOf(deliveries);
  }

  /**
   * Whether everything was seen.
   *
   * @param complete nothing is known to be missing of what could be seen
   * @param tapped whether segments were captured
   * @param traced whether the kernel's tracepoints were read
   * @param packetsMissed packets that the taps' buffers had no room for
   * @param eventsMissed events of this host that the trace buffer had no room for meanwhile
   */
  public record Completeness(
      boolean complete, boolean tapped, boolean traced, long packetsMissed, long eventsMissed) {}

  /**
   * The headers that TCP_SAVED_SYN gave.
   *
   * @param octets in base64, from the IP header on
   * @param asCaptured whether a SYN with exactly these octets was captured; null without a tap
   */
  public record SavedSyn(String octets, @Nullable Boolean asCaptured) {}

  /**
   * What sock_diag showed of the request.
   *
   * @param state the kernel's name
   * @param timer which of its timers was running
   * @param retransmissions of its SYN+ACK until then
   * @param atNs from time zero
   */
  public record HalfOpen(String state, String timer, int retransmissions, long atNs) {}

  /**
   * One end.
   *
   * @param tcpInfo tcp_info at the end of the session, by the header's names
   * @param tcpInfoWhileHalfOpen the same while the server was half-open
   * @param counters what the session added to netstat's and snmp's counters of that end's network
   *     namespace, by their names; on the loopback interface with whatever else the host did
   * @param sysctls the settings below net that matter to a handshake, as they hold for that end
   */
  public record EndAccount(
      SortedMap<String, Long> tcpInfo,
      SortedMap<String, Long> tcpInfoWhileHalfOpen,
      SortedMap<String, Long> counters,
      SortedMap<String, String> sysctls) {
    public EndAccount {
      tcpInfo = sorted(tcpInfo);
      tcpInfoWhileHalfOpen = sorted(tcpInfoWhileHalfOpen);
      counters = sorted(counters);
      sysctls = sorted(sysctls);
    }

    private static <T> SortedMap<String, T> sorted(Map<String, T> map) {
      return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
  }

  /**
   * One copy of a segment on the lab's link.
   *
   * @param segment its ordinal
   * @param copy from 1
   * @param askedNs how long the request has it under way, jitter and queueing included
   * @param measuredNs from the kernel's timestamp at the sender to that at the receiver; where the
   *     lab plays an end, from when it sent it or read it to when it took it or handed it over
   */
  public record LinkDelivery(int segment, int copy, long askedNs, long measuredNs) {}
}

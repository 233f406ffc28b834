package dev.handshakelab.linux.socket;

import dev.handshakelab.linux.ffi.HostOrder;
import dev.handshakelab.wire.Octets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel tells of one TCP socket: {@code struct tcp_info} (include/uapi/linux/tcp.h). The
 * structure grew with the kernel's versions, so a member beyond the length that the kernel answered
 * is null.
 *
 * @param octets the structure as the kernel gave it
 */
public record TcpInfo(Octets octets) {
  /** More than any kernel gives yet: 6.18 gives 280. */
  static final int ROOM = 512;

  /** What Linux gave at first, up to total_retrans. */
  private static final int LEAST = 104;

  private static final int STATE_AT = 0;
  private static final int UNACKED_AT = 24;
  private static final int NOT_SENT_BYTES_AT = 144;

  public TcpInfo {
    if (octets.length() < LEAST) {
      throw new IllegalArgumentException(
          "tcp_info has at least " + LEAST + " octets, not " + octets.length());
    }
  }

  public KernelState state() {
    return KernelState.of(octets.u8(STATE_AT));
  }

  /** Segments in flight; of a listener, the connections that wait to be accepted. */
  public long unacknowledged() {
    return HostOrder.u32(octets, UNACKED_AT);
  }

  /** A member: its name in the header, where it lies, and of how many octets it is. */
  private record Member(String name, int at, int length) {}

  private static final List<Member> MEMBERS = members();

  /** In the header's order; the two bit fields after wscale are left out. */
  private static List<Member> members() {
    List<Member> members = new ArrayList<>();
    int at = 0;
    for (String name : "state ca_state retransmits probes backoff options".split(" ", -1)) {
      members.add(new Member(name, at++, 1));
    }
    members.add(new Member("wscale", at, 1));
    at = 8;
    String words =
        "rto ato snd_mss rcv_mss unacked sacked lost retrans fackets last_data_sent last_ack_sent"
            + " last_data_recv last_ack_recv pmtu rcv_ssthresh rtt rttvar snd_ssthresh snd_cwnd"
            + " advmss reordering rcv_rtt rcv_space total_retrans";
    for (String name : words.split(" ", -1)) {
      members.add(new Member(name, at, 4));
      at += 4;
    }
    String later =
        "pacing_rate:8 max_pacing_rate:8 bytes_acked:8 bytes_received:8 segs_out:4 segs_in:4"
            + " notsent_bytes:4 min_rtt:4 data_segs_in:4 data_segs_out:4 delivery_rate:8"
            + " busy_time:8 rwnd_limited:8 sndbuf_limited:8 delivered:4 delivered_ce:4"
            + " bytes_sent:8 bytes_retrans:8 dsack_dups:4 reord_seen:4 rcv_ooopack:4 snd_wnd:4"
            + " rcv_wnd:4 rehash:4 total_rto:2 total_rto_recoveries:2 total_rto_time:4";
    for (String each : later.split(" ", -1)) {
      int colon = each.indexOf(':');
      int length = Integer.parseInt(each.substring(colon + 1));
      members.add(new Member(each.substring(0, colon), at, length));
      at += length;
    }
    return List.copyOf(members);
  }

  /**
   * Every member that the kernel gave, by its name without {@code tcpi_}; times in the header's
   * units, {@code wscale} both shifts as they are packed. Rates of 2^64−1 mean no limit and are −1.
   */
  public SortedMap<String, Long> named() {
    SortedMap<String, Long> named = new TreeMap<>();
    for (Member member : MEMBERS) {
      if (member.at() + member.length() <= octets.length()) {
        named.put(member.name(), value(member));
      }
    }
    return named;
  }

  private long value(Member member) {
    return switch (member.length()) {
      case 1 -> octets.u8(member.at());
      case 2 -> HostOrder.u16(octets, member.at());
      case 4 -> HostOrder.u32(octets, member.at());
      default -> HostOrder.s64(octets, member.at());
    };
  }

  /** Octets that wait to be sent for the first time. */
  public @Nullable Long notSentBytes() {
    return NOT_SENT_BYTES_AT + Integer.BYTES <= octets.length()
        ? HostOrder.u32(octets, NOT_SENT_BYTES_AT)
        : null;
  }
}

package dev.handshakelab.linux;

import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.tun.Sysctls;
import dev.handshakelab.scenario.EndSpec;
import dev.handshakelab.scenario.EndSpec.SynCookies;
import dev.handshakelab.scenario.NetworkSpec;
import dev.handshakelab.scenario.Queues;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.tcp.IcmpError;
import dev.handshakelab.tcp.IcmpError.Weight;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.SequenceNumber;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What differs from {@link #USUAL} in the network namespaces of one session, by name below net: the
 * members of its request that no socket can choose, since the kernel has them for a whole
 * namespace. A session that asks for any gets namespaces of its own, so that nobody else is
 * concerned.
 */
record KernelSettings(SortedMap<String, String> client, SortedMap<String, String> server) {
  /** The shift that {@link #USUAL} makes a SYN offer, unless rmem_max of the host is larger. */
  private static final int USUAL_SHIFT = 7;

  private static final int USUAL_BACKLOG = 4096;
  private static final String LARGEST_BACKLOG = "65535";

  /**
   * What all namespaces of the lab are set to, whatever the host is: what the simulator imitates
   * too, so that one can be held against the other. Earlier connections leave nothing behind (no
   * metrics), and nothing but TCP is on the way (IPv6's neighbours).
   */
  static final Map<String, String> USUAL =
      Map.ofEntries(
          Map.entry("core/somaxconn", Integer.toString(USUAL_BACKLOG)),
          Map.entry("ipv4/tcp_abort_on_overflow", "0"),
          // Or one ACK would do for all that comes while the user reads (__tcp_ack_snd_check): how
          // many there are would be up to its thread.
          Map.entry("ipv4/tcp_backlog_ack_defer", "0"),
          // RFC 5681, whatever the host prefers: BBR, for one, neither halves nor begins with one.
          Map.entry("ipv4/tcp_congestion_control", "reno"),
          Map.entry("ipv4/tcp_early_retrans", "3"),
          Map.entry("ipv4/tcp_ecn", "2"),
          Map.entry("ipv4/tcp_fastopen", "0"),
          Map.entry("ipv4/tcp_fin_timeout", "60"),
          Map.entry("ipv4/tcp_max_syn_backlog", "2048"),
          Map.entry("ipv4/tcp_no_metrics_save", "1"),
          Map.entry("ipv4/tcp_retries1", "3"),
          Map.entry("ipv4/tcp_retries2", "15"),
          Map.entry("ipv4/tcp_rfc1337", "0"),
          Map.entry("ipv4/tcp_rmem", rmem(USUAL_SHIFT)),
          Map.entry("ipv4/tcp_sack", "1"),
          Map.entry("ipv4/tcp_syn_linear_timeouts", "4"),
          Map.entry("ipv4/tcp_syn_retries", "6"),
          Map.entry("ipv4/tcp_synack_retries", "5"),
          Map.entry("ipv4/tcp_syncookies", "1"),
          Map.entry("ipv4/tcp_timestamps", "1"),
          Map.entry("ipv4/tcp_tw_reuse", "2"),
          Map.entry("ipv4/tcp_window_scaling", "1"),
          Map.entry("ipv4/tcp_wmem", "4096 16384 4194304"),
          Map.entry("ipv6/conf/default/accept_dad", "0"),
          Map.entry("ipv6/conf/default/accept_ra", "0"),
          Map.entry("ipv6/conf/default/addr_gen_mode", "1"),
          Map.entry("ipv6/conf/default/router_solicitations", "0"));

  /** As it is anyway, in seconds: who sets it gets namespaces that nobody has after him. */
  private static final String PATH_MTU_EXPIRES = "ipv4/route/mtu_expires";

  static final KernelSettings NOTHING_ELSE = new KernelSettings(new TreeMap<>(), new TreeMap<>());

  KernelSettings {
    client = Collections.unmodifiableSortedMap(new TreeMap<>(client));
    server = Collections.unmodifiableSortedMap(new TreeMap<>(server));
  }

  /**
   * A member of an end that is a setting of its namespace.
   *
   * @param member of the end
   * @param name of the setting below net
   * @param value that does what the member asks for
   */
  record Wish(String member, String name, String value) {}

  /** What a request asks for beyond what is usual. */
  static KernelSettings askedFor(SessionRequest request) {
    SortedMap<String, String> client = unusual(wishes(request.client(), Party.CLIENT));
    SortedMap<String, String> server = unusual(wishes(request.server(), Party.SERVER));
    if (request.network().faults().stream().anyMatch(KernelSettings::narrowsThePath)) {
      client.put(PATH_MTU_EXPIRES, "600");
      server.put(PATH_MTU_EXPIRES, "600");
    }
    return new KernelSettings(client, server);
  }

  /** A kernel remembers the MTU of a path for ten minutes, for all connections over it. */
  private static boolean narrowsThePath(NetworkSpec.Fault fault) {
    return fault.action() instanceof NetworkSpec.Action.Icmp(int type, int code)
        && new IcmpError(false, type, code, 0, SequenceNumber.ZERO).weight() == Weight.TOO_BIG;
  }

  /** Whether the namespaces that sessions share will do. */
  boolean areUsual() {
    return client.isEmpty() && server.isEmpty();
  }

  private static SortedMap<String, String> unusual(List<Wish> wishes) {
    SortedMap<String, String> settings = new TreeMap<>();
    for (Wish wish : wishes) {
      if (!wish.value().equals(USUAL.get(wish.name()))) {
        settings.put(wish.name(), wish.value());
      }
    }
    return settings;
  }

  /** What an end asks for, be it usual or not. */
  static List<Wish> wishes(EndSpec end, Party party) {
    List<Wish> wishes = new ArrayList<>();
    add(wishes, "sackPermitted", "ipv4/tcp_sack", flag(end.sackPermitted()));
    add(wishes, "timestamps", "ipv4/tcp_timestamps", flag(end.timestamps()));
    boolean grants = end.agreement().ecn() != null && !end.asksForEcn();
    String ecn = grants || end.ecn() != null ? ecn(end) : null;
    add(wishes, grants ? "grantsEcn" : "ecn", "ipv4/tcp_ecn", ecn);
    String none = end.agreement().refusesScaling() ? "0" : null;
    add(wishes, "windowScale", "ipv4/tcp_window_scaling", none);
    add(wishes, "windowScale", "ipv4/tcp_rmem", rmemFor(end.windowScale()));
    add(wishes, "synLinearTimeouts", "ipv4/tcp_syn_linear_timeouts", text(end.synLinearTimeouts()));
    // Of Fast Open, 1 lets a client, 2 a server.
    if (party == Party.CLIENT) {
      add(wishes, "fastOpen", "ipv4/tcp_fastopen", end.options().opensFast() ? "1" : null);
      return wishes;
    }
    if (!retriesBySocket(end)) {
      add(wishes, "synRetries", "ipv4/tcp_syn_retries", text(end.synRetries()));
      add(wishes, "synAckRetries", "ipv4/tcp_synack_retries", text(end.synAckRetries()));
    }
    add(wishes, "synCookies", "ipv4/tcp_syncookies", cookies(end.synCookies()));
    add(wishes, "abortOnOverflow", "ipv4/tcp_abort_on_overflow", flag(end.abortOnOverflow()));
    Integer backlog = end.backlog();
    String beyond = backlog != null && backlog > USUAL_BACKLOG ? LARGEST_BACKLOG : null;
    add(wishes, "backlog", "core/somaxconn", beyond);
    Queues queues = end.queues();
    add(wishes, "maxSynBacklog", "ipv4/tcp_max_syn_backlog", text(queues.maxSynBacklog()));
    Integer fastOpenQueue = queues.fastOpenQueue();
    boolean any = fastOpenQueue != null && fastOpenQueue > 0;
    add(wishes, "fastOpenQueue", "ipv4/tcp_fastopen", any ? "2" : null);
    return wishes;
  }

  private static void add(List<Wish> wishes, String member, String name, @Nullable String value) {
    if (value != null) {
      wishes.add(new Wish(member, name, value));
    }
  }

  /**
   * Whether a server's one socket option says what is asked of its SYN+ACKs: it cannot say 0, and
   * it would hold for a SYN of that socket, too.
   */
  static boolean retriesBySocket(EndSpec server) {
    Integer synAckRetries = server.synAckRetries();
    return server.synRetries() == null && (synAckRetries == null || synAckRetries > 0);
  }

  /** 1 asks; 2, which is usual, agrees when it is asked; 0 does neither. */
  private static String ecn(EndSpec end) {
    return end.asksForEcn() ? "1" : end.agreement().refusesEcn() ? "0" : "2";
  }

  private static @Nullable String flag(@Nullable Boolean asked) {
    return asked == null ? null : asked ? "1" : "0";
  }

  private static @Nullable String text(@Nullable Integer asked) {
    return asked == null ? null : asked.toString();
  }

  /** The kernel offers what the largest receive buffer needs; a socket can ask for less. */
  private static @Nullable String rmemFor(@Nullable Integer shift) {
    return shift == null || shift <= USUAL_SHIFT ? null : rmem(shift);
  }

  private static String rmem(int shift) {
    // Any figure between the powers of two will do: 6 MiB is the kernel's own.
    return "4096 131072 " + (3L << (14 + shift));
  }

  private static @Nullable String cookies(@Nullable SynCookies asked) {
    return switch (asked) {
      case null -> null;
      case NEVER -> "0";
      case WHEN_FULL -> "1";
      case ALWAYS -> "2";
    };
  }

  /**
   * Sets them in this thread's network namespace, which is one of the lab's.
   *
   * @throws LinuxException when the kernel lacks one that was asked for, or does not take it
   */
  void write(Party end) throws LinuxException {
    SortedMap<String, String> asked = end == Party.CLIENT ? client : server;
    for (var setting : USUAL.entrySet()) {
      if (!asked.containsKey(setting.getKey()) && Sysctls.read(setting.getKey()) != null) {
        Sysctls.write(setting.getKey(), setting.getValue());
      }
    }
    for (var setting : asked.entrySet()) {
      Sysctls.write(setting.getKey(), setting.getValue());
    }
  }
}

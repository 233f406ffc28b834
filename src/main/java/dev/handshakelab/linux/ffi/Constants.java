package dev.handshakelab.linux.ffi;

/**
 * The numbers of Linux's interface, by their names in its headers, for x86-64 and aarch64 (the same
 * on both). Other architectures number some of them differently.
 */
public final class Constants {
  private Constants() {}

  public static final int AF_INET = 2;
  public static final int AF_INET6 = 10;
  public static final int AF_NETLINK = 16;
  public static final int AF_PACKET = 17;

  public static final int SOCK_STREAM = 1;
  public static final int SOCK_DGRAM = 2;
  public static final int SOCK_RAW = 3;
  public static final int SOCK_NONBLOCK = 0x800;
  public static final int SOCK_CLOEXEC = 0x80000;

  public static final int POLLIN = 0x1;
  public static final int POLLOUT = 0x4;

  public static final int MSG_DONTWAIT = 0x40;
  public static final int MSG_NOSIGNAL = 0x4000;
  public static final int MSG_TRUNC = 0x20;
  public static final int MSG_CTRUNC = 0x8;

  public static final int SHUT_WR = 1;

  /** CLOCK_REALTIME: what the kernel stamps packets with. */
  public static final int CLOCK_REALTIME = 0;

  public static final int CLOCK_MONOTONIC = 1;

  /** CLOCK_REALTIME and whole seconds. */
  public static final int CLOCK_TAI = 11;

  public static final int SOL_SOCKET = 1;
  public static final int SO_ERROR = 4;
  public static final int SO_RCVBUF = 8;
  public static final int SO_KEEPALIVE = 9;
  public static final int SO_LINGER = 13;
  public static final int SO_ATTACH_FILTER = 26;
  public static final int SO_RCVBUFFORCE = 33;

  /** Both the option and the type of the control message that it brings. */
  public static final int SO_TIMESTAMPNS = 35;

  public static final int SOL_PACKET = 263;
  public static final int PACKET_STATISTICS = 6;

  /** Both the option and the type of the control message that it brings. */
  public static final int PACKET_AUXDATA = 8;

  /** Every protocol; in host order, though the kernel wants it in network order. */
  public static final int ETH_P_ALL = 3;

  /** A packet that enters this host. */
  public static final int PACKET_HOST = 0;

  /** A packet that leaves this host. */
  public static final int PACKET_OUTGOING = 4;

  /** In a packet's status: its checksum was left to hardware. */
  public static final int TP_STATUS_CSUMNOTREADY = 8;

  public static final int IPPROTO_TCP = 6;
  public static final int TCP_MAXSEG = 2;
  public static final int TCP_KEEPIDLE = 4;
  public static final int TCP_KEEPINTVL = 5;
  public static final int TCP_KEEPCNT = 6;
  public static final int TCP_SYNCNT = 7;
  public static final int TCP_DEFER_ACCEPT = 9;
  public static final int TCP_WINDOW_CLAMP = 10;
  public static final int TCP_INFO = 11;
  public static final int TCP_USER_TIMEOUT = 18;
  public static final int TCP_REPAIR = 19;
  public static final int TCP_REPAIR_QUEUE = 20;
  public static final int TCP_QUEUE_SEQ = 21;
  public static final int TCP_FASTOPEN = 23;
  public static final int TCP_SAVE_SYN = 27;
  public static final int TCP_SAVED_SYN = 28;
  public static final int TCP_FASTOPEN_CONNECT = 30;

  public static final int TCP_REPAIR_ON = 1;

  /** Ends repair without sending a window probe. */
  public static final int TCP_REPAIR_OFF_NO_WP = -1;

  public static final int TCP_SEND_QUEUE = 2;

  public static final int NETLINK_SOCK_DIAG = 4;

  public static final int O_RDONLY = 0;
  public static final int O_WRONLY = 1;
  public static final int O_RDWR = 2;
  public static final int O_NONBLOCK = 0x800;
  public static final int O_CLOEXEC = 0x80000;

  public static final int EFD_NONBLOCK = O_NONBLOCK;
  public static final int EFD_CLOEXEC = O_CLOEXEC;

  public static final int CLONE_NEWNS = 0x20000;
  public static final int CLONE_NEWNET = 0x40000000;

  public static final long MS_REC = 0x4000;
  public static final long MS_PRIVATE = 1 << 18;

  /** How late the kernel may let this thread's waits end, in nanoseconds. */
  public static final int PR_SET_TIMERSLACK = 29;

  /** Takes turns with the others. */
  public static final int SCHED_OTHER = 0;

  /** Runs whenever it can, until it waits. */
  public static final int SCHED_FIFO = 1;

  /** With the policy: threads that this one starts are scheduled as usual. */
  public static final int SCHED_RESET_ON_FORK = 0x40000000;

  public static final int LEAST_REAL_TIME_PRIORITY = 1;

  /** A descriptor becomes a TUN or TAP device. */
  public static final long TUNSETIFF = 0x400454ca;

  public static final long SIOCGIFFLAGS = 0x8913;
  public static final long SIOCSIFFLAGS = 0x8914;
  public static final long SIOCSIFADDR = 0x8916;
  public static final long SIOCSIFNETMASK = 0x891c;
  public static final long SIOCSIFMTU = 0x8922;
  public static final long SIOCSIFTXQLEN = 0x8943;

  public static final int IFF_UP = 1;
  public static final int IFF_RUNNING = 0x40;

  /** IP packets, no link header. */
  public static final int IFF_TUN = 1;

  /** Nothing in front of a packet. */
  public static final int IFF_NO_PI = 0x1000;
}

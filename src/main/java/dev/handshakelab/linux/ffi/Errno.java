package dev.handshakelab.linux.ffi;

import java.util.Arrays;

/** The errors that the lab's calls can meet: the kernel's number, its name, and what it means. */
public enum Errno {
  EPERM(1, "operation not permitted"),
  ENOENT(2, "no such thing"),
  EINTR(4, "interrupted"),
  EAGAIN(11, "not now"),
  ENOMEM(12, "out of memory"),
  EACCES(13, "permission denied"),
  ENODEV(19, "no such device"),
  EINVAL(22, "invalid argument"),
  ENFILE(23, "the system has too many open files"),
  EMFILE(24, "this process has too many open files"),
  EPIPE(32, "broken pipe"),
  ENONET(64, "machine is not on the network"),
  ENOPROTOOPT(92, "protocol option not available"),
  EOPNOTSUPP(95, "operation not supported"),
  EAFNOSUPPORT(97, "address family not supported"),
  EADDRINUSE(98, "address already in use"),
  EADDRNOTAVAIL(99, "address not available"),
  ENETDOWN(100, "network is down"),
  ENETUNREACH(101, "network unreachable"),
  ECONNABORTED(103, "connection aborted"),
  ECONNRESET(104, "connection reset"),
  ENOBUFS(105, "no buffer space"),
  EISCONN(106, "already connected"),
  ENOTCONN(107, "not connected"),
  ETIMEDOUT(110, "connection timed out"),
  ECONNREFUSED(111, "connection refused"),
  EHOSTDOWN(112, "host is down"),
  EHOSTUNREACH(113, "host unreachable"),
  EINPROGRESS(115, "in progress");

  private final int number;
  private final String meaning;

  Errno(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  public int number() {
    return number;
  }

  /** What an answer of a call is when it failed with this: {@code −errno}. */
  public int answer() {
    return -number;
  }

  /** In words, e.g. {@code connection refused}; {@code errno 71} for one not listed here. */
  public static String meaningOf(int number) {
    return Arrays.stream(values())
        .filter(errno -> errno.number == number)
        .map(errno -> errno.meaning)
        .findFirst()
        .orElse("errno " + number);
  }

  /** Its name in the headers, e.g. {@code EPERM}; {@code errno 71} for one not listed here. */
  public static String nameOf(int number) {
    return Arrays.stream(values())
        .filter(errno -> errno.number == number)
        .map(Enum::name)
        .findFirst()
        .orElse("errno " + number);
  }
}

package dev.handshakelab.tcp;

import dev.handshakelab.wire.SocketAddress;
import io.vavr.collection.Queue;

/**
 * A listening socket with its two queues: requests in SYN-RECEIVED, and connections that wait for
 * accept(). One that is reset while it waits is accepted all the same, as Linux has it; its user
 * finds out then.
 *
 * @param halfOpen how many requests there are
 * @param young how many of them have not yet waited in vain for their SYN+ACK to be answered
 * @param acceptQueue the numbers of the connections that wait
 * @param fastOpened how many of the connections are open by Fast Open and not yet ESTABLISHED
 * @param cookieAtNs when it last answered by a SYN cookie, {@link Clocks#NEVER} before
 */
public record Listener(
    SocketAddress local,
    Backlog backlog,
    int halfOpen,
    int young,
    Queue<Integer> acceptQueue,
    int fastOpened,
    long cookieAtNs) {
  static Listener on(SocketAddress local, Backlog backlog) {
    return new Listener(local, backlog, 0, 0, Queue.empty(), 0, Clocks.NEVER);
  }

  boolean synQueueFull() {
    return backlog.isFull(halfOpen);
  }

  boolean acceptQueueFull() {
    return backlog.isFull(acceptQueue.length());
  }

  Listener deferringNothing() {
    return new Listener(
        local, backlog.deferring(0), halfOpen, young, acceptQueue, fastOpened, cookieAtNs);
  }

  Context.AtListener view() {
    return new Context.AtListener(
        acceptQueueFull(),
        backlog.abortOnOverflow(),
        backlog.deferAccept(),
        backlog.fastOpen() > 0,
        backlog.fastOpen() - fastOpened,
        new Context.Crowd(halfOpen, young, backlog.length()));
  }

  /**
   * A request came ({@code 1}) or went ({@code -1}), or is young no more.
   *
   * @param change of the requests
   * @param ofYoung the change of those that are young
   * @param ofFast the change of those that are open by Fast Open
   */
  Listener counting(int change, int ofYoung, int ofFast) {
    return new Listener(
        local,
        backlog,
        halfOpen + change,
        young + ofYoung,
        acceptQueue,
        fastOpened + ofFast,
        cookieAtNs);
  }

  Listener waits(int number) {
    return new Listener(
        local, backlog, halfOpen, young, acceptQueue.enqueue(number), fastOpened, cookieAtNs);
  }

  Listener sentCookie(long nowNs) {
    return new Listener(local, backlog, halfOpen, young, acceptQueue, fastOpened, nowNs);
  }

  Listener accepted() {
    return acceptQueue.isEmpty()
        ? this
        : new Listener(local, backlog, halfOpen, young, acceptQueue.tail(), fastOpened, cookieAtNs);
  }
}

package dev.handshakelab.tcp;

import dev.handshakelab.wire.SocketAddress;
import io.vavr.collection.Queue;

/**
 * A listening socket with its two queues: requests in SYN-RECEIVED, and established connections
 * that wait for accept().
 *
 * @param halfOpen how many requests there are
 * @param acceptQueue the numbers of the connections that wait
 */
public record Listener(
    SocketAddress local, Backlog backlog, int halfOpen, Queue<Integer> acceptQueue) {
  static Listener on(SocketAddress local, Backlog backlog) {
    return new Listener(local, backlog, 0, Queue.empty());
  }

  boolean synQueueFull() {
    return backlog.isFull(halfOpen);
  }

  boolean acceptQueueFull() {
    return backlog.isFull(acceptQueue.length());
  }

  Listener requested() {
    return new Listener(local, backlog, halfOpen + 1, acceptQueue);
  }

  Listener forgot() {
    return new Listener(local, backlog, halfOpen - 1, acceptQueue);
  }

  Listener established(int number) {
    return new Listener(local, backlog, halfOpen - 1, acceptQueue.enqueue(number));
  }

  Listener lost(int number) {
    return new Listener(local, backlog, halfOpen, acceptQueue.remove(number));
  }

  Listener accepted() {
    return acceptQueue.isEmpty()
        ? this
        : new Listener(local, backlog, halfOpen, acceptQueue.tail());
  }
}

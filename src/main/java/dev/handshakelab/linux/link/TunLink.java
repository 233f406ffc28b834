package dev.handshakelab.linux.link;

import dev.handshakelab.linux.ffi.Clocks;
import dev.handshakelab.linux.ffi.Constants;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.ffi.Poll;
import dev.handshakelab.linux.ffi.Threads;
import dev.handshakelab.linux.ffi.Wakeup;
import dev.handshakelab.linux.tun.Tun;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.Decoded;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Packets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The way between two kernel sockets: one thread that reads what a TUN sends, asks the conversation
 * that the packet belongs to what becomes of it, and hands it over when it is due. Many
 * conversations share one link, told apart by their ports; what belongs to none is dropped.
 *
 * <p>Either each end has a TUN of its own, or one TUN serves both: then the two ends are sockets of
 * one address, each believes the other to be at a second address that nobody has, and the link
 * exchanges the addresses of what it carries to or from the server.
 */
public final class TunLink implements AutoCloseable {
  private static final long LONGEST_WAIT_NS = 1_000_000_000;

  /** Packets of one TUN before the other is looked at and what is due is handed over. */
  private static final int MOST_READS = 64;

  private final Tun clientSide;
  private final Tun serverSide;
  private final Wakeup wakeup;
  private final Map<Ports, Carriage> carriages = new ConcurrentHashMap<>();
  private final Queue<Carriage.Due> fromOthers = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Queued> queue = new PriorityQueue<>(Queued.EARLIEST);
  private final Thread thread;
  private final CompletableFuture<Integer> threadNumber = new CompletableFuture<>();
  private long order;
  private volatile boolean closed;
  private volatile @Nullable String failure;

  /** What tells conversations apart. */
  private record Ports(int client, int server) {}

  /**
   * @param order at one time, what was queued first goes first
   */
  private record Queued(Carriage.Due due, long order) {
    static final Comparator<Queued> EARLIEST =
        Comparator.comparingLong((Queued queued) -> queued.due().atNs())
            .thenComparingLong(Queued::order);
  }

  private TunLink(Tun clientSide, Tun serverSide, Wakeup wakeup, String name) {
    this.clientSide = clientSide;
    this.serverSide = serverSide;
    this.wakeup = wakeup;
    thread = Thread.ofPlatform().daemon().name(name).unstarted(this::work);
  }

  /**
   * A link between the two, which are closed with it.
   *
   * @param serverSide the same as {@code clientSide} for a link that mirrors
   * @throws LinuxException when there is no descriptor left
   */
  public static TunLink between(Tun clientSide, Tun serverSide, String name) throws LinuxException {
    var link = new TunLink(clientSide, serverSide, Wakeup.open(), name);
    link.thread.start();
    return link;
  }

  private boolean mirrors() {
    return clientSide.equals(serverSide);
  }

  /** The kernel's number of the thread that hands packets over. */
  public int threadNumber() {
    return threadNumber.join();
  }

  /** Why it does not work any more; null while it does. */
  public @Nullable String failure() {
    return failure;
  }

  /**
   * Carries a conversation from now on.
   *
   * @throws IllegalStateException when another with the same ports is under way
   */
  public void add(Carriage carriage) {
    if (carriages.putIfAbsent(ports(carriage), carriage) != null) {
      throw new IllegalStateException(ports(carriage) + " are in use on this link");
    }
  }

  /** Drops whatever of a conversation is under way or still to come. */
  public void remove(Carriage carriage) {
    carriage.end();
    carriages.remove(ports(carriage));
  }

  private static Ports ports(Carriage carriage) {
    return new Ports(carriage.client().port(), carriage.server().port());
  }

  /**
   * What the request has written into the network is due from now on.
   *
   * @param zeroNs time zero of the session, CLOCK_REALTIME
   */
  public void begin(Carriage carriage, long zeroNs) {
    long lead = nowNs() - realNs();
    List<Carriage.Due> due = carriage.begin(zeroNs + lead);
    if (!due.isEmpty()) {
      fromOthers.addAll(due);
      wakeup.ring();
    }
  }

  private static long nowNs() {
    return Clocks.nanos(Constants.CLOCK_MONOTONIC);
  }

  private static long realNs() {
    return Clocks.nanos(Constants.CLOCK_REALTIME);
  }

  private void work() {
    threadNumber.complete(Threads.gettid());
    int _ = Threads.prctl(Constants.PR_SET_TIMERSLACK, 1);
    // Where others want the processors, too, it would be milliseconds late. Without the privilege
    // it is; what was asked and what was measured are both told.
    int _ = Threads.runFirst();
    try (Poll poll = new Poll(3)) {
      while (!closed) {
        await(poll);
        takeFrom(clientSide);
        if (!mirrors()) {
          takeFrom(serverSide);
        }
        for (Carriage.Due due = fromOthers.poll(); due != null; due = fromOthers.poll()) {
          enqueue(due);
        }
        handOver();
      }
    } catch (LinuxException | RuntimeException | Error broken) {
      failure = "the link between the sockets is broken: " + broken;
    } finally {
      clientSide.close();
      serverSide.close();
      wakeup.close();
    }
  }

  private void await(Poll poll) throws LinuxException {
    poll.add(clientSide.fd(), Constants.POLLIN);
    if (!mirrors()) {
      poll.add(serverSide.fd(), Constants.POLLIN);
    }
    poll.add(wakeup.fd(), Constants.POLLIN);
    Queued next = queue.peek();
    poll.await(
        next == null ? LONGEST_WAIT_NS : Math.min(LONGEST_WAIT_NS, next.due().atNs() - nowNs()));
    wakeup.heard();
  }

  private void takeFrom(Tun tun) throws LinuxException {
    for (int i = 0; i < MOST_READS; i++) {
      Octets octets = tun.read();
      if (octets == null) {
        return;
      }
      if (Packets.decode(octets) instanceof Decoded.Intact(Packet packet, boolean _, boolean _)) {
        take(tun, octets, packet);
      }
    }
  }

  private void take(Tun tun, Octets octets, Packet packet) {
    int source = packet.source().port();
    int destination = packet.destination().port();
    Carriage carriage = null;
    Party from = Party.CLIENT;
    if (tun.equals(clientSide)) {
      carriage = carriages.get(new Ports(source, destination));
    }
    if (carriage == null && tun.equals(serverSide)) {
      carriage = carriages.get(new Ports(destination, source));
      from = Party.SERVER;
    }
    if (carriage == null && !mirrors()) {
      from = tun.equals(clientSide) ? Party.CLIENT : Party.SERVER;
      carriage = atOtherPort(from, packet);
    }
    if (carriage == null) {
      astray(tun, octets, source);
      return;
    }
    Octets seen = mirrors() && from == Party.SERVER ? Mirror.swapped(octets) : octets;
    carriage.take(from, seen, packet, nowNs(), realNs()).forEach(this::enqueue);
  }

  /** A client may have several ports, of which a conversation is known by the first. */
  private @Nullable Carriage atOtherPort(Party from, Packet packet) {
    for (Carriage carriage : carriages.values()) {
      if (carriage.isBetweenItsMachines(from, packet)) {
        return carriage;
      }
    }
    return null;
  }

  /** What is sent to nobody: by a conversation's end to those who do not exist, or by others. */
  private void astray(Tun tun, Octets octets, int source) {
    for (Carriage carriage : carriages.values()) {
      if (tun.equals(serverSide) && carriage.server().port() == source) {
        carriage.astray(Party.SERVER, octets, realNs());
        return;
      }
    }
  }

  private void enqueue(Carriage.Due due) {
    queue.add(new Queued(due, order++));
  }

  private void handOver() throws LinuxException {
    for (Queued next = queue.peek();
        next != null && next.due().atNs() <= nowNs();
        next = queue.peek()) {
      queue.remove();
      Carriage.Due due = next.due();
      if (!due.of().isOver()) {
        handOver(due);
      }
    }
  }

  private void handOver(Carriage.Due due) throws LinuxException {
    if (due.of().isLost(due, realNs())) {
      return;
    }
    boolean toServer = due.to() == Party.SERVER;
    Tun tun = toServer ? serverSide : clientSide;
    Octets packet = due.of().octets(due, realNs());
    Octets octets = mirrors() && toServer ? Mirror.swapped(packet) : packet;
    long begunNs = realNs();
    tun.write(octets);
    due.of().handedOver(due, new Passage.Handed(begunNs, realNs()));
  }

  /** The conversations that are carried now. */
  public List<Carriage> carriages() {
    return new ArrayList<>(carriages.values());
  }

  @Override
  public void close() {
    closed = true;
    wakeup.ringOut(thread);
  }
}

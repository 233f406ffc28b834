package dev.handshakelab.comparison;

import dev.handshakelab.comparison.SynRequest.Kept;
import dev.handshakelab.tcp.Context;
import dev.handshakelab.trace.Trace;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The server's queue of half-open connections, as far as a trace tells. At any time there is a
 * least and a most that it can have held, so whether the server did right by its own queue can be
 * asked: that it gave a request up early only when others were crowding it, and found no place for
 * a SYN only when the queue was full.
 */
final class SynQueue {
  private final Listening listening;
  private final SynAckTimer timer;
  private final SynRequests requests;
  private final List<SynRequest> all;

  /**
   * @param latenessNs by how much the machine was seen to be late
   */
  SynQueue(Trace trace, Listening listening, Tolerances tolerances, long latenessNs) {
    this.listening = listening;
    timer = new SynAckTimer(tolerances, latenessNs);
    requests = new SynRequests(trace, listening.synAckRetries() > 0, timer);
    all = requests.kept();
  }

  /** How many SYN+ACKs each of the server's requests of a connection has. */
  List<Integer> answers(int connection) {
    return requests.of(connection).stream().map(request -> request.sentNs().size()).toList();
  }

  /**
   * Whether others were in the way of a connection: no place was found, or it was given up early.
   */
  boolean isCrowdedOut(int connection) {
    List<SynRequest> own = requests.of(connection);
    return own.stream().anyMatch(this::isWithoutPlace)
        || requests.arrivals(connection).stream().anyMatch(arrived -> !isIn(own, arrived));
  }

  private boolean isWithoutPlace(SynRequest request) {
    return request.kept() == Kept.NOT
        || request.givenUp() && request.repeatNs().size() < listening.synAckRetries();
  }

  /** Whether the server did with a connection what it does with such a queue. */
  boolean isRight(int connection) {
    List<SynRequest> own = requests.of(connection);
    return requests.arrivals(connection).stream().allMatch(arrived -> isMetRightly(own, arrived))
        && own.stream().allMatch(this::isRepeatedRightly);
  }

  /** Whether a SYN was let in when there can have been a place, and not when there can be none. */
  private boolean isMetRightly(List<SynRequest> own, long arrivedNs) {
    for (SynRequest request : own) {
      if (Math.abs(request.fromNs() - arrivedNs) <= timer.aroundNs()) {
        return switch (request.kept()) {
          case PERHAPS -> true;
          case NOT -> listening.answersByCookie(canBeFull(arrivedNs));
          case SURELY -> listening.keeps(!canHaveRoom(arrivedNs));
        };
      }
    }
    return isIn(own, arrivedNs) || listening.drops(canBeFull(arrivedNs));
  }

  private boolean isIn(List<SynRequest> own, long atNs) {
    return own.stream().anyMatch(request -> holds(SynRequest::isIn, request, atNs));
  }

  private boolean canBeFull(long atNs) {
    return count(SynRequest::isIn, atNs) >= listening.room();
  }

  private boolean canHaveRoom(long atNs) {
    return count(SynRequest::isInThroughout, atNs) < listening.room();
  }

  private boolean isRepeatedRightly(SynRequest request) {
    if (request.kept() == Kept.NOT) {
      return true;
    }
    List<Long> repeats = request.repeatNs();
    for (int i = 1; i <= repeats.size(); i++) {
      long at = repeats.get(i - 1);
      long before = request.sentNs().get(request.sentNs().indexOf(at) - 1);
      if (i > mostRetries(at) || !isTimely(at - before, i - 1)) {
        return false;
      }
    }
    return !request.givenUp() || isGivenUpRightly(request);
  }

  private boolean isGivenUpRightly(SynRequest request) {
    int repeats = request.repeatNs().size();
    return isTimely(request.goneFromNs() - request.sentNs().getLast(), repeats)
        && isTimely(request.goneToNs() - request.sentNs().getLast(), repeats)
        && repeats >= leastRetries(request.goneFromNs(), request.goneToNs());
  }

  /** Whether the timer can have run out so long after a SYN+ACK that had been repeated so often. */
  private boolean isTimely(long waitedNs, int repeats) {
    return waitedNs >= timer.fromNs(repeats) && waitedNs <= timer.toNs(repeats);
  }

  /** As few as a SYN+ACK can have been repeated that was given up at some moment between. */
  private int leastRetries(long fromNs, long toNs) {
    return moments(fromNs, toNs).mapToInt(this::leastRetries).min().orElseThrow();
  }

  /** Between two times, those at which it changes how many are young. */
  private LongStream moments(long fromNs, long toNs) {
    LongStream changes =
        all.stream()
            .flatMap(
                each -> Stream.concat(Stream.of(each.fromNs()), each.repeatNs().stream().limit(1)))
            .mapToLong(Long::longValue)
            .filter(at -> at > fromNs && at < toNs);
    return LongStream.concat(LongStream.of(fromNs, toNs), changes);
  }

  private int leastRetries(long atNs) {
    return retries(
        Math.min(count(SynRequest::isIn, atNs), listening.room()),
        count(SynRequest::isYoungThroughout, atNs));
  }

  private int mostRetries(long atNs) {
    return retries(count(SynRequest::isInThroughout, atNs), count(SynRequest::isYoung, atNs));
  }

  private int retries(long requests, long young) {
    return new Context.Crowd((int) requests, (int) young, listening.backlog().length())
        .synAckRetries(listening.synAckRetries());
  }

  private interface Presence {
    boolean holds(SynRequest request, long fromNs, long toNs);
  }

  /** Of how many requests something holds about then. */
  private long count(Presence presence, long atNs) {
    return all.stream().filter(each -> holds(presence, each, atNs)).count();
  }

  private boolean holds(Presence presence, SynRequest request, long atNs) {
    return presence.holds(request, atNs - timer.aroundNs(), atNs + timer.aroundNs());
  }
}

package dev.handshakelab.simulation;

import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.Step;
import dev.handshakelab.scenario.Until;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.Segment;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What holds in every session whatever was asked of it, told from the trace alone. Each invariant
 * answers how it is broken, one line a breach; none when it holds.
 */
enum Invariants {
  /** Nobody is ESTABLISHED before the peer has acknowledged exactly its ISS. */
  ESTABLISHED_ONLY_BY_THE_RIGHT_ACK {
    @Override
    List<String> broken(SessionRequest request, Trace trace) {
      List<String> breaches = new ArrayList<>();
      for (Numbers.Opened opened : Numbers.of(trace).opened()) {
        var ack = opened.by();
        boolean right =
            ack != null
                && ack.isAck()
                && opened.iss() != null
                && ack.acknowledgment().equals(opened.iss().plus(1));
        if (!right) {
          breaches.add(opened.toString());
        }
      }
      return breaches;
    }
  },

  /** While both ends are ESTABLISHED, each expects what the other is going to send. */
  BOTH_ESTABLISHED_AGREE {
    @Override
    List<String> broken(SessionRequest request, Trace trace) {
      return Numbers.of(trace).disagreements();
    }
  },

  /** Every RST is made so that its target believes it (§3.5.2, §3.10.7). */
  RESETS_ARE_BELIEVABLE {
    @Override
    List<String> broken(SessionRequest request, Trace trace) {
      List<String> breaches = new ArrayList<>();
      var sent = Numbers.of(trace);
      for (Entry.Sent reset : resets(trace)) {
        var segment = reset.packet().segment();
        var offending = offending(trace, reset);
        boolean answers = offending != null && answers(segment, offending);
        if (!answers && !sent.isNextOf(reset)) {
          breaches.add("#" + reset.ordinal() + " " + segment + " for " + offending);
        }
      }
      return breaches;
    }
  },

  NO_RESET_ANSWERS_A_RESET {
    @Override
    List<String> broken(SessionRequest request, Trace trace) {
      List<String> breaches = new ArrayList<>();
      for (Entry.Sent reset : resets(trace)) {
        var offending = offending(trace, reset);
        if (offending != null && offending.isRst()) {
          breaches.add("#" + reset.ordinal() + " for " + offending);
        }
      }
      return breaches;
    }
  },

  /**
   * Segments come to an end, since no machine asks for keepalives and every user reads: so many for
   * the opening and closing of each connection and so many for each octet that is sent, at most. A
   * segment may carry no more than 36 octets (an MSS of 48 less timestamps) and be lost three
   * times.
   */
  NO_STORM {
    @Override
    List<String> broken(SessionRequest request, Trace trace) {
      long octets = request.exchange().clientBytes() + (long) request.exchange().serverBytes();
      octets += request.steps().stream().mapToLong(step -> step.bytes()).sum();
      int most = STORM + (int) (octets / 5);
      int count = (int) trace.entries().stream().filter(Entry.Sent.class::isInstance).count();
      return alone(request) && !isOneSided(request) && count > most
          ? List.of(count + " segments for " + octets + " octets")
          : List.of();
    }
  },

  /** At rest nobody waits for an answer that will never come. */
  NOBODY_IS_LEFT_HALF_WAY {
    @Override
    List<String> broken(SessionRequest request, Trace trace) {
      List<String> breaches = new ArrayList<>();
      if (request.until() instanceof Until.Quiescent && alone(request)) {
        Map<String, StateName> last = new HashMap<>();
        for (Entry.Transition move : trace.transitions()) {
          last.put(
              "%s of connection %d, %s"
                  .formatted(move.endpoint(), move.connection(), move.subject()),
              move.to());
        }
        last.forEach((who, state) -> {
          if (HALF_WAY.contains(state)) {
            breaches.add(who + " is in " + state);
          }
        });
      }
      return breaches;
    }
  },

  MOVES_ARE_THE_RFCS {
    @Override
    List<String> broken(SessionRequest request, Trace trace) {
      List<String> breaches = new ArrayList<>();
      for (Entry.Transition move : trace.transitions()) {
        if (!Transitions.allows(move, request.end(move.endpoint()).policy())) {
          breaches.add(
              "%s: %s to %s by %s"
                  .formatted(move.endpoint(), move.from(), move.to(), move.cause()));
        }
      }
      return breaches;
    }
  };

  /** Of a session without text. */
  private static final int STORM = 150;

  private static final Set<StateName> HALF_WAY =
      EnumSet.of(
          StateName.SYN_SENT,
          StateName.SYN_RECEIVED,
          StateName.FIN_WAIT_1,
          StateName.CLOSING,
          StateName.LAST_ACK);

  abstract List<String> broken(SessionRequest request, Trace trace);

  /** Nobody but the two ends sends anything. */
  private static boolean alone(SessionRequest request) {
    return request.network().injections().isEmpty();
  }

  /**
   * SYNs may cross of which only one offers a window scale. Linux scales its windows all the same,
   * and so tells a peer who does not know it of a few octets where there are thousands: each comes
   * in a segment of its own.
   */
  private static boolean isOneSided(SessionRequest request) {
    boolean crossed =
        request.steps().stream()
            .anyMatch(step -> step.end() == Party.SERVER && step.call() == Step.Call.OPEN);
    boolean clientScales = request.client().windowScale() != null;
    boolean serverScales = request.server().windowScale() != null;
    return crossed && clientScales != serverScales;
  }

  private static List<Entry.Sent> resets(Trace trace) {
    List<Entry.Sent> resets = new ArrayList<>();
    for (Entry entry : trace.entries()) {
      if (entry instanceof Entry.Sent sent
          && sent.injectedBy() == null
          && sent.packet().segment().isRst()) {
        resets.add(sent);
      }
    }
    return resets;
  }

  /** What a segment answers; null when a call or a timer made it. */
  private static @Nullable Segment offending(Trace trace, Entry.Sent answer) {
    return Numbers.causing(trace, answer.cause());
  }

  /** {@code <SEQ=SEG.ACK><RST>}, or {@code <SEQ=0><ACK=SEG.SEQ+SEG.LEN><RST,ACK>}. */
  private static boolean answers(Segment reset, Segment offending) {
    return offending.isAck()
        ? !reset.isAck() && reset.sequence().equals(offending.acknowledgment())
        : reset.isAck()
            && reset.sequence().bits() == 0
            && reset.acknowledgment().equals(offending.end());
  }

  /** All that are broken, with how. */
  static List<String> allBroken(SessionRequest request, Trace trace) {
    List<String> broken = new ArrayList<>();
    for (Invariants each : values()) {
      each.broken(request, trace).forEach(how -> broken.add(each + ": " + how));
    }
    return broken;
  }
}

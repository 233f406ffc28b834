package dev.handshakelab;

import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.SegmentPattern;
import dev.handshakelab.simulation.Chance;
import dev.handshakelab.simulation.Simulator;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests that a simulator and a kernel can both be asked for, each a function of its seed: every
 * option of either side, settings of the system, delays and jitter, faults of every kind at every
 * kind of segment, text in both directions of sizes round the MSS, and every way to end.
 *
 * <p>Two things are left out, since the lab does not simulate them: how Linux recovers a flight of
 * several segments of which one is lost or late (RACK and SACK; no handshake has such a flight),
 * and the MSS values that a SYN cookie can carry over IPv6, in a machine that speaks IPv4. Whether
 * a flight has a gap depends on timers: a request that was simulated with one is drawn once more.
 * So is one that OPENs when a segment arrives: a SYN that is there first is refused, and whatever
 * follows is another story.
 *
 * <p>Never drawn are several connections, rates of loss, injected segments, ICMP errors, Fast Open,
 * SYN floods and full queues: scenarios of the catalogue show those, each compared as it stands.
 *
 * <p>Which of two things that are due together comes first is a race, and after a race that adds a
 * segment nothing can be compared which counts segments. So a call has a moment of its own, {@value
 * #APART_MS} ms from the next, and the first comes when most handshakes are over; where users
 * answer what arrives, faults are of the handshake; and a listener that counts the expiries of its
 * SYN+ACK's timer (TCP_DEFER_ACCEPT) loses none, since that timer meets the repeated SYN.
 */
final class RandomRequests {
  private static final List<SegmentPattern> ANY = List.of(SegmentPattern.values());
  private static final List<SegmentPattern> OF_THE_HANDSHAKE =
      List.of(SegmentPattern.SYN, SegmentPattern.SYN_ACK);
  private static final List<SegmentPattern> LATER =
      ANY.stream()
          .filter(each -> each != SegmentPattern.ANY && !OF_THE_HANDSHAKE.contains(each))
          .toList();

  private static final List<SegmentPattern> ONE_AT_A_TIME =
      List.of(SegmentPattern.DATA, SegmentPattern.ANY, SegmentPattern.SYN_ACK);

  private static final long NEAR_NS = 3_000_000;
  private static final int FIRST_CALL_MS = 2_700;
  private static final int APART_MS = 900;

  /** Its timers run, and are seen to. */
  private static final int AFTERWARDS_MS = 1_800;

  private static final int MSS = 1_460;

  /** From what is drawn first to what is drawn once more. */
  private static final long AGAIN = 1L << 32;

  /** What the option takes of each segment, in octets. */
  private static final int TIMESTAMPS = 12;

  private final Chance chance;
  private final ObjectNode json = JsonMapper.shared().createObjectNode();
  private final boolean ipv6;
  private int smallestMss = MSS;

  /**
   * Text may arrive late or not at all; or a SYN+ACK, and then there is a race over how many there
   * are, on which the first flight depends.
   */
  private boolean oneAtATime;

  /** Whether users do what they do upon arrivals, and not at times. */
  private final boolean exchanges;

  private boolean defers;

  private RandomRequests(long seed, int again) {
    chance = new Chance(seed + again * AGAIN);
    ipv6 = isIpv6(seed);
    exchanges = chance.onceIn(3);
    json.put("seed", seed);
  }

  /** Whether the kernel is to speak IPv6: nothing of TCP may depend on that. */
  static boolean isIpv6(long seed) {
    return seed % 5 == 4;
  }

  /** The request as JSON, so that whoever reads of a failure can post it. */
  static String json(long seed) throws RunFailure {
    int again = 0;
    String json = drawn(seed, again);
    while (isLeftOut(json)) {
      again++;
      json = drawn(seed, again);
    }
    return json;
  }

  private static boolean isLeftOut(String json) throws RunFailure {
    Trace trace = new Simulator().run(KernelComparisons.request(json), _ -> {});
    return Gaps.isAnyIn(trace) || opensUponArrival(trace);
  }

  private static boolean opensUponArrival(Trace trace) {
    return trace.entries().stream()
        .filter(RandomRequests::opens)
        .anyMatch(open -> trace.entries().stream().anyMatch(entry -> isNear(open, entry)));
  }

  /** Not what it is answered, which comes with an arrival. */
  private static boolean opens(Entry entry) {
    return entry instanceof Entry.UserCall call
        && call.op().equals("OPEN")
        && call.result() == null;
  }

  /** Of an OPEN at time zero nothing can have arrived yet. */
  private static boolean isNear(Entry open, Entry entry) {
    return entry instanceof Entry.Arrived
        && entry.atNs() != null
        && open.atNs() != null
        && open.atNs() > 0
        && Math.abs(entry.atNs() - open.atNs()) <= NEAR_NS;
  }

  private static String drawn(long seed, int again) {
    var making = new RandomRequests(seed, again);
    making.end("client");
    making.end("server");
    making.settings();
    making.network();
    making.users();
    return making.json.toString();
  }

  private void end(String name) {
    var end = json.putObject(name);
    if (ipv6 || chance.onceIn(2)) {
      int mss = chance.oneOf(88, 300, 536, 1000, 1220, 1400, chance.between(400, 1440));
      end.put("mss", mss);
      smallestMss = Math.min(smallestMss, mss);
    }
    if (chance.onceIn(3)) {
      end.put("windowScale", chance.between(0, 9));
    }
    end.put("sackPermitted", !chance.onceIn(3));
    end.put("timestamps", !chance.onceIn(3));
    end.put("ecn", chance.onceIn(3));
  }

  private void settings() {
    var client = (ObjectNode) json.get("client");
    var server = (ObjectNode) json.get("server");
    if (chance.onceIn(4)) {
      client.put("synRetries", chance.between(1, 3));
      client.put("synLinearTimeouts", chance.between(0, 2));
    }
    if (chance.onceIn(5)) {
      server.put("synAckRetries", chance.between(1, 3));
    }
    if (!ipv6 && chance.onceIn(8)) {
      server.put("synCookies", chance.oneOf("NEVER", "ALWAYS"));
    }
    defers = !exchanges && chance.onceIn(8);
    if (defers) {
      server.put("deferAcceptMs", 1000);
    }
    if (chance.onceIn(12)) {
      client.put("userTimeoutMs", chance.oneOf(900, 2_100));
    }
    if (chance.onceIn(12)) {
      chance
          .oneOf(client, server)
          .put("keepaliveIdleMs", 1000)
          .put("keepaliveIntervalMs", 1000)
          .put("keepaliveProbes", chance.between(1, 3));
    }
  }

  private void network() {
    var network = json.putObject("network");
    for (String way : List.of("toServer", "toClient")) {
      var link = network.putObject(way).put("delayMs", chance.between(5, 60));
      if (chance.onceIn(4)) {
        link.put("jitterMs", chance.between(1, 20));
      }
    }
    var faults = network.putArray("faults");
    for (int i = chance.oneOf(0, 1, 1, 2, 3, 4); i > 0; i--) {
      fault(faults.addObject());
    }
  }

  private void fault(ObjectNode fault) {
    fault.put("from", chance.oneOf("CLIENT", "SERVER"));
    var segment = chance.oneOf(exchanges ? OF_THE_HANDSHAKE : defers ? LATER : ANY);
    fault.put("segment", segment.label());
    fault.put("occurrence", chance.oneOf(1, 1, 2, 3));
    String action = chance.oneOf("DROP", "DROP", "DUPLICATE", "DELAY", "CORRUPT");
    fault.put("action", action);
    oneAtATime |= ONE_AT_A_TIME.contains(segment) && !action.equals("DUPLICATE");
    if (action.equals("DELAY")) {
      fault.put("byMs", chance.oneOf(25, 70, 130, 630, 1_370));
    } else if (action.equals("DUPLICATE")) {
      fault.put("byMs", chance.oneOf(0, 13, 30, 330, 1_330));
    }
  }

  private record Call(int atMs, String end, String what, int bytes) {}

  /** Both open, or one does; they talk; they close, half, abort, or go away without a word. */
  private void users() {
    List<Call> calls = new ArrayList<>();
    if (chance.onceIn(10)) {
      ((ObjectNode) json.get("server")).put("listens", false);
      calls.add(new Call(0, "CLIENT", "OPEN", 0));
      calls.add(new Call(chance.between(0, 90), "SERVER", "OPEN", 0));
    }
    if (exchanges) {
      exchange();
    } else {
      talk(calls);
    }
    calls.sort(Comparator.comparingInt(Call::atMs));
    var steps = json.putArray("steps");
    for (Call call : calls) {
      var step = steps.addObject();
      step.put("atMs", call.atMs()).put("end", call.end()).put("call", call.what());
      if (call.what().equals("SEND")) {
        step.put("bytes", call.bytes());
      }
    }
    if (calls.isEmpty()) {
      json.remove("steps");
    }
    int last = calls.isEmpty() ? FIRST_CALL_MS : Math.max(FIRST_CALL_MS, calls.getLast().atMs());
    json.putObject("until").put("ms", last + AFTERWARDS_MS);
  }

  private void exchange() {
    json.putObject("exchange")
        .put("clientBytes", size())
        .put("serverBytes", size())
        .put("close", chance.oneOf("NONE", "CLIENT", "SERVER", "BOTH"));
  }

  private int size() {
    int full = smallestMss - TIMESTAMPS;
    int some =
        oneAtATime
            ? full
            : chance.oneOf(
                smallestMss, smallestMss + 1, 2 * smallestMss, 3 * smallestMss + chance.below(100));
    return chance.oneOf(0, 1, chance.between(2, full), full, some);
  }

  private void talk(List<Call> calls) {
    int at = FIRST_CALL_MS + chance.below(60);
    for (int i = chance.below(4); i > 0; i--) {
      calls.add(new Call(at, end(), "SEND", Math.max(1, size())));
      at += APART_MS;
    }
    String first = end();
    String other = first.equals("CLIENT") ? "SERVER" : "CLIENT";
    switch (chance.below(6)) {
      case 0 -> calls.add(new Call(at, first, "CLOSE", 0));
      case 1 -> {
        calls.add(new Call(at, first, "CLOSE", 0));
        calls.add(new Call(at + APART_MS, other, "CLOSE", 0));
      }
      case 2 -> { // half closed, and the other end still talks
        calls.add(new Call(at, first, "CLOSE", 0));
        calls.add(new Call(at + APART_MS, other, "SEND", Math.max(1, size())));
        calls.add(new Call(at + 2 * APART_MS, other, "CLOSE", 0));
      }
      case 3 -> { // FINs that cross
        calls.add(new Call(at, first, "CLOSE", 0));
        calls.add(new Call(at, other, "CLOSE", 0));
      }
      case 4 -> calls.add(new Call(at, first, "ABORT", 0));
      default -> {
        // nobody closes
      }
    }
  }

  private String end() {
    return chance.oneOf("CLIENT", "SERVER");
  }
}

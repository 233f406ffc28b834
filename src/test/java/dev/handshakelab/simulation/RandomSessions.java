package dev.handshakelab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.scenario.EndSpec.Profile;
import dev.handshakelab.scenario.Limits;
import dev.handshakelab.scenario.Reading;
import dev.handshakelab.scenario.RequestReading;
import dev.handshakelab.scenario.SegmentPattern;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.tcp.Switches;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests that nobody would think of, each a function of its seed: both profiles with single
 * switches set otherwise, every option, networks that lose, copy, overtake, damage and delay, users
 * who call at any moment, machines that crash.
 */
final class RandomSessions {
  private static final RequestReading READING = new RequestReading(Limits.USUAL);

  /** A strawman that breaks what the third segment is for; it has properties of its own. */
  private static final String STRAWMAN = "handshake";

  private static final List<Switches.Switch> SWITCHES =
      Switches.all().stream().filter(each -> !each.name().equals(STRAWMAN)).toList();

  /** No call is made later, in ms. */
  private static final int LAST_CALL_MS = 100_100;

  /** The ISNs of this policy count up from 1. */
  private static final String COUNTING = "RULE_64K";

  /** More than any window that a host offers, and than is counted within a session. */
  private static final int FAR = 1 << 24;

  /** With little in a segment and much lost more octets would take longer than a session may. */
  private static final int LITTLE = 5_000;

  private static final long MINUTE_NS = 60_000_000_000L;

  private final Chance chance;
  private final ObjectNode json = JsonMapper.shared().createObjectNode();

  private RandomSessions(long seed) {
    this.chance = new Chance(seed);
    json.put("seed", seed);
  }

  /** The request as JSON, so that whoever reads of a failure can post it. */
  static String json(long seed) {
    var making = new RandomSessions(seed);
    making.end("client");
    making.end("server");
    making.network();
    making.exchange();
    making.steps();
    if (making.chance.onceIn(10)) {
      making.json.putObject("until").put("ms", LAST_CALL_MS + making.chance.below(100_000));
    }
    return making.json.toString();
  }

  /**
   * A session into which an old SYN, and perhaps old text, comes back; the client sends no text.
   */
  static String jsonWithOldDuplicate(long seed) {
    var making = new RandomSessions(seed);
    making.end("client");
    making.end("server");
    making.link(making.json.putObject("network"));
    making.oldDuplicates();
    making
        .json
        .putObject("exchange")
        .put("serverBytes", making.chance.oneOf(0, 0, 10, 3000))
        .put("close", making.chance.oneOf("NONE", "CLIENT", "SERVER", "BOTH"));
    if (making.chance.onceIn(4)) {
      making.json.putArray("steps");
    }
    return making.json.toString();
  }

  static SessionRequest request(String json) {
    var reading = READING.read(JsonMapper.shared().readTree(json), () -> 0L);
    assertThat(reading).as(json).isInstanceOf(Reading.Complete.class);
    return ((Reading.Complete) reading).request();
  }

  private void end(String name) {
    var end = json.putObject(name);
    var profile = chance.oneOf(Profile.values());
    end.put("profile", profile.name());
    if (chance.onceIn(2)) {
      var isns = end.putArray("isns");
      for (int i = chance.between(1, 3); i > 0; i--) {
        isns.add(chance.sequenceNumber());
      }
    }
    options(end);
    switch (profile) {
      case LINUX -> {
        end.put("synRetries", chance.between(1, 6));
        end.put("synLinearTimeouts", chance.between(0, 4));
        end.put("synAckRetries", chance.between(0, 5));
        end.put("synCookies", chance.oneOf("NEVER", "WHEN_FULL", "ALWAYS"));
        end.put("abortOnOverflow", chance.onceIn(2));
      }
      case RFC_9293 -> end.put("r2Ms", chance.oneOf(0, 1000, 10_000, 180_000));
    }
    end.put("backlog", chance.oneOf(0, 1, 128, 128));
    var policy = end.putObject("policy");
    for (int i = chance.oneOf(0, 0, 1, 2, 3); i > 0; i--) {
      var one = chance.oneOf(SWITCHES);
      policy.put(one.name(), value(one));
    }
  }

  private String value(Switches.Switch one) {
    var range = one.nanoseconds();
    if (range == null) {
      return chance.oneOf(one.values()).name();
    }
    // An RTO that may not grow is a storm that was asked for (RFC 6298, 2.5).
    long least = one.name().equals("maxRtoNs") ? MINUTE_NS : range.least();
    return "" + Math.max(least, chance.oneOf(0L, 1_000_000L, 300_000_000L, MINUTE_NS));
  }

  private void options(ObjectNode end) {
    if (chance.onceIn(2)) {
      return; // the profile's own
    }
    if (chance.onceIn(3)) {
      end.putNull("mss");
      end.putNull("windowScale");
    } else {
      end.put("mss", chance.oneOf(48, 536, 1460, 9000, 65_535));
      end.put("windowScale", chance.between(0, 14));
    }
    end.put("sackPermitted", chance.onceIn(2));
    end.put("timestamps", chance.onceIn(2));
    end.put("ecn", chance.onceIn(2));
  }

  private void network() {
    var network = json.putObject("network");
    link(network);
    if (chance.onceIn(3)) {
      link(network.putObject(chance.oneOf("toServer", "toClient")));
    }
    var faults = network.putArray("faults");
    for (int i = chance.oneOf(0, 0, 1, 2, 5); i > 0; i--) {
      var fault = faults.addObject();
      fault.put("from", chance.oneOf("CLIENT", "SERVER"));
      fault.put("segment", chance.oneOf(SegmentPattern.values()).label());
      fault.put("occurrence", chance.between(1, 3));
      String action = chance.oneOf("DROP", "DUPLICATE", "DELAY", "CORRUPT");
      fault.put("action", action);
      if (action.equals("DELAY") || action.equals("DUPLICATE")) {
        fault.put("byMs", chance.oneOf(0, 1, 50, 2000, 100_000));
      }
    }
    if (chance.onceIn(4)) {
      injections(network);
    }
  }

  private void link(ObjectNode link) {
    link.put("delayMs", chance.oneOf(0, 1, 20, 300));
    link.put("jitterMs", chance.oneOf(0, 0, 1, 50));
    link.put("lossRate", chance.oneOf(0.0, 0.0, 0.05, 0.2, 0.5));
    link.put("duplicateRate", chance.oneOf(0.0, 0.0, 0.1, 0.3));
    link.put("duplicateByMs", chance.oneOf(0, 1, 100, 5000));
    link.put("reorderRate", chance.oneOf(0.0, 0.0, 0.2));
    link.put("reorderByMs", chance.oneOf(1, 10, 1000));
    link.put("corruptRate", chance.oneOf(0.0, 0.0, 0.1));
  }

  /** Segments of an attacker who cannot see, but may guess well. */
  private void injections(ObjectNode network) {
    var injections = network.putArray("injections");
    for (int i = chance.between(1, 3); i > 0; i--) {
      int length = chance.oneOf(0, 0, 10);
      String flags = chance.oneOf("S", "S.", ".", "R", "R.", "F.", "P.", "FS", "-", "FSRP.U");
      long seq = chance.sequenceNumber();
      injections
          .addObject()
          .put("atMs", chance.between(0, 3000))
          .put("to", chance.oneOf("CLIENT", "SERVER"))
          .put("segment", segment(flags, seq, length, chance.sequenceNumber()))
          .put("by", "ATTACKER");
    }
  }

  private String segment(String flags, long seq, int length, long ack) {
    return "%s %d:%d(%d)%s win %d%s"
        .formatted(
            flags,
            seq,
            seq + length & 0xffff_ffffL,
            length,
            flags.contains(".") ? " ack " + ack : "",
            chance.oneOf(0, 1000, 65_535),
            flags.contains("U") ? " urg 1" : "");
  }

  /**
   * One SYN of an incarnation long gone, and up to three pieces of its text. Its numbers were far
   * from those of today: that much the choice of ISNs has to see to (§3.4.1), and where it does
   * not, nothing tells old text from new.
   */
  private void oldDuplicates() {
    var injections = ((ObjectNode) json.get("network")).putArray("injections");
    long isn = formerNumber("client");
    int at = chance.between(0, 2000);
    injections
        .addObject()
        .put("atMs", at)
        .put("to", "SERVER")
        .put("segment", segment("S", isn, 0, 0));
    long next = isn + 1;
    for (int i = chance.between(0, 3); i > 0; i--) {
      at += chance.between(0, 1000);
      injections
          .addObject()
          .put("atMs", at)
          .put("to", "SERVER")
          .put("segment", segment("P.", next & 0xffff_ffffL, 10, formerNumber("server")));
      next += 10;
    }
  }

  private long formerNumber(String end) {
    long number = chance.sequenceNumber();
    while (isNearIsn(end, number)) {
      number = chance.sequenceNumber();
    }
    return number;
  }

  private boolean isNearIsn(String end, long number) {
    var generator = json.path(end).path("policy").path("isnGenerator").asString("");
    boolean near = generator.equals(COUNTING) && Math.abs((int) number) < FAR;
    for (var isn : json.path(end).path("isns")) {
      near |= Math.abs((int) (number - isn.asLong())) < FAR;
    }
    return near;
  }

  /**
   * Of SYNs that cross only one may offer a window scale, and then windows may be of a few octets
   * ({@link Invariants#NO_STORM}).
   */
  private void limit(String bytes) {
    var exchange = (ObjectNode) json.get("exchange");
    exchange.put(bytes, Math.min(exchange.get(bytes).asInt(), LITTLE));
  }

  private void exchange() {
    int most = tiny("client") || tiny("server") ? LITTLE : 70_000;
    json.putObject("exchange")
        .put("clientBytes", Math.min(most, chance.oneOf(0, 1, 100, 5000, 70_000)))
        .put("serverBytes", Math.min(most, chance.oneOf(0, 0, 100, 3000, 70_000)))
        .put("close", chance.oneOf("NONE", "CLIENT", "SERVER", "BOTH", "BOTH"));
  }

  private boolean tiny(String end) {
    return json.path(end).path("mss").asInt(1460) == 48;
  }

  private void steps() {
    var steps = json.putArray("steps");
    var parties = Arrays.asList("CLIENT", "SERVER");
    steps.addObject().put("atMs", 0).put("end", "CLIENT").put("call", "OPEN");
    if (chance.onceIn(5)) { // both open
      ((ObjectNode) json.get("server")).put("listens", chance.onceIn(2));
      steps.addObject().put("atMs", chance.between(0, 30)).put("end", "SERVER").put("call", "OPEN");
      limit("clientBytes");
      limit("serverBytes");
    }
    for (int i = chance.oneOf(0, 0, 0, 1, 2, 4); i > 0; i--) {
      var step = steps.addObject();
      if (chance.onceIn(2)) {
        step.put("atMs", chance.oneOf(0, 10, 500, 3000, 100_000) + chance.below(100));
      } else {
        step.put("afterSegment", chance.between(1, 12));
      }
      step.put("end", chance.oneOf(parties));
      String call =
          chance.oneOf("OPEN", "SEND", "SEND", "CLOSE", "CLOSE", "ABORT", "CRASH", "RESTART");
      step.put("call", call);
      if (call.equals("SEND")) {
        step.put("bytes", chance.oneOf(1, 1000, 20_000));
      }
    }
  }
}

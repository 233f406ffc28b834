package dev.handshakelab.scenario;

import dev.handshakelab.scenario.EndSpec.Profile;
import dev.handshakelab.tcp.IsnSamples;
import dev.handshakelab.tcp.Policy;
import dev.handshakelab.tcp.Predictability;
import dev.handshakelab.tcp.Switches;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Which generator of ISNs is to be looked at, and how often it is asked.
 *
 * @param policy single switches that differ from the profile's
 * @param count connections of each kind
 * @param intervalMs between one connection and the next
 */
public record IsnQuestion(
    Profile profile, SortedMap<String, String> policy, long seed, int count, double intervalMs) {
  private static final int FEWEST = 4;
  private static final int USUAL_COUNT = 100;
  private static final int USUAL_INTERVAL_MS = 100;

  /** Linux's clock of ISNs goes half round in 137 s: beyond that nobody can tell the direction. */
  private static final Shape.Decimal INTERVAL =
      new Shape.Decimal(BigDecimal.ONE, BigDecimal.valueOf(60_000), 6);

  /** An attacker sends that many segments in a second. */
  private static final long EASY = 65_536;

  public IsnQuestion {
    policy = Collections.unmodifiableSortedMap(new TreeMap<>(policy));
  }

  /** What may be asked. */
  public static Shape.Group shape(Limits limits) {
    return new Shape.Group(
        List.of(
            Member.of(
                    "profile",
                    Shape.Choice.of(Profile.values()),
                    "Whose generator, where policy says nothing.")
                .byDefault("\"LINUX\""),
            Member.of(
                    "policy",
                    new Shape.Table(
                        Pattern.compile("[A-Za-z][A-Za-z0-9]{0,62}"), new Shape.Text(1, 200), 100),
                    "Switches, of which isnGenerator and isnTickNs matter here; GET /policies lists"
                        + " them.")
                .byDefault("{}"),
            Member.of(
                    "count",
                    new Shape.Whole(FEWEST, limits.isns()),
                    "How many connections of each kind.")
                .byDefault(Integer.toString(USUAL_COUNT)),
            Member.of("intervalMs", INTERVAL, "Between one connection and the next, in ms.")
                .byDefault(Integer.toString(USUAL_INTERVAL_MS)),
            Member.of(
                "seed",
                new Shape.Whole(0, SessionRequest.MAX_SEED),
                "What the machine's secrets are drawn from; drawn when absent.")));
  }

  /** What somebody sent, or what is wrong with it. */
  public sealed interface Read {
    record Complete(IsnQuestion question) implements Read {}

    /** It is not of the shape. */
    record Unreadable(List<Problem> problems) implements Read {
      public Unreadable {
        problems = List.copyOf(problems);
      }
    }

    /** Its policy names what does not exist. */
    record Infeasible(List<Problem> problems) implements Read {
      public Infeasible {
        problems = List.copyOf(problems);
      }
    }
  }

  /**
   * @param seed asked for one, 0…2^53−1, when none is given
   */
  public static Read read(JsonNode sent, Limits limits, LongSupplier seed) {
    List<Problem> unreadable = ShapeCheck.problems(sent, shape(limits));
    if (!unreadable.isEmpty()) {
      return new Read.Unreadable(unreadable);
    }
    List<Problem> infeasible = Feasibility.ofPolicy(sent.path("policy"), "/policy/");
    if (!infeasible.isEmpty()) {
      return new Read.Infeasible(infeasible);
    }
    SortedMap<String, String> policy = new TreeMap<>();
    for (Map.Entry<String, JsonNode> set : sent.path("policy").properties()) {
      policy.put(set.getKey(), set.getValue().asString());
    }
    return new Read.Complete(
        new IsnQuestion(
            Profile.valueOf(sent.path("profile").asString(Profile.LINUX.name())),
            policy,
            sent.has("seed") ? sent.get("seed").asLong() : seed.getAsLong(),
            sent.path("count").asInt(USUAL_COUNT),
            sent.path("intervalMs").asDouble(USUAL_INTERVAL_MS)));
  }

  /** Between one connection and the next, in nanoseconds. */
  public long intervalNs() {
    return Milliseconds.toNanos(intervalMs);
  }

  /** The generator is asked. */
  public Answer answer() {
    var asked =
        switch (profile) {
          case LINUX -> Policy.LINUX;
          case RFC_9293 -> Policy.RFC_9293;
        };
    for (Map.Entry<String, String> set : policy.entrySet()) {
      asked = Switches.set(asked, set.getKey(), set.getValue());
    }
    long intervalNs = intervalNs();
    var samples = IsnSamples.of(asked, seed, count, intervalNs);
    var across = Predictability.of(samples.acrossPorts(), intervalNs);
    return new Answer(
        samples,
        across,
        Predictability.of(samples.onePort(), intervalNs),
        verdict(across, samples.overlaps()));
  }

  private static Verdict verdict(Predictability across, int overlaps) {
    Long guesses = across.guesses();
    if (guesses != null && guesses < EASY) {
      return Verdict.PREDICTABLE;
    }
    return overlaps > 0 ? Verdict.OVERLAPPING : Verdict.GOOD;
  }

  /** What there is to say of a generator. */
  public enum Verdict {
    PREDICTABLE(
        "Who opens a few connections of its own can foretell the ISN of the next, and so open one in"
            + " another's name without seeing a single answer (RFC 9293 §3.4.1, RFC 6528)."),
    OVERLAPPING(
        "The next ISN cannot be foretold, but a new incarnation may begin inside the numbers of the"
            + " one before it, so that its old segments are taken for new ones (RFC 9293 §3.4.1,"
            + " MUST-8)."),
    GOOD(
        "Across ports the ISNs cannot be foretold, and on one port each begins beyond the one before"
            + " it: a clock plus a keyed hash of the sockets (RFC 9293 §3.4.1, SHLD-1).");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  /**
   * What came of it.
   *
   * @param across the figures across ports, which are what an attacker sees
   * @param onePort the figures of successive incarnations on one port
   */
  public record Answer(
      IsnSamples samples, Predictability across, Predictability onePort, Verdict verdict) {}
}

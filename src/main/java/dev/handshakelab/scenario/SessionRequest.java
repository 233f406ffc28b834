package dev.handshakelab.scenario;

import dev.handshakelab.trace.Party;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is asked to happen, complete: every member has its value, defaults included, so that this
 * alone decides a run. It is stored as the session's {@code spec} and is all that a replay
 * consults.
 *
 * @param scenario the catalogue's name of what the rest was filled in from
 * @param seed 0…2^53−1: everything that is drawn in a simulated run is a function of it
 * @param labels at most 16, sorted by name
 * @param steps every user call but the LISTEN of an end that {@link EndSpec#listens()}, which comes
 *     before time zero, and what {@code exchange} makes the ends do; so the client's OPEN is among
 *     them
 */
public record SessionRequest(
    Mode mode,
    String scenario,
    long seed,
    SortedMap<String, String> labels,
    EndSpec client,
    EndSpec server,
    NetworkSpec network,
    Exchange exchange,
    List<Step> steps,
    Until until) {
  public static final long MAX_SEED = (1L << 53) - 1;

  /** What a request that names none stands for. */
  public static final String USUAL_SCENARIO = "basic-three-way-handshake";

  public SessionRequest {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    steps = List.copyOf(steps);
  }

  public EndSpec end(Party party) {
    return party == Party.CLIENT ? client : server;
  }
}

package dev.handshakelab.scenario;

import dev.handshakelab.scenario.NetworkSpec.Action;
import dev.handshakelab.scenario.NetworkSpec.Fault;
import dev.handshakelab.scenario.NetworkSpec.Injection;
import dev.handshakelab.scenario.NetworkSpec.LinkSpec;
import dev.handshakelab.trace.Entry.Injector;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.SequenceNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a complete request. It fills in nothing and checks only that it is one: what users send is
 * checked before, with every fault named.
 */
final class SpecReader {
  private SpecReader() {}

  static SessionRequest read(JsonNode spec) {
    return new SessionRequest(
        name(spec, "mode", Mode::valueOf),
        text(spec, "scenario"),
        member(spec, "seed").asLong(),
        map(member(spec, "labels")),
        end(member(spec, "client")),
        end(member(spec, "server")),
        network(member(spec, "network")),
        exchange(member(spec, "exchange")),
        list(spec, "steps", SpecReader::step),
        until(member(spec, "until")));
  }

  private static EndSpec end(JsonNode end) {
    JsonNode cookies = end.get("synCookies");
    return new EndSpec(
        name(end, "stack", EndSpec.Stack::valueOf),
        name(end, "profile", EndSpec.Profile::valueOf),
        has(end, "policy") ? map(member(end, "policy")) : new TreeMap<>(),
        has(end, "isns") ? list(end, "isns", isn -> SequenceNumber.of(isn.asLong())) : List.of(),
        whole(end, "mss"),
        whole(end, "windowScale"),
        truth(end, "sackPermitted"),
        truth(end, "timestamps"),
        truth(end, "ecn"),
        agreement(end),
        whole(end, "synRetries"),
        whole(end, "synLinearTimeouts"),
        decimal(end, "r2Ms"),
        member(end, "listens").asBoolean(),
        whole(end, "backlog"),
        whole(end, "synAckRetries"),
        cookies == null || cookies.isNull() ? null : EndSpec.SynCookies.valueOf(cookies.asString()),
        truth(end, "abortOnOverflow"),
        new Queues(
            whole(end, "maxSynBacklog"),
            truth(end, "accepts"),
            decimal(end, "deferAcceptMs"),
            whole(end, "fastOpenQueue"),
            decimal(end, "sampleQueuesMs")),
        new SocketOptions(
            truth(end, "fastOpen"),
            decimal(end, "keepaliveIdleMs"),
            decimal(end, "keepaliveIntervalMs"),
            whole(end, "keepaliveProbes"),
            decimal(end, "userTimeoutMs")));
  }

  /** Null is no window scale to a simulated end; the kernel has one unless it is said. */
  private static Agreement agreement(JsonNode end) {
    boolean kernel = name(end, "stack", EndSpec.Stack::valueOf) == EndSpec.Stack.KERNEL;
    boolean none = kernel && end.has("windowScale") && !has(end, "windowScale");
    return new Agreement(none ? Boolean.FALSE : null, truth(end, "grantsEcn"));
  }

  private static NetworkSpec network(JsonNode network) {
    return new NetworkSpec(
        link(member(network, "toServer")),
        link(member(network, "toClient")),
        list(network, "faults", SpecReader::fault),
        list(network, "injections", SpecReader::injection),
        has(network, "floods") ? list(network, "floods", SpecReader::flood) : List.of());
  }

  private static LinkSpec link(JsonNode link) {
    return new LinkSpec(
        number(link, "delayMs"),
        number(link, "jitterMs"),
        number(link, "lossRate"),
        number(link, "duplicateRate"),
        number(link, "duplicateByMs"),
        number(link, "reorderRate"),
        number(link, "reorderByMs"),
        number(link, "corruptRate"),
        has(link, "strips")
            ? Set.copyOf(list(link, "strips", each -> Strippable.valueOf(each.asString())))
            : Set.of());
  }

  private static Fault fault(JsonNode fault) {
    String action = text(fault, "action");
    return new Fault(
        name(fault, "from", Party::valueOf),
        name(fault, "segment", SegmentPattern::labelled),
        member(fault, "occurrence").asInt(),
        member(fault, "connection").asInt(),
        switch (action) {
          case "DROP" -> new Action.Drop();
          case "DUPLICATE" -> new Action.Duplicate(number(fault, "byMs"));
          case "DELAY" -> new Action.Delay(number(fault, "byMs"));
          case "CORRUPT" -> new Action.Corrupt();
          case "ICMP" ->
              new Action.Icmp(member(fault, "icmpType").asInt(), member(fault, "icmpCode").asInt());
          case "RESET" -> new Action.Reset();
          default -> throw new IllegalArgumentException("no action is called " + action);
        });
  }

  private static Injection injection(JsonNode injection) {
    return new Injection(
        number(injection, "atMs"),
        name(injection, "to", Party::valueOf),
        has(injection, "segment") ? text(injection, "segment") : null,
        has(injection, "relative") && member(injection, "relative").asBoolean(),
        has(injection, "octets") ? text(injection, "octets") : null,
        name(injection, "as", Party::valueOf),
        name(injection, "by", Injector::valueOf),
        member(injection, "connection").asInt(),
        has(injection, "note") ? text(injection, "note") : null);
  }

  private static Flood flood(JsonNode flood) {
    return new Flood(
        number(flood, "atMs"),
        name(flood, "to", Party::valueOf),
        member(flood, "perSecond").asInt(),
        member(flood, "count").asInt(),
        has(flood, "note") ? text(flood, "note") : null);
  }

  private static Exchange exchange(JsonNode exchange) {
    return new Exchange(
        member(exchange, "clientBytes").asInt(),
        member(exchange, "serverBytes").asInt(),
        name(exchange, "close", Exchange.Close::valueOf));
  }

  private static Step step(JsonNode step) {
    Step.When when =
        has(step, "atMs")
            ? new Step.When.At(number(step, "atMs"))
            : new Step.When.AfterSegment(member(step, "afterSegment").asInt());
    return new Step(
        when,
        name(step, "end", Party::valueOf),
        name(step, "call", Step.Call::valueOf),
        has(step, "bytes") ? member(step, "bytes").asInt() : 0,
        whole(step, "port"),
        has(step, "target") && name(step, "target", Step.Target::valueOf) == Step.Target.SELF);
  }

  private static Until until(JsonNode until) {
    if (until.isObject()) {
      return new Until.At(number(until, "ms"));
    }
    if (!until.asString().equals("QUIESCENT")) {
      throw new IllegalArgumentException("until is QUIESCENT or {\"ms\": …}, not " + until);
    }
    return new Until.Quiescent();
  }

  private static boolean has(JsonNode node, String member) {
    JsonNode found = node.get(member);
    return found != null && !found.isNull();
  }

  private static JsonNode member(JsonNode node, String member) {
    JsonNode found = node.get(member);
    if (found == null || found.isNull()) {
      throw new IllegalArgumentException("a spec has a member " + member + ": " + node);
    }
    return found;
  }

  private static String text(JsonNode node, String member) {
    return member(node, member).asString();
  }

  private static double number(JsonNode node, String member) {
    return member(node, member).asDouble();
  }

  private static @Nullable Integer whole(JsonNode node, String member) {
    return has(node, member) ? Integer.valueOf(member(node, member).asInt()) : null;
  }

  private static @Nullable Double decimal(JsonNode node, String member) {
    return has(node, member) ? Double.valueOf(number(node, member)) : null;
  }

  private static @Nullable Boolean truth(JsonNode node, String member) {
    return has(node, member) ? Boolean.valueOf(member(node, member).asBoolean()) : null;
  }

  private static <T> T name(JsonNode node, String member, Function<String, T> named) {
    return named.apply(text(node, member));
  }

  private static <T> List<T> list(JsonNode node, String member, Function<JsonNode, T> each) {
    List<T> items = new ArrayList<>();
    member(node, member).forEach(item -> items.add(each.apply(item)));
    return items;
  }

  private static SortedMap<String, String> map(JsonNode node) {
    SortedMap<String, String> map = new TreeMap<>();
    node.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue().asString()));
    return map;
  }
}

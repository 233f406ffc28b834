package dev.handshakelab.scenario;

import dev.handshakelab.scenario.NetworkSpec.Action;
import dev.handshakelab.scenario.NetworkSpec.Fault;
import dev.handshakelab.scenario.NetworkSpec.Injection;
import dev.handshakelab.scenario.NetworkSpec.LinkSpec;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes a complete request, every member in its place. */
final class SpecWriter {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** The largest double below which every whole number has a double of its own: 2^53. */
  private static final double EXACT = 0x1p53;

  private SpecWriter() {}

  static ObjectNode write(SessionRequest request) {
    ObjectNode spec = NODES.objectNode();
    spec.put("mode", request.mode().name());
    spec.put("scenario", request.scenario());
    spec.put("seed", request.seed());
    spec.set("labels", map(request.labels()));
    spec.set("client", end(request.client()));
    spec.set("server", end(request.server()));
    spec.set("network", network(request.network()));
    spec.set("exchange", exchange(request.exchange()));
    ArrayNode steps = spec.putArray("steps");
    request.steps().forEach(step -> steps.add(step(step)));
    switch (request.until()) {
      case Until.Quiescent _ -> spec.put("until", "QUIESCENT");
      case Until.At(double ms) -> number(spec.putObject("until"), "ms", ms);
    }
    return spec;
  }

  private static ObjectNode end(EndSpec end) {
    boolean simulated = end.stack() == EndSpec.Stack.SIMULATOR;
    ObjectNode node = NODES.objectNode();
    node.put("stack", end.stack().name());
    node.put("profile", end.profile().name());
    if (simulated || !end.policy().isEmpty()) {
      node.set("policy", map(end.policy()));
    }
    if (simulated || !end.isns().isEmpty()) {
      ArrayNode isns = node.putArray("isns");
      end.isns().forEach(isn -> isns.add(isn.value()));
    }
    if (simulated || end.mss() != null) {
      node.put("mss", end.mss());
    }
    if (simulated || end.windowScale() != null || end.agreement().refusesScaling()) {
      node.put("windowScale", end.windowScale());
    }
    truth(node, "sackPermitted", end.sackPermitted());
    truth(node, "timestamps", end.timestamps());
    truth(node, "ecn", end.ecn());
    truth(node, "grantsEcn", end.agreement().ecn());
    whole(node, "synRetries", end.synRetries());
    whole(node, "synLinearTimeouts", end.synLinearTimeouts());
    decimal(node, "r2Ms", end.r2Ms());
    node.put("listens", end.listens());
    whole(node, "backlog", end.backlog());
    whole(node, "synAckRetries", end.synAckRetries());
    EndSpec.SynCookies cookies = end.synCookies();
    if (cookies != null) {
      node.put("synCookies", cookies.name());
    }
    truth(node, "abortOnOverflow", end.abortOnOverflow());
    queues(node, end.queues(), simulated);
    options(node, end.options());
    return node;
  }

  private static void queues(ObjectNode node, Queues queues, boolean simulated) {
    whole(node, "maxSynBacklog", queues.maxSynBacklog());
    truth(node, "accepts", queues.accepts());
    decimal(node, "deferAcceptMs", queues.deferAcceptMs());
    whole(node, "fastOpenQueue", queues.fastOpenQueue());
    if (simulated && queues.sampleMs() == null) {
      node.putNull("sampleQueuesMs");
    }
    decimal(node, "sampleQueuesMs", queues.sampleMs());
  }

  private static void options(ObjectNode node, SocketOptions options) {
    truth(node, "fastOpen", options.fastOpen());
    decimal(node, "keepaliveIdleMs", options.keepaliveIdleMs());
    decimal(node, "keepaliveIntervalMs", options.keepaliveIntervalMs());
    whole(node, "keepaliveProbes", options.keepaliveProbes());
    decimal(node, "userTimeoutMs", options.userTimeoutMs());
  }

  private static ObjectNode network(NetworkSpec network) {
    ObjectNode node = NODES.objectNode();
    node.set("toServer", link(network.toServer()));
    node.set("toClient", link(network.toClient()));
    ArrayNode faults = node.putArray("faults");
    network.faults().forEach(fault -> faults.add(fault(fault)));
    ArrayNode injections = node.putArray("injections");
    network.injections().forEach(injection -> injections.add(injection(injection)));
    ArrayNode floods = node.putArray("floods");
    network.floods().forEach(flood -> floods.add(flood(flood)));
    return node;
  }

  private static ObjectNode link(LinkSpec link) {
    ObjectNode node = NODES.objectNode();
    number(node, "delayMs", link.delayMs());
    number(node, "jitterMs", link.jitterMs());
    number(node, "lossRate", link.lossRate());
    number(node, "duplicateRate", link.duplicateRate());
    number(node, "duplicateByMs", link.duplicateByMs());
    number(node, "reorderRate", link.reorderRate());
    number(node, "reorderByMs", link.reorderByMs());
    number(node, "corruptRate", link.corruptRate());
    ArrayNode strips = node.putArray("strips");
    link.strips().forEach(option -> strips.add(option.name()));
    return node;
  }

  private static ObjectNode fault(Fault fault) {
    ObjectNode node = NODES.objectNode();
    node.put("from", fault.from().name());
    node.put("segment", fault.segment().label());
    node.put("occurrence", fault.occurrence());
    node.put("connection", fault.connection());
    switch (fault.action()) {
      case Action.Drop _ -> node.put("action", "DROP");
      case Action.Duplicate(double byMs) -> number(node.put("action", "DUPLICATE"), "byMs", byMs);
      case Action.Delay(double byMs) -> number(node.put("action", "DELAY"), "byMs", byMs);
      case Action.Corrupt _ -> node.put("action", "CORRUPT");
      case Action.Icmp(int type, int code) ->
          node.put("action", "ICMP").put("icmpType", type).put("icmpCode", code);
      case Action.Reset _ -> node.put("action", "RESET");
    }
    return node;
  }

  private static ObjectNode injection(Injection injection) {
    ObjectNode node = NODES.objectNode();
    number(node, "atMs", injection.atMs());
    node.put("to", injection.to().name());
    text(node, "segment", injection.segment());
    if (injection.relative()) {
      node.put("relative", true);
    }
    text(node, "octets", injection.octets());
    node.put("as", injection.as().name());
    node.put("by", injection.by().name());
    node.put("connection", injection.connection());
    text(node, "note", injection.note());
    return node;
  }

  private static ObjectNode flood(Flood flood) {
    ObjectNode node = NODES.objectNode();
    number(node, "atMs", flood.atMs());
    node.put("to", flood.to().name());
    node.put("perSecond", flood.perSecond());
    node.put("count", flood.count());
    text(node, "note", flood.note());
    return node;
  }

  private static ObjectNode exchange(Exchange exchange) {
    ObjectNode node = NODES.objectNode();
    node.put("clientBytes", exchange.clientBytes());
    node.put("serverBytes", exchange.serverBytes());
    node.put("close", exchange.close().name());
    return node;
  }

  private static ObjectNode step(Step step) {
    ObjectNode node = NODES.objectNode();
    switch (step.when()) {
      case Step.When.At(double atMs) -> number(node, "atMs", atMs);
      case Step.When.AfterSegment(int ordinal) -> node.put("afterSegment", ordinal);
    }
    node.put("end", step.end().name());
    node.put("call", step.call().name());
    if (step.call() == Step.Call.SEND) {
      node.put("bytes", step.bytes());
    }
    whole(node, "port", step.port());
    if (step.toSelf()) {
      node.put("target", Step.Target.SELF.name());
    }
    return node;
  }

  private static ObjectNode map(Map<String, String> sorted) {
    ObjectNode node = NODES.objectNode();
    sorted.forEach(node::put);
    return node;
  }

  private static void text(ObjectNode node, String member, @Nullable String value) {
    if (value != null) {
      node.put(member, value);
    }
  }

  private static void truth(ObjectNode node, String member, @Nullable Boolean value) {
    if (value != null) {
      node.put(member, value);
    }
  }

  private static void whole(ObjectNode node, String member, @Nullable Integer value) {
    if (value != null) {
      node.put(member, value);
    }
  }

  private static void decimal(ObjectNode node, String member, @Nullable Double value) {
    if (value != null) {
      number(node, member, value);
    }
  }

  /** Whole numbers without a point, so that 20 and 20.0 are one text. */
  private static void number(ObjectNode node, String member, double value) {
    if (value == Math.rint(value) && Math.abs(value) < EXACT) {
      node.put(member, (long) value);
    } else {
      node.put(member, BigDecimal.valueOf(value));
    }
  }
}

package dev.handshakelab.linux.hybrid;

import dev.handshakelab.linux.Objections;
import dev.handshakelab.linux.SocketRefusals;
import dev.handshakelab.scenario.EndSpec;
import dev.handshakelab.scenario.EndSpec.Stack;
import dev.handshakelab.scenario.NetworkSpec;
import dev.handshakelab.scenario.NetworkSpec.Action;
import dev.handshakelab.scenario.NetworkSpec.Fault;
import dev.handshakelab.scenario.NetworkSpec.Injection;
import dev.handshakelab.scenario.Problem;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.Step;
import dev.handshakelab.scenario.Step.Call;
import dev.handshakelab.scenario.Step.When;
import dev.handshakelab.scenario.Until;
import dev.handshakelab.trace.Party;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What of a request a session between the simulator and the kernel cannot be made to do. The
 * simulator's end honours whatever it honours in a simulation, but for what needs more than one
 * connection; of the kernel's end what its sockets cannot choose is refused, never ignored.
 */
final class HybridRefusals {
  private static final String ONE_CONNECTION =
      "a session between simulator and kernel has one connection";

  private final SessionRequest request;
  private final double deadlineMs;
  private final Objections problems = new Objections();

  private HybridRefusals(SessionRequest request, Duration deadline) {
    this.request = request;
    deadlineMs = deadline.toMillis();
  }

  /** One problem for each member; empty when the request can be carried out. */
  static List<Problem> of(SessionRequest request, Duration deadline) {
    var refusals = new HybridRefusals(request, deadline);
    refusals.whole();
    for (Party party : Party.values()) {
      refusals.end(party);
    }
    refusals.network(request.network());
    refusals.steps();
    return refusals.problems.all();
  }

  private boolean isKernel(Party party) {
    return request.end(party).stack() == Stack.KERNEL;
  }

  private void whole() {
    problems.refuse(
        isKernel(Party.CLIENT) == isKernel(Party.SERVER),
        "/server/stack",
        "one end is the KERNEL and the other the SIMULATOR");
    if (request.until() instanceof Until.At(double ms)) {
      problems.refuse(ms > deadlineMs, "/until/ms", lasts());
    }
  }

  private String lasts() {
    return "a session with the kernel lasts at most %.0f ms".formatted(deadlineMs);
  }

  private void end(Party party) {
    EndSpec end = request.end(party);
    String at = "/" + party.name().toLowerCase(Locale.ROOT);
    if (isKernel(party)) {
      kernel(party, end, at);
    } else {
      problems.refuse(
          end.queues().sampleMs() != null,
          at + "/sampleQueuesMs",
          "queues are looked at in a simulation only");
    }
    problems.refuse(
        party == Party.CLIENT && end.listens(), at + "/listens", "only the SERVER listens");
  }

  private void kernel(Party party, EndSpec end, String at) {
    var sockets = new SocketRefusals(end, at, problems);
    sockets.mss();
    if (party == Party.CLIENT) {
      problems.refuse(
          end.isns().size() > 1,
          at + "/isns",
          "of a kernel only its first connection's ISN is chosen");
      sockets.isns();
      sockets.listening("the kernel's end opens, it does not listen");
    } else {
      listener(end, at);
    }
  }

  private void listener(EndSpec end, String at) {
    problems.refuse(
        end.options().opensFast(), at + "/fastOpen", "of a kernel only the client opens fast");
    problems.refuse(
        !end.queues().acceptsAtOnce(),
        at + "/accepts",
        "the kernel's end accepts its one connection by itself");
  }

  private void network(NetworkSpec network) {
    for (int i = 0; i < network.faults().size(); i++) {
      Fault fault = network.faults().get(i);
      String at = "/network/faults/" + i;
      problems.refuse(fault.connection() != 1, at + "/connection", ONE_CONNECTION + ", number 1");
      problems.refuse(
          fault.action() instanceof Action.Icmp,
          at + "/action",
          "between simulator and kernel there is no router that could say so");
    }
    for (int i = 0; i < network.injections().size(); i++) {
      Injection injection = network.injections().get(i);
      String at = "/network/injections/" + i;
      problems.refuse(
          injection.connection() != 1, at + "/connection", ONE_CONNECTION + ", number 1");
      problems.refuse(
          injection.octets() != null,
          at + "/octets",
          "the ends' addresses and ports are not known before; segment says the rest");
    }
    problems.refuse(
        !network.floods().isEmpty(),
        "/network/floods",
        "between simulator and kernel nobody is flooded");
  }

  private void steps() {
    Set<Party> opened = EnumSet.noneOf(Party.class);
    for (int i = 0; i < request.steps().size(); i++) {
      Step step = request.steps().get(i);
      String at = "/steps/" + i;
      step(step, at);
      if (step.call() == Call.OPEN) {
        problems.refuse(
            !opened.add(step.end()),
            at + "/call",
            ONE_CONNECTION + ", and an earlier step opens it");
      }
    }
  }

  private void step(Step step, String at) {
    boolean kernel = isKernel(step.end());
    switch (step.call()) {
      case OPEN ->
          problems.refuse(
              kernel && step.end() == Party.SERVER && listens(),
              at + "/call",
              "a socket that listens cannot open: server.listens is to be false, without a LISTEN");
      case LISTEN ->
          problems.refuse(step.end() == Party.CLIENT, at + "/call", "only the SERVER listens");
      case ACCEPT ->
          problems.refuse(
              kernel, at + "/call", "the kernel's end accepts its one connection by itself");
      case CRASH, RESTART ->
          problems.refuse(
              kernel, at + "/call", "the machine that runs the lab cannot crash for a session");
      case SEND, CLOSE, ABORT -> {}
    }
    problems.refuse(step.port() != null, at + "/port", ONE_CONNECTION);
    problems.refuse(step.toSelf(), at + "/target", ONE_CONNECTION + ", from end to end");
    if (step.when() instanceof When.At(double ms)) {
      problems.refuse(ms > deadlineMs, at + "/atMs", lasts());
    }
  }

  private boolean listens() {
    return request.server().listens()
        || request.steps().stream().anyMatch(step -> step.call() == Call.LISTEN);
  }
}

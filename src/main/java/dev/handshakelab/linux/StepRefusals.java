package dev.handshakelab.linux;

import dev.handshakelab.scenario.NetworkSpec;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.Step;
import dev.handshakelab.scenario.Step.Call;
import dev.handshakelab.scenario.Step.When;
import dev.handshakelab.trace.Party;
import java.util.EnumSet;
import java.util.Set;

/**
 * What of a request's steps cannot be done with sockets of the kernel in the tier that there is.
 */
final class StepRefusals {
  private final SessionRequest request;
  private final Abilities abilities;
  private final long deadlineMs;
  private final Objections problems;

  StepRefusals(SessionRequest request, Abilities abilities, long deadlineMs, Objections problems) {
    this.request = request;
    this.abilities = abilities;
    this.deadlineMs = deadlineMs;
    this.problems = problems;
  }

  void all() {
    Set<Party> opened = EnumSet.noneOf(Party.class);
    for (int i = 0; i < request.steps().size(); i++) {
      Step step = request.steps().get(i);
      step(step, "/steps/" + i);
      if (step.call() == Call.OPEN) {
        boolean again = !opened.add(step.end());
        problems.refuse(
            again && (step.end() == Party.SERVER ? abilities.linked() : !abilities.opensSeveral()),
            "/steps/" + i + "/call",
            "another connection of a session on the kernel needs tier " + Tier.NETNS_TUN.label());
      }
    }
  }

  private boolean listens() {
    return request.server().listens()
        || request.steps().stream().anyMatch(step -> step.call() == Call.LISTEN);
  }

  /** Such segments never leave the machine: they pass its loopback interface. */
  private void toSelf(String at) {
    Tier tier = abilities.tier();
    problems.refuse(
        tier != Tier.NETNS_TUN && tier != Tier.LOOPBACK,
        at + "/target",
        "what a socket sends itself is seen on a loopback interface only: needs tier "
            + Tier.NETNS_TUN.label()
            + " or "
            + Tier.LOOPBACK.label());
    problems.refuse(
        listens() || request.steps().stream().anyMatch(StepRefusals::needsPeer),
        at + "/target",
        "a socket that opens to itself has no peer: server.listens is to be false, and no step the"
            + " SERVER's or another connection's");
    problems.refuse(
        !request.network().equals(NetworkSpec.PERFECT),
        "/network",
        "nothing happens to what a socket sends itself: it passes no link");
  }

  private static boolean needsPeer(Step step) {
    return step.end() == Party.SERVER
        || step.port() != null
        || step.call() == Call.CRASH
        || step.call() == Call.OPEN && !step.toSelf();
  }

  private void step(Step step, String at) {
    boolean client = step.end() == Party.CLIENT;
    switch (step.call()) {
      case OPEN -> {
        problems.refuse(
            !client && !abilities.linked(),
            at + "/call",
            "on the loopback interface only the CLIENT opens: SYNs that cross need tier "
                + Tier.NETNS_TUN.label()
                + " or "
                + Tier.REFLECT_TUN.label()
                + ", neither of which is available");
        problems.refuse(
            !client && abilities.linked() && listens(),
            at + "/call",
            "a socket that listens cannot open: server.listens is to be false, without a LISTEN");
      }
      case LISTEN -> problems.refuse(client, at + "/call", "only the SERVER listens");
      case ACCEPT -> problems.refuse(client, at + "/call", "only the SERVER accepts");
      case CRASH ->
          problems.refuse(
              !abilities.linked() || abilities.noIsn() != null,
              at + "/call",
              "an end is cut off and forgets its sockets only where the lab has a link: needs tier "
                  + Tier.NETNS_TUN.label()
                  + " or "
                  + Tier.REFLECT_TUN.label());
      case RESTART ->
          problems.refuse(
              !abilities.linked() || !client,
              at + "/call",
              "only the client's machine, behind a link of the lab's, comes up again");
      case SEND, CLOSE, ABORT -> {}
    }
    problems.refuse(
        step.port() != null && !abilities.opensSeveral(),
        at + "/port",
        "another connection of a session on the kernel needs tier " + Tier.NETNS_TUN.label());
    if (step.toSelf()) {
      toSelf(at);
    }
    switch (step.when()) {
      case When.At(double ms) ->
          problems.refuse(
              ms > deadlineMs,
              at + "/atMs",
              "a session on the kernel lasts at most " + deadlineMs + " ms");
      case When.AfterSegment _ ->
          problems.refuse(
              abilities.tier() == Tier.SOCKETS_ONLY,
              at + "/afterSegment",
              "segments cannot be seen: " + abilities.whyNot(Tier.LOOPBACK));
    }
  }
}

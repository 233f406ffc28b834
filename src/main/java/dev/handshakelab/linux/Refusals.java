package dev.handshakelab.linux;

import dev.handshakelab.scenario.EndSpec;
import dev.handshakelab.scenario.EndSpec.Profile;
import dev.handshakelab.scenario.EndSpec.Stack;
import dev.handshakelab.scenario.Mode;
import dev.handshakelab.scenario.NetworkSpec;
import dev.handshakelab.scenario.NetworkSpec.LinkSpec;
import dev.handshakelab.scenario.Problem;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.Step;
import dev.handshakelab.scenario.Step.Call;
import dev.handshakelab.scenario.Step.When;
import dev.handshakelab.scenario.Until;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.Flag;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.TcpOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a request the kernel cannot be made to do in the tier that there is. A member of an end
 * that is null was not asked; one that asks for what the kernel was seen to do by itself is no
 * problem; everything else that a socket cannot choose is refused, none of it ignored.
 */
final class Refusals {
  /** What TCP_MAXSEG takes: TCP_MIN_MSS and MAX_TCP_WINDOW of include/net/tcp.h. */
  private static final int LEAST_MSS = 88;

  private static final int MOST_MSS = 32_767;

  /** Members that are settings, but of which other evidence decides: SYNs, who opens. */
  private static final Set<String> ELSEWHERE =
      Set.of("sackPermitted", "timestamps", "ecn", "windowScale", "synRetries", "synAckRetries");

  private static final String NEEDS_LINK =
      "nothing happens to segments on the loopback interface: needs tier "
          + Tier.NETNS_TUN.label()
          + " or "
          + Tier.REFLECT_TUN.label()
          + ", neither of which is available";
  private static final String ONE_CONNECTION =
      "a session on the kernel has one connection, number 1";

  private final SessionRequest request;
  private final Abilities abilities;
  private final long deadlineMs;
  private final boolean v6;
  private final List<Problem> problems = new ArrayList<>();

  private Refusals(SessionRequest request, Abilities abilities, LinuxRunner.Limits limits) {
    this.request = request;
    this.abilities = abilities;
    deadlineMs = limits.deadline().toMillis();
    v6 = limits.address().isIpv6();
  }

  /** One problem for each member; empty when the request can be carried out. */
  static List<Problem> of(SessionRequest request, Abilities abilities, LinuxRunner.Limits limits) {
    var refusals = new Refusals(request, abilities, limits);
    refusals.whole();
    refusals.end(request.client(), "/client");
    refusals.client(request.client());
    refusals.end(request.server(), "/server");
    refusals.server(request.server());
    refusals.network(request.network());
    refusals.steps();
    return List.copyOf(refusals.problems);
  }

  private void refuse(boolean problem, String pointer, String detail) {
    if (problem) {
      problems.add(new Problem(pointer, detail));
    }
  }

  private void whole() {
    refuse(
        request.mode() != Mode.REAL_SOCKET,
        "/mode",
        "the kernel plays both ends: only " + Mode.REAL_SOCKET + " asks for that");
    if (request.until() instanceof Until.At(double ms)) {
      refuse(
          ms > deadlineMs,
          "/until/ms",
          "a session on the kernel lasts at most " + deadlineMs + " ms");
    }
  }

  private void end(EndSpec end, String at) {
    refuse(end.stack() != Stack.KERNEL, at + "/stack", "both ends are the " + Stack.KERNEL);
    refuse(
        end.profile() != Profile.LINUX,
        at + "/profile",
        "the kernel is Linux; only the simulator imitates " + end.profile());
    refuse(!end.policy().isEmpty(), at + "/policy", "the kernel has no switches of that kind");
    refuse(
        end.r2Ms() != null,
        at + "/r2Ms",
        "the kernel counts retransmissions: synRetries says how many");
    Integer mss = end.mss();
    refuse(
        mss != null && (mss < LEAST_MSS || mss > MOST_MSS),
        at + "/mss",
        "the kernel takes " + LEAST_MSS + " to " + MOST_MSS + " for a socket's segments");
    wholeSeconds(end.options().keepaliveIdleMs(), at + "/keepaliveIdleMs");
    wholeSeconds(end.options().keepaliveIntervalMs(), at + "/keepaliveIntervalMs");
    Segment syn = abilities.syn();
    shift(end.windowScale(), shift(syn), at + "/windowScale");
    refuse(
        !abilities.settingsAreFree() && end.agreement().refusesScaling() && shift(syn) != null,
        at + "/windowScale",
        "the kernel's SYN has " + shift(syn) + systemWide());
    asSeen(end.sackPermitted(), has(syn, TcpOption.SackPermitted.class), at + "/sackPermitted");
    asSeen(end.timestamps(), has(syn, TcpOption.Timestamps.class), at + "/timestamps");
    asSeen(end.ecn(), syn == null ? null : syn.has(Flag.ECE), at + "/ecn");
  }

  private void wholeSeconds(@Nullable Double ms, String pointer) {
    refuse(ms != null && ms % 1000 != 0, pointer, "the kernel counts whole seconds");
  }

  /**
   * @param asked null when it was left to the kernel
   * @param seen in the kernel's own SYN; null when that is not known, or has no such option
   */
  private void asSeen(@Nullable Object asked, @Nullable Object seen, String pointer) {
    refuse(
        !abilities.settingsAreFree() && asked != null && !Objects.equals(asked, seen),
        pointer,
        "the kernel's SYN has " + (seen == null ? "none" : seen) + systemWide());
  }

  /** A socket can ask for less than the kernel offers, but not for more. */
  private void shift(@Nullable Integer asked, @Nullable Integer seen, String pointer) {
    refuse(
        !abilities.settingsAreFree() && asked != null && (seen == null || asked > seen),
        pointer,
        "the kernel's SYN has " + (seen == null ? "none" : seen + " at the most") + systemWide());
  }

  private String systemWide() {
    return ": it is a setting of the whole system, no socket's own; leave it out, or have tier "
        + Tier.NETNS_TUN.label()
        + ", where a session gets network namespaces of its own ("
        + abilities.whyNot(Tier.NETNS_TUN)
        + ")";
  }

  /** Settings that neither show in a SYN nor have a socket option. */
  private void settings(EndSpec end, Party party, String at) {
    if (abilities.settingsAreFree()) {
      return;
    }
    for (KernelSettings.Wish wish : KernelSettings.wishes(end, party)) {
      if (ELSEWHERE.contains(wish.member())) {
        continue;
      }
      String has = abilities.settings().get(wish.name());
      refuse(
          !wish.value().equals(has),
          at + "/" + wish.member(),
          "the kernel has net.%s = %s%s"
              .formatted(
                  wish.name().replace('/', '.'), has == null ? "unknown" : has, systemWide()));
    }
  }

  private static @Nullable Integer shift(@Nullable Segment syn) {
    return syn == null
        ? null
        : syn.option(TcpOption.WindowScale.class).map(TcpOption.WindowScale::shift).orElse(null);
  }

  private static @Nullable Boolean has(@Nullable Segment syn, Class<? extends TcpOption> option) {
    return syn == null ? null : Boolean.valueOf(syn.option(option).isPresent());
  }

  private void client(EndSpec client) {
    if (!client.isns().isEmpty()) {
      refuse(
          client.isns().size() > 1 && !several(),
          "/client/isns",
          "there is one connection, so only one ISN can be chosen");
      refuse(
          client.isns().stream().anyMatch(isn -> isn.value() == 0),
          "/client/isns",
          "the kernel takes 0 for an ISN that was not chosen; any other will do");
      refuse(
          abilities.noIsn() != null,
          "/client/isns",
          "the kernel does not let this process choose an ISN: " + abilities.noIsn());
    }
    settings(client, Party.CLIENT, "/client");
    String passive = "the client of a session on the kernel does not listen";
    refuse(
        client.listens() && (!linked() || opens(Party.CLIENT)),
        "/client/listens",
        "only on a link of the lab's, and only a client that does not open, may listen");
    refuse(client.backlog() != null, "/client/backlog", passive);
    refuse(client.synAckRetries() != null, "/client/synAckRetries", passive);
    refuse(client.synCookies() != null, "/client/synCookies", passive);
    refuse(client.abortOnOverflow() != null, "/client/abortOnOverflow", passive);
    refuse(client.queues().maxSynBacklog() != null, "/client/maxSynBacklog", passive);
    refuse(client.queues().deferAcceptMs() != null, "/client/deferAcceptMs", passive);
    refuse(client.queues().fastOpenQueue() != null, "/client/fastOpenQueue", passive);
  }

  private void server(EndSpec server) {
    refuse(
        !server.isns().isEmpty(),
        "/server/isns",
        "the kernel chooses the ISN of a connection that it accepts, only the client's can be set");
    Integer synAckRetries = server.synAckRetries();
    refuse(
        !abilities.settingsAreFree() && synAckRetries != null && synAckRetries == 0,
        "/server/synAckRetries",
        "the kernel takes 1 to 127 for a socket's, net.ipv4.tcp_synack_retries = 0" + systemWide());
    settings(server, Party.SERVER, "/server");
    refuse(
        !abilities.settingsAreFree() && server.synRetries() != null,
        "/server/synRetries",
        linked()
            ? "a socket of the kernel has one number for its SYNs and its SYN+ACKs" + systemWide()
            : "the server does not open: that takes a link between the ends");
    refuse(
        server.options().opensFast(), "/server/fastOpen", "on the kernel only a client opens fast");
  }

  private boolean linked() {
    return abilities.tier() != null && abilities.tier().isLinked();
  }

  private void network(NetworkSpec network) {
    if (linked()) {
      for (int i = 0; i < network.faults().size(); i++) {
        fault(network.faults().get(i), "/network/faults/" + i);
      }
      for (int i = 0; i < network.injections().size(); i++) {
        NetworkSpec.Injection injection = network.injections().get(i);
        String at = "/network/injections/" + i;
        refuse(injection.connection() != 1, at + "/connection", ONE_CONNECTION);
        refuse(
            injection.octets() != null,
            at + "/octets",
            "the ends' addresses and ports are not known before; segment says the rest");
      }
      refuse(
          !network.floods().isEmpty() && !own4(),
          "/network/floods",
          "IPv4 SYNs in the names of others need tier " + Tier.NETNS_TUN.label());
      return;
    }
    if (network.toServer().equals(network.toClient())) {
      link(network.toServer(), "/network");
    } else {
      link(network.toServer(), "/network/toServer");
      link(network.toClient(), "/network/toClient");
    }
    refuse(!network.faults().isEmpty(), "/network/faults", NEEDS_LINK);
    refuse(!network.injections().isEmpty(), "/network/injections", NEEDS_LINK);
    refuse(!network.floods().isEmpty(), "/network/floods", NEEDS_LINK);
  }

  /** Whether the namespaces are the lab's own, and speak IPv4. */
  private boolean own4() {
    return abilities.tier() == Tier.NETNS_TUN && !v6;
  }

  private void fault(NetworkSpec.Fault fault, String at) {
    refuse(fault.connection() != 1, at + "/connection", ONE_CONNECTION);
    refuse(
        fault.action() instanceof NetworkSpec.Action.Icmp && !own4(),
        at + "/action",
        "ICMP errors of IPv4 need tier " + Tier.NETNS_TUN.label());
  }

  /** How far a duplicate or a reordered segment is moved means nothing where there is none. */
  private void link(LinkSpec link, String at) {
    refuse(link.delayMs() != 0, at + "/delayMs", NEEDS_LINK);
    refuse(link.jitterMs() != 0, at + "/jitterMs", NEEDS_LINK);
    refuse(link.lossRate() != 0, at + "/lossRate", NEEDS_LINK);
    refuse(link.duplicateRate() != 0, at + "/duplicateRate", NEEDS_LINK);
    refuse(link.reorderRate() != 0, at + "/reorderRate", NEEDS_LINK);
    refuse(link.corruptRate() != 0, at + "/corruptRate", NEEDS_LINK);
    refuse(!link.strips().isEmpty(), at + "/strips", NEEDS_LINK);
  }

  private void steps() {
    Set<Party> opened = EnumSet.noneOf(Party.class);
    for (int i = 0; i < request.steps().size(); i++) {
      Step step = request.steps().get(i);
      step(step, "/steps/" + i);
      if (step.call() == Call.OPEN) {
        boolean again = !opened.add(step.end());
        refuse(
            again && (step.end() == Party.SERVER ? linked() : !several()),
            "/steps/" + i + "/call",
            "another connection of a session on the kernel needs tier " + Tier.NETNS_TUN.label());
      }
    }
  }

  /** Whether a client may open from several ports, and from one again. */
  private boolean several() {
    return abilities.tier() == Tier.NETNS_TUN;
  }

  private boolean opens(Party party) {
    return request.steps().stream()
        .anyMatch(step -> step.call() == Call.OPEN && step.end() == party);
  }

  private boolean listens() {
    return request.server().listens()
        || request.steps().stream().anyMatch(step -> step.call() == Call.LISTEN);
  }

  private void step(Step step, String at) {
    boolean client = step.end() == Party.CLIENT;
    switch (step.call()) {
      case OPEN -> {
        refuse(
            !client && !linked(),
            at + "/call",
            "on the loopback interface only the CLIENT opens: SYNs that cross need tier "
                + Tier.NETNS_TUN.label()
                + " or "
                + Tier.REFLECT_TUN.label()
                + ", neither of which is available");
        refuse(
            !client && linked() && listens(),
            at + "/call",
            "a socket that listens cannot open: server.listens is to be false, without a LISTEN");
      }
      case LISTEN -> refuse(client, at + "/call", "only the SERVER listens");
      case ACCEPT -> refuse(client, at + "/call", "only the SERVER accepts");
      case CRASH ->
          refuse(
              !linked() || abilities.noIsn() != null,
              at + "/call",
              "an end is cut off and forgets its sockets only where the lab has a link: needs tier "
                  + Tier.NETNS_TUN.label()
                  + " or "
                  + Tier.REFLECT_TUN.label());
      case RESTART ->
          refuse(
              !linked() || !client,
              at + "/call",
              "only the client's machine, behind a link of the lab's, comes up again");
      case SEND, CLOSE, ABORT -> {}
    }
    refuse(
        step.port() != null && !several(),
        at + "/port",
        "another connection of a session on the kernel needs tier " + Tier.NETNS_TUN.label());
    refuse(step.toSelf(), at + "/target", "a session on the kernel connects two sockets, not one");
    switch (step.when()) {
      case When.At(double ms) ->
          refuse(
              ms > deadlineMs,
              at + "/atMs",
              "a session on the kernel lasts at most " + deadlineMs + " ms");
      case When.AfterSegment _ ->
          refuse(
              abilities.tier() == Tier.SOCKETS_ONLY,
              at + "/afterSegment",
              "segments cannot be seen: " + abilities.whyNot(Tier.LOOPBACK));
    }
  }
}

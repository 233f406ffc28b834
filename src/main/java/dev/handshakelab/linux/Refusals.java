package dev.handshakelab.linux;

import dev.handshakelab.scenario.EndSpec;
import dev.handshakelab.scenario.EndSpec.Profile;
import dev.handshakelab.scenario.EndSpec.Stack;
import dev.handshakelab.scenario.Mode;
import dev.handshakelab.scenario.Problem;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.Step.Call;
import dev.handshakelab.scenario.Until;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.Flag;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.TcpOption;
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
  /** Members that are settings, but of which other evidence decides: SYNs, who opens. */
  private static final Set<String> ELSEWHERE =
      Set.of("sackPermitted", "timestamps", "ecn", "windowScale", "synRetries", "synAckRetries");

  private final SessionRequest request;
  private final Abilities abilities;
  private final long deadlineMs;
  private final Objections problems = new Objections();

  private Refusals(SessionRequest request, Abilities abilities, LinuxRunner.Limits limits) {
    this.request = request;
    this.abilities = abilities;
    deadlineMs = limits.deadline().toMillis();
  }

  /** One problem for each member; empty when the request can be carried out. */
  static List<Problem> of(SessionRequest request, Abilities abilities, LinuxRunner.Limits limits) {
    var refusals = new Refusals(request, abilities, limits);
    refusals.whole();
    refusals.end(request.client(), "/client");
    refusals.client(request.client());
    refusals.end(request.server(), "/server");
    refusals.server(request.server());
    new NetworkRefusals(abilities, limits.address().isIpv6(), refusals.problems)
        .of(request.network());
    new StepRefusals(request, abilities, refusals.deadlineMs, refusals.problems).all();
    return refusals.problems.all();
  }

  private void whole() {
    problems.refuse(
        request.mode() != Mode.REAL_SOCKET,
        "/mode",
        "the kernel plays both ends: only " + Mode.REAL_SOCKET + " asks for that");
    if (request.until() instanceof Until.At(double ms)) {
      problems.refuse(
          ms > deadlineMs,
          "/until/ms",
          "a session on the kernel lasts at most " + deadlineMs + " ms");
    }
  }

  private void end(EndSpec end, String at) {
    problems.refuse(
        end.stack() != Stack.KERNEL, at + "/stack", "both ends are the " + Stack.KERNEL);
    problems.refuse(
        end.profile() != Profile.LINUX,
        at + "/profile",
        "the kernel is Linux; only the simulator imitates " + end.profile());
    problems.refuse(
        !end.policy().isEmpty(), at + "/policy", "the kernel has no switches of that kind");
    problems.refuse(
        end.r2Ms() != null,
        at + "/r2Ms",
        "the kernel counts retransmissions: synRetries says how many");
    new SocketRefusals(end, at, problems).mss();
    wholeSeconds(end.options().keepaliveIdleMs(), at + "/keepaliveIdleMs");
    wholeSeconds(end.options().keepaliveIntervalMs(), at + "/keepaliveIntervalMs");
    Segment syn = abilities.syn();
    shift(end.windowScale(), shift(syn), at + "/windowScale");
    problems.refuse(
        !abilities.settingsAreFree() && end.agreement().refusesScaling() && shift(syn) != null,
        at + "/windowScale",
        "the kernel's SYN has " + shift(syn) + systemWide());
    asSeen(end.sackPermitted(), has(syn, TcpOption.SackPermitted.class), at + "/sackPermitted");
    asSeen(end.timestamps(), has(syn, TcpOption.Timestamps.class), at + "/timestamps");
    asSeen(end.ecn(), syn == null ? null : syn.has(Flag.ECE), at + "/ecn");
  }

  private void wholeSeconds(@Nullable Double ms, String pointer) {
    problems.refuse(ms != null && ms % 1000 != 0, pointer, "the kernel counts whole seconds");
  }

  /**
   * @param asked null when it was left to the kernel
   * @param seen in the kernel's own SYN; null when that is not known, or has no such option
   */
  private void asSeen(@Nullable Object asked, @Nullable Object seen, String pointer) {
    problems.refuse(
        !abilities.settingsAreFree() && asked != null && !Objects.equals(asked, seen),
        pointer,
        "the kernel's SYN has " + (seen == null ? "none" : seen) + systemWide());
  }

  /** A socket can ask for less than the kernel offers, but not for more. */
  private void shift(@Nullable Integer asked, @Nullable Integer seen, String pointer) {
    problems.refuse(
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
      problems.refuse(
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
    var sockets = new SocketRefusals(client, "/client", problems);
    if (!client.isns().isEmpty()) {
      problems.refuse(
          client.isns().size() > 1 && !abilities.opensSeveral(),
          "/client/isns",
          "there is one connection, so only one ISN can be chosen");
      sockets.isns();
      problems.refuse(
          abilities.noIsn() != null,
          "/client/isns",
          "the kernel does not let this process choose an ISN: " + abilities.noIsn());
    }
    settings(client, Party.CLIENT, "/client");
    problems.refuse(
        client.listens() && (!abilities.linked() || opens(Party.CLIENT)),
        "/client/listens",
        "only on a link of the lab's, and only a client that does not open, may listen");
    sockets.listening("the client of a session on the kernel does not listen");
  }

  private void server(EndSpec server) {
    problems.refuse(
        !server.isns().isEmpty(),
        "/server/isns",
        "the kernel chooses the ISN of a connection that it accepts, only the client's can be set");
    Integer synAckRetries = server.synAckRetries();
    problems.refuse(
        !abilities.settingsAreFree() && synAckRetries != null && synAckRetries == 0,
        "/server/synAckRetries",
        "the kernel takes 1 to 127 for a socket's, net.ipv4.tcp_synack_retries = 0" + systemWide());
    settings(server, Party.SERVER, "/server");
    problems.refuse(
        !abilities.settingsAreFree() && server.synRetries() != null,
        "/server/synRetries",
        abilities.linked()
            ? "a socket of the kernel has one number for its SYNs and its SYN+ACKs" + systemWide()
            : "the server does not open: that takes a link between the ends");
    problems.refuse(
        server.options().opensFast(), "/server/fastOpen", "on the kernel only a client opens fast");
  }

  private boolean opens(Party party) {
    return request.steps().stream()
        .anyMatch(step -> step.call() == Call.OPEN && step.end() == party);
  }
}

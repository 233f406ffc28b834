package dev.handshakelab.tcp;

import dev.handshakelab.tcp.Host.Slot;
import dev.handshakelab.tcp.HostOutcome.Owner;
import dev.handshakelab.tcp.HostOutcome.Told;
import dev.handshakelab.tcp.State.Connected;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Segment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose is an arriving segment? The connection's with its 4-tuple, a listener's, or nobody's
 * (§3.10.7).
 */
final class Demultiplexing {
  private static final Rule ADDRESS = Rule.rfc9293("3.9.2.3");
  private static final Rule QUIET = Rule.rfc9293("3.4.3");
  private static final Rule SYN_QUEUE = Rule.linux("tcp_conn_request SYN queue full");
  private static final Rule ACCEPT_QUEUE = Rule.linux("tcp_conn_request accept queue full");
  private static final Rule RESERVED = Rule.linux("tcp_max_syn_backlog");

  private Demultiplexing() {}

  static HostOutcome arrive(HostStep step, Packet packet) {
    var host = step.host();
    long nowNs = step.nowNs();
    var path = new Path(packet.destination(), packet.source(), host.mtu());
    if (!path.local().address().isUnicast() || !path.remote().address().isUnicast()) {
      return dropped(host, "no such sender or receiver can be", ADDRESS); // MUST-57, MUST-63
    }
    if (host.isQuiet(nowNs)) {
      return dropped(host, "the machine keeps quiet", QUIET);
    }
    var slot = host.slot(path);
    if (slot != null && !packet.segment().isSyn()) {
      return step.step(slot, new Event.Arrives(packet), null);
    }
    var listener = host.listenerFor(path.local());
    if (slot == null) {
      return listener == null
          ? atNobody(host, nowNs, path, packet)
          : atListener(host, nowNs, path, listener, packet, null);
    }
    return listener != null && mayReincarnate(host, nowNs, slot, listener, packet.segment())
        ? atListener(host, nowNs, path, listener, packet, slot)
        : step.step(slot, new Event.Arrives(packet), null);
  }

  private static boolean mayReincarnate(
      Host host, long nowNs, Slot slot, Listener listener, Segment segment) {
    var cx = host.context(nowNs, slot.path(), host.begun(), listener);
    return Reincarnation.may(cx, slot.state(), segment);
  }

  private static HostOutcome dropped(Host host, String reason, Rule rule) {
    return new HostOutcome(host, null, List.of(host.nobody(new Effect.Dropped(reason, rule))));
  }

  private static HostOutcome atNobody(Host host, long nowNs, Path path, Packet packet) {
    var cx = host.context(nowNs, path, host.begun(), null);
    var outcome = Tcp.step(cx, State.CLOSED, new Event.Arrives(packet));
    return new HostOutcome(
        host,
        null,
        List.of(new Told(Owner.NOBODY, host.id(ConnectionId.NOBODY), outcome.effects())));
  }

  /**
   * @param before the incarnation in TIME-WAIT whose place a new one may take
   */
  private static HostOutcome atListener(
      Host host, long nowNs, Path path, Listener listener, Packet packet, @Nullable Slot before) {
    var segment = packet.segment();
    var cx = host.context(nowNs, path, host.begun(), listener);
    boolean syn = segment.isSyn() && !segment.isAck() && !segment.isRst();
    var full = syn ? whyNot(listener) : null;
    if (full != null) {
      return new HostOutcome(host, null, List.of(host.ofListener(full)));
    }
    if (syn && before == null && Cookies.answers(listener)) {
      var answered = host.with(listener.sentCookie(nowNs));
      return new HostOutcome(
          answered,
          null,
          List.of(host.ofListener(Cookies.synAck(cx, segment), new Effect.Accepted(Cookies.RULE))));
    }
    var rebuilt = Cookies.rebuild(cx, listener, segment);
    if (rebuilt.isPresent()) {
      return byCookie(host, nowNs, path, listener, packet, rebuilt.get());
    }
    var begun = before == null ? cx : cx.beginningWith(Reincarnation.iss(cx, before.state()));
    var outcome = Tcp.step(begun, new State.Listen(), new Event.Arrives(packet));
    if (outcome.next() instanceof State.Listen) {
      return new HostOutcome(host, null, List.of(ofListener(host, outcome.effects())));
    }
    return begin(host, nowNs, path, listener, outcome, before);
  }

  private static HostOutcome begin(
      Host host, long nowNs, Path path, Listener listener, Outcome outcome, @Nullable Slot before) {
    var child = Slot.begun(host.begun() + 1, path, new State.Listen(), listener.local());
    if (before == null) {
      return new HostStep(host, nowNs).keep(child, outcome, null);
    }
    if (Reincarnation.parks(host.policy())) {
      return new HostStep(host.without(before), nowNs).keep(child.inPlaceOf(before), outcome, null);
    }
    var after = new HostStep(host.without(before), nowNs).keep(child, outcome, null);
    List<Told> told = new ArrayList<>();
    told.add(ended(host, before));
    told.addAll(after.told());
    return new HostOutcome(after.next(), null, told);
  }

  /** The old incarnation is over before its time. */
  static Told ended(Host host, Slot before) {
    var rule = Reincarnation.rule(host.policy());
    return host.ofConnection(
        before.number(), new Effect.Moved(StateName.TIME_WAIT, StateName.CLOSED, rule));
  }

  /**
   * The rebuilt connection takes the segment as one in SYN-RECEIVED, or is forgotten again. There
   * was no request, so nothing waits for text ({@code tcp_get_cookie_sock}).
   */
  private static HostOutcome byCookie(
      Host host, long nowNs, Path path, Listener listener, Packet packet, Connected rebuilt) {
    var cx = host.context(nowNs, path, host.begun(), listener.deferringNothing());
    var outcome = Tcp.step(cx, rebuilt, new Event.Arrives(packet));
    if (outcome.next() instanceof Connected(Phase phase, _) && phase != Phase.SYN_RECEIVED) {
      var child = Slot.begun(host.begun() + 1, path, rebuilt, listener.local());
      List<Effect> effects = new ArrayList<>();
      effects.add(new Effect.Moved(StateName.LISTEN, StateName.SYN_RECEIVED, Cookies.RULE));
      effects.addAll(outcome.effects());
      var requested = host.with(listener.counting(1, 1, 0));
      return new HostStep(requested, nowNs).keep(child, new Outcome(outcome.next(), effects), null);
    }
    var effects = outcome.effects().stream().filter(effect -> !(effect instanceof Effect.Moved));
    return new HostOutcome(host, null, List.of(ofListener(host, Effects.copyOf(effects.toList()))));
  }

  private static Told ofListener(Host host, Effects effects) {
    return new Told(Owner.LISTENER, host.id(ConnectionId.NOBODY), effects);
  }

  /** Why a SYN finds no room; it is dropped in silence, and its sender will try again. */
  private static Effect.@Nullable Dropped whyNot(Listener listener) {
    if (listener.acceptQueueFull()) {
      return new Effect.Dropped("accept queue full", ACCEPT_QUEUE);
    }
    var backlog = listener.backlog();
    return switch (backlog.cookies()) {
      case ALWAYS, WHEN_FULL -> null;
      case NEVER -> {
        if (listener.synQueueFull()) {
          yield new Effect.Dropped("SYN queue full", SYN_QUEUE);
        }
        yield backlog.isReserved(listener.halfOpen())
            ? new Effect.Dropped("the rest of the SYN queue is kept for known peers", RESERVED)
            : null;
      }
    };
  }
}

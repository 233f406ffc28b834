package dev.handshakelab.linux.hybrid;

import dev.handshakelab.linux.Binding;
import dev.handshakelab.linux.KernelPeer;
import dev.handshakelab.linux.PeerStates;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.socket.TcpSocket;
import dev.handshakelab.linux.tracing.KernelEvent;
import dev.handshakelab.linux.tracing.KernelLog;
import dev.handshakelab.scenario.EndSpec.Stack;
import dev.handshakelab.scenario.EndSpec.SynCookies;
import dev.handshakelab.scenario.KernelAccount;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.Runner.Carried;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Conversation;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session at a place, from its sockets to the trace and the kernel's account of it: what was seen
 * by whoever drove it, with the states of the kernel's end.
 */
final class PlacedSession {
  private PlacedSession() {}

  static Carried carryOut(
      SessionRequest request,
      HybridPlace place,
      @Nullable KernelLog log,
      HybridSession.Bounds bounds)
      throws LinuxException, RunFailure {
    Party simulated = request.client().stack() == Stack.SIMULATOR ? Party.CLIENT : Party.SERVER;
    Party played = simulated.other();
    place.set(KernelPeer.settings(request, played));
    SocketAddress local = place.freshSocket();
    TcpSocket socket = place.bind(0);
    int port = socket.localAddress().port();
    Binding again = () -> place.bind(port);
    try (KernelPeer kernel =
            new KernelPeer(played, request, socket, again, local, place.diagnose());
        KernelLog.Following following = log == null ? null : log.follow(local.port(), null)) {
      var session =
          new HybridSession(
              request,
              simulated,
              place.tun(),
              kernel,
              local,
              kernel.local(),
              new ExchangeUser(request.exchange(), simulated),
              bounds);
      HybridAccount begun = HybridAccount.begun(place, log);
      Trace seen = session.run();
      KernelAccount account =
          begun.finished(played, kernel, session.zeroNs(), seen, session.deliveries());
      StateName finalState = kernel.state();
      List<KernelEvent> events = following == null ? null : following.events();
      boolean cookies = request.end(played).synCookies() == SynCookies.ALWAYS;
      var said =
          new PeerStates.Said(
              played, session.zeroRealNs(), events, kernel.halfOpen(), cookies, finalState);
      return new Carried(withStates(seen, said, HybridAccount.doubts(account.capture())), account);
    }
  }

  /**
   * The trace with the states of the kernel's end, and so with how the connection was opened.
   *
   * @param doubts in what way it is less than everything
   */
  static Trace withStates(Trace seen, PeerStates.Said said, List<String> doubts) {
    Conversation begun = seen.conversation(1);
    List<Entry> entries = new ArrayList<>(PeerStates.woven(seen.entries(), begun, said));
    doubts.forEach(doubt -> entries.add(new Entry.Note(0, null, doubt, null)));
    var conversation =
        new Conversation(
            1,
            begun.client(),
            begun.server(),
            begun.incarnation(),
            opening(entries),
            begun.clientIsn(),
            begun.serverIsn());
    return new Trace(seen.clock(), seen.resolutionNs(), List.of(conversation), entries);
  }

  private static Conversation.Opening opening(List<Entry> entries) {
    int crossed = 0;
    boolean passive = false;
    for (Entry entry : entries) {
      if (entry instanceof Entry.Transition move
          && move.subject() == Entry.Subject.CONNECTION
          && move.to() == StateName.SYN_RECEIVED) {
        crossed += move.from() == StateName.SYN_SENT ? 1 : 0;
        passive |= move.from() == StateName.LISTEN;
      }
    }
    return crossed == 2
        ? Conversation.Opening.SIMULTANEOUS
        : passive ? Conversation.Opening.ACTIVE_PASSIVE : Conversation.Opening.NONE;
  }
}

package dev.handshakelab.linux;

import dev.handshakelab.scenario.EndSpec;
import dev.handshakelab.scenario.EndSpec.Profile;
import dev.handshakelab.scenario.EndSpec.Stack;
import dev.handshakelab.scenario.Exchange;
import dev.handshakelab.scenario.Mode;
import dev.handshakelab.scenario.NetworkSpec;
import dev.handshakelab.scenario.NetworkSpec.LinkSpec;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.Step;
import dev.handshakelab.scenario.Until;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.SequenceNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Requests for the kernel, beginning with the one that asks nothing of it. */
final class KernelRequests {
  private KernelRequests() {}

  static SessionRequest basic() {
    return new SessionRequest(
        Mode.REAL_SOCKET,
        "basic-three-way-handshake",
        0,
        new TreeMap<>(),
        end(false),
        end(true),
        new NetworkSpec(LinkSpec.PERFECT, LinkSpec.PERFECT, List.of(), List.of()),
        Exchange.NOTHING,
        List.of(at(0, Party.CLIENT, Step.Call.OPEN)),
        new Until.Quiescent());
  }

  static EndSpec end(boolean listens) {
    return new EndSpec(
        Stack.KERNEL,
        Profile.LINUX,
        new TreeMap<>(),
        List.of(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        listens,
        null,
        null,
        null,
        null);
  }

  static Step at(double ms, Party end, Step.Call call) {
    return new Step(new Step.When.At(ms), end, call, 0);
  }

  static SessionRequest exchanging(int clientBytes, int serverBytes, Exchange.Close close) {
    return with(basic(), new Exchange(clientBytes, serverBytes, close));
  }

  static SessionRequest with(SessionRequest request, Exchange exchange) {
    return new SessionRequest(
        request.mode(),
        request.scenario(),
        request.seed(),
        request.labels(),
        request.client(),
        request.server(),
        request.network(),
        exchange,
        request.steps(),
        request.until());
  }

  /** The basic request, then these steps. */
  static SessionRequest steps(Step... more) {
    SessionRequest basic = basic();
    List<Step> steps = new ArrayList<>(basic.steps());
    steps.addAll(List.of(more));
    return new SessionRequest(
        basic.mode(),
        basic.scenario(),
        basic.seed(),
        basic.labels(),
        basic.client(),
        basic.server(),
        basic.network(),
        basic.exchange(),
        steps,
        basic.until());
  }

  static SessionRequest between(EndSpec client, EndSpec server) {
    SessionRequest basic = basic();
    return new SessionRequest(
        basic.mode(),
        basic.scenario(),
        basic.seed(),
        basic.labels(),
        client,
        server,
        basic.network(),
        basic.exchange(),
        basic.steps(),
        basic.until());
  }

  static SessionRequest until(SessionRequest request, Until until) {
    return new SessionRequest(
        request.mode(),
        request.scenario(),
        request.seed(),
        request.labels(),
        request.client(),
        request.server(),
        request.network(),
        request.exchange(),
        request.steps(),
        until);
  }

  static EndSpec withIsn(long isn) {
    EndSpec end = end(false);
    return new EndSpec(
        end.stack(),
        end.profile(),
        end.policy(),
        List.of(SequenceNumber.of(isn)),
        end.mss(),
        end.windowScale(),
        end.sackPermitted(),
        end.timestamps(),
        end.ecn(),
        end.synRetries(),
        end.synLinearTimeouts(),
        end.r2Ms(),
        end.listens(),
        end.backlog(),
        end.synAckRetries(),
        end.synCookies(),
        end.abortOnOverflow());
  }
}

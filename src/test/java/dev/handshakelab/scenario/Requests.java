package dev.handshakelab.scenario;

import dev.handshakelab.scenario.EndSpec.Profile;
import dev.handshakelab.scenario.EndSpec.Stack;
import dev.handshakelab.scenario.EndSpec.SynCookies;
import dev.handshakelab.scenario.NetworkSpec.Action;
import dev.handshakelab.scenario.NetworkSpec.Fault;
import dev.handshakelab.scenario.NetworkSpec.Injection;
import dev.handshakelab.scenario.NetworkSpec.LinkSpec;
import dev.handshakelab.trace.Entry.Injector;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.SequenceNumber;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Complete requests to test with. */
public final class Requests {
  private Requests() {}

  static EndSpec linux(boolean listens) {
    return new EndSpec(
        Stack.SIMULATOR,
        Profile.LINUX,
        new TreeMap<>(),
        List.of(),
        1460,
        7,
        true,
        true,
        false,
        new Agreement(null, true),
        6,
        4,
        null,
        listens,
        128,
        5,
        SynCookies.WHEN_FULL,
        false,
        new Queues(2048, true, 0.0, 0, null),
        new SocketOptions(false, 0.0, 75_000.0, 9, 0.0));
  }

  static EndSpec rfc9293(boolean listens) {
    return new EndSpec(
        Stack.SIMULATOR,
        Profile.RFC_9293,
        new TreeMap<>(Map.of("isnTickNs", "4000")),
        List.of(SequenceNumber.of(300), SequenceNumber.of(4294967295L)),
        1460,
        null,
        false,
        false,
        false,
        new Agreement(null, false),
        null,
        null,
        180_000.5,
        listens,
        128,
        null,
        null,
        null,
        new Queues(null, false, null, 16, 100.5),
        new SocketOptions(true, 1000.0, 75_000.0, 9, 30_000.0));
  }

  static EndSpec kernel(boolean listens) {
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
        Agreement.OPEN,
        null,
        null,
        null,
        listens,
        null,
        null,
        null,
        null,
        Queues.OPEN,
        SocketOptions.OPEN);
  }

  static final Step OPEN = new Step(new Step.When.At(0), Party.CLIENT, Step.Call.OPEN, 0);

  public static SessionRequest basic() {
    return new SessionRequest(
        Mode.SIMULATED,
        "basic-three-way-handshake",
        42,
        new TreeMap<>(),
        linux(false),
        linux(true),
        NetworkSpec.PERFECT,
        Exchange.NOTHING,
        List.of(OPEN),
        new Until.Quiescent());
  }

  public static SessionRequest onTheKernel() {
    return new SessionRequest(
        Mode.REAL_SOCKET,
        "basic-three-way-handshake",
        0,
        new TreeMap<>(),
        kernel(false),
        kernel(true),
        NetworkSpec.PERFECT,
        Exchange.NOTHING,
        List.of(OPEN),
        new Until.At(0.000001));
  }

  /** One of everything. */
  public static SessionRequest full() {
    return new SessionRequest(
        Mode.SIMULATED,
        "lost-syn",
        SessionRequest.MAX_SEED,
        new TreeMap<>(Map.of("student", "s_7q2", "course", "net101")),
        linux(false),
        rfc9293(true),
        new NetworkSpec(
            new LinkSpec(
                20,
                0.000001,
                0.1,
                1e-7,
                5,
                0.25,
                10,
                1,
                Set.of(Strippable.WINDOW_SCALE, Strippable.SACK_PERMITTED)),
            LinkSpec.PERFECT,
            List.of(
                new Fault(Party.SERVER, SegmentPattern.SYN_ACK, 1, 1, new Action.Drop()),
                new Fault(Party.CLIENT, SegmentPattern.FIN_ACK, 2, 3, new Action.Duplicate(0)),
                new Fault(Party.CLIENT, SegmentPattern.ANY, 1, 1, new Action.Delay(3600000)),
                new Fault(Party.CLIENT, SegmentPattern.DATA, 1, 1, new Action.Corrupt()),
                new Fault(Party.CLIENT, SegmentPattern.SYN, 2, 1, new Action.Icmp(3, 1)),
                new Fault(Party.SERVER, SegmentPattern.DATA, 1, 1, new Action.Reset())),
            List.of(
                new Injection(
                    5,
                    Party.SERVER,
                    "S 90:90(0) win 1000",
                    false,
                    null,
                    Party.CLIENT,
                    Injector.NETWORK,
                    1,
                    null),
                new Injection(
                    6,
                    Party.CLIENT,
                    "R 7:7(0) win 0",
                    true,
                    null,
                    Party.SERVER,
                    Injector.ATTACKER,
                    2,
                    "guess"),
                new Injection(
                    7,
                    Party.SERVER,
                    null,
                    false,
                    "RQ==",
                    Party.CLIENT,
                    Injector.ATTACKER,
                    1,
                    null)),
            List.of(
                new Flood(1.5, Party.SERVER, 100, 1000, null),
                new Flood(0, Party.CLIENT, 1, 1, "one"))),
        new Exchange(10, 20, Exchange.Close.BOTH),
        List.of(
            OPEN,
            new Step(new Step.When.AfterSegment(3), Party.SERVER, Step.Call.SEND, 100),
            new Step(new Step.When.At(1), Party.CLIENT, Step.Call.OPEN, 0, 49153, true),
            new Step(new Step.When.At(1.5), Party.CLIENT, Step.Call.CLOSE, 0)),
        new Until.At(500));
  }
}

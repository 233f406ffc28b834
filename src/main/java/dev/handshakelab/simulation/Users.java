package dev.handshakelab.simulation;

import dev.handshakelab.scenario.Exchange.Close;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.Step;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Party;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the two users do: the calls at the beginning, the exchange once ESTABLISHED, and the steps
 * of the request. They are told what happens and answer with the calls that they make at that
 * instant.
 */
final class Users {
  private final SessionRequest request;
  private final Map<Party, Progress> progress = new EnumMap<>(Party.class);

  /** How far a user's part of the exchange is. */
  private static final class Progress {
    int connection;
    boolean sent;
    boolean closed;
    int received;
  }

  /** A call that a user makes now. */
  sealed interface Doing {
    Party end();

    record Scripted(Party end, Step.Call call, int bytes) implements Doing {}

    record Accept(Party end) implements Doing {}
  }

  Users(SessionRequest request) {
    this.request = request;
    for (Party party : Party.values()) {
      progress.put(party, new Progress());
    }
  }

  /** The calls before any step: whoever listens from the beginning. */
  List<Doing> atStart() {
    List<Doing> calls = new ArrayList<>();
    for (Party party : List.of(Party.SERVER, Party.CLIENT)) {
      if (request.end(party).listens() && !scripted(party, Step.Call.LISTEN)) {
        calls.add(new Doing.Scripted(party, Step.Call.LISTEN, 0));
      }
    }
    return calls;
  }

  private boolean scripted(Party party, Step.Call call) {
    return request.steps().stream().anyMatch(step -> step.end() == party && step.call() == call);
  }

  /** The steps that wait for this segment to arrive. */
  List<Doing> arrived(int ordinal) {
    List<Doing> calls = new ArrayList<>();
    for (Step step : request.steps()) {
      if (step.when() instanceof Step.When.AfterSegment(int awaited) && awaited == ordinal) {
        calls.add(new Doing.Scripted(step.end(), step.call(), step.bytes()));
      }
    }
    return calls;
  }

  /**
   * A connection of {@code party} was opened, or came out of its listener and is ESTABLISHED: it is
   * the one that its calls mean from now on.
   */
  void began(Party party, int connection) {
    var now = new Progress();
    now.connection = connection;
    progress.put(party, now);
  }

  int connection(Party party) {
    return at(party).connection;
  }

  /** A connection of {@code party} entered a state. */
  List<Doing> entered(Party party, StateName from, StateName to) {
    List<Doing> calls = new ArrayList<>();
    if (to != StateName.ESTABLISHED) {
      return calls;
    }
    if (from == StateName.SYN_RECEIVED && request.end(party).listens()) {
      calls.add(new Doing.Accept(party));
    }
    int bytes = bytesOf(party);
    if (bytes > 0 && !at(party).sent) {
      calls.add(new Doing.Scripted(party, Step.Call.SEND, bytes));
    }
    at(party).sent = true;
    closeWhenDone(party, calls);
    return calls;
  }

  /** {@code count} octets reached the user. */
  List<Doing> received(Party party, int count) {
    at(party).received += count;
    List<Doing> calls = new ArrayList<>();
    closeWhenDone(party, calls);
    return calls;
  }

  private void closeWhenDone(Party party, List<Doing> calls) {
    var now = at(party);
    boolean done = now.sent && now.received >= bytesOf(party.other());
    if (done && !now.closed && closes(party)) {
      now.closed = true;
      calls.add(new Doing.Scripted(party, Step.Call.CLOSE, 0));
    }
  }

  private boolean closes(Party party) {
    Close close = request.exchange().close();
    return switch (close) {
      case NONE -> false;
      case CLIENT -> party == Party.CLIENT;
      case SERVER -> party == Party.SERVER;
      case BOTH -> true;
    };
  }

  private int bytesOf(Party party) {
    return party == Party.CLIENT
        ? request.exchange().clientBytes()
        : request.exchange().serverBytes();
  }

  private Progress at(Party party) {
    return Objects.requireNonNull(progress.get(party));
  }
}

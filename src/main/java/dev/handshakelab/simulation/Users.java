package dev.handshakelab.simulation;

import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.Step;
import dev.handshakelab.tcp.ConnectionId;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Party;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the two users do: the calls at the beginning, the exchange once ESTABLISHED, and the steps
 * of the request. They are told what happens and answer with the calls that they make at that
 * instant.
 *
 * <p>A user may have several connections, which it tells apart by the client's port. The exchange
 * is what it does with the session's own.
 */
final class Users {
  private final SessionRequest request;
  private final Both<Progress> progress =
      new Both<>(new Progress(ConnectionId.NOBODY), new Progress(ConnectionId.NOBODY));

  /** The connections besides the session's own, by the client's port. */
  private final Both<Numbering> others = new Both<>(new Numbering(), new Numbering());

  private final Map<Integer, List<Doing>> afterSegment = new HashMap<>(0);

  /** How far a user's part of the exchange is. */
  private static final class Progress {
    final int connection;
    boolean sent;
    boolean closed;
    int received;

    Progress(int connection) {
      this.connection = connection;
    }
  }

  /** A call that a user makes now. */
  sealed interface Doing {
    Party end();

    record Scripted(Party end, Step.Call call, int bytes, int port, boolean toSelf)
        implements Doing {
      static Scripted of(Step step) {
        Integer port = step.port();
        return new Scripted(
            step.end(),
            step.call(),
            step.bytes(),
            port == null ? Machines.CLIENT.port() : port,
            step.toSelf());
      }

      /** On the session's own connection. */
      static Scripted own(Party end, Step.Call call, int bytes) {
        return new Scripted(end, call, bytes, Machines.CLIENT.port(), false);
      }
    }

    record Accept(Party end) implements Doing {}
  }

  Users(SessionRequest request) {
    this.request = request;
    for (Step step : request.steps()) {
      if (step.when() instanceof Step.When.AfterSegment(int awaited)) {
        afterSegment.computeIfAbsent(awaited, _ -> new ArrayList<>()).add(Doing.Scripted.of(step));
      }
    }
  }

  /** The calls before any step: whoever listens from the beginning. */
  List<Doing> atStart() {
    List<Doing> calls = new ArrayList<>();
    for (Party party : List.of(Party.SERVER, Party.CLIENT)) {
      if (request.end(party).listens() && !scripted(party, Step.Call.LISTEN)) {
        calls.add(Doing.Scripted.own(party, Step.Call.LISTEN, 0));
      }
    }
    return calls;
  }

  private boolean scripted(Party party, Step.Call call) {
    for (Step step : request.steps()) {
      if (step.end() == party && step.call() == call) {
        return true;
      }
    }
    return false;
  }

  /** The steps that wait for this segment to arrive. */
  List<Doing> arrived(int ordinal) {
    return afterSegment.isEmpty() ? List.of() : afterSegment.getOrDefault(ordinal, List.of());
  }

  /**
   * A connection of {@code party} was opened, or came out of its listener: it is the one that its
   * calls mean from now on.
   *
   * @param port the client's
   * @param textOnSyn whether what it has to send went with its OPEN
   */
  void began(Party party, int port, int connection, boolean textOnSyn) {
    if (port == Machines.CLIENT.port()) {
      var now = new Progress(connection);
      now.sent = textOnSyn;
      progress.put(party, now);
    } else {
      others.of(party).put(port, connection);
    }
  }

  /**
   * The connection that calls mean, {@link ConnectionId#NOBODY} when there is none.
   *
   * @param port the client's
   */
  int connection(Party party, int port) {
    return port == Machines.CLIENT.port() ? at(party).connection : others.of(party).at(port);
  }

  /** Whether a connection is the session's own. */
  boolean isOwn(Party party, int connection) {
    return at(party).connection == connection;
  }

  /** Whether {@code party} accepts connections as they become ready. */
  boolean acceptsAtOnce(Party party) {
    return request.end(party).queues().acceptsAtOnce();
  }

  /**
   * The session's own connection of {@code party} entered a state.
   *
   * @param calls where what it does now is put
   */
  void entered(Party party, StateName to, List<Doing> calls) {
    if (to != StateName.ESTABLISHED) {
      return;
    }
    int bytes = bytesOf(party);
    if (bytes > 0 && !at(party).sent) {
      calls.add(Doing.Scripted.own(party, Step.Call.SEND, bytes));
    }
    at(party).sent = true;
    closeWhenDone(party, calls);
  }

  /**
   * {@code count} octets reached the user on the session's own connection.
   *
   * @param calls where what it does now is put
   */
  void received(Party party, int count, List<Doing> calls) {
    at(party).received += count;
    closeWhenDone(party, calls);
  }

  private void closeWhenDone(Party party, List<Doing> calls) {
    var now = at(party);
    boolean done = now.sent && now.received >= bytesOf(party.other());
    if (done && !now.closed && request.exchange().closes(party)) {
      now.closed = true;
      calls.add(Doing.Scripted.own(party, Step.Call.CLOSE, 0));
    }
  }

  int bytesOf(Party party) {
    return request.exchange().bytesOf(party);
  }

  private Progress at(Party party) {
    return progress.of(party);
  }
}

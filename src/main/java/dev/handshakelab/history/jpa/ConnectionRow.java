package dev.handshakelab.history.jpa;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Analysis;
import dev.handshakelab.trace.Conversation;
import dev.handshakelab.trace.Measures;
import dev.handshakelab.trace.Outcome;
import dev.handshakelab.trace.Timing;
import dev.handshakelab.wire.SocketAddress;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A conversation of a session and what was measured of it. */
@Entity
@Table(name = "connection")
@IdClass(ConnectionRow.Key.class)
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
final class ConnectionRow {
  record Key(UUID sessionId, int number) implements Serializable {}

  @Id UUID sessionId;
  @Id int number;
  byte[] clientAddress;
  int clientPort;
  byte[] serverAddress;
  int serverPort;
  int incarnation;

  @Enumerated(EnumType.STRING)
  Conversation.Opening opening;

  @Nullable Long clientIsn;
  @Nullable Long serverIsn;

  @Enumerated(EnumType.STRING)
  Outcome outcome;

  @Enumerated(EnumType.STRING)
  StateName clientState;

  @Enumerated(EnumType.STRING)
  StateName serverState;

  String connState;
  String history;
  int completeness;
  boolean ackSynchronized;
  @Nullable Long handshakeNs;
  @Nullable Long clientEstablishedNs;
  @Nullable Long serverEstablishedNs;
  @Nullable Long synToSynAckNs;
  @Nullable Long synAckToAckNs;
  @Nullable Long clientRttNs;
  @Nullable Long serverRttNs;
  int synRetransmissions;
  int synAckRetransmissions;
  @Nullable Long retransmissionWaitNs;
  String retransmissionWaits;
  String timeInState;

  ConnectionRow() {}

  ConnectionRow(UUID sessionId, Measures measures) {
    this.sessionId = sessionId;
    this.outcome = measures.outcome();
    this.clientState = measures.clientState();
    this.serverState = measures.serverState();
    name(measures.conversation());
    analyse(measures.analysis());
    time(measures.timing());
  }

  private void name(Conversation conversation) {
    this.number = conversation.number();
    this.clientAddress = Stored.address(conversation.client().address());
    this.clientPort = conversation.client().port();
    this.serverAddress = Stored.address(conversation.server().address());
    this.serverPort = conversation.server().port();
    this.incarnation = conversation.incarnation();
    this.opening = conversation.opening();
    this.clientIsn = Stored.number(conversation.clientIsn());
    this.serverIsn = Stored.number(conversation.serverIsn());
  }

  private void analyse(Analysis analysis) {
    this.connState = analysis.connState();
    this.history = analysis.history();
    this.completeness = analysis.completeness();
    this.ackSynchronized = analysis.ackSynchronized();
  }

  private void time(Timing timing) {
    this.handshakeNs = timing.handshakeNs();
    this.clientEstablishedNs = timing.clientEstablishedNs();
    this.serverEstablishedNs = timing.serverEstablishedNs();
    this.synToSynAckNs = timing.synToSynAckNs();
    this.synAckToAckNs = timing.synAckToAckNs();
    this.clientRttNs = timing.clientRttNs();
    this.serverRttNs = timing.serverRttNs();
    this.synRetransmissions = timing.synRetransmissions();
    this.synAckRetransmissions = timing.synAckRetransmissions();
    this.retransmissionWaitNs = timing.retransmissionWaitNs();
    this.retransmissionWaits = TimesJson.writeWaits(timing.retransmissionWaits());
    this.timeInState = TimesJson.writeTimeInState(timing.timeInState());
  }

  Conversation conversation() {
    return new Conversation(
        number,
        new SocketAddress(Stored.address(clientAddress), clientPort),
        new SocketAddress(Stored.address(serverAddress), serverPort),
        incarnation,
        opening,
        Stored.number(clientIsn),
        Stored.number(serverIsn));
  }

  /**
   * @param session whose clock read the times
   */
  Measures measures(SessionRow session) {
    return new Measures(
        conversation(),
        outcome,
        new Analysis(connState, history, completeness, ackSynchronized),
        timing(session),
        clientState,
        serverState);
  }

  private Timing timing(SessionRow session) {
    return new Timing(
        handshakeNs,
        clientEstablishedNs,
        serverEstablishedNs,
        synToSynAckNs,
        synAckToAckNs,
        clientRttNs,
        serverRttNs,
        synRetransmissions,
        synAckRetransmissions,
        retransmissionWaitNs,
        TimesJson.readWaits(retransmissionWaits),
        TimesJson.readTimeInState(timeInState),
        Stored.known(session.clock),
        Stored.known(session.resolutionNs));
  }
}

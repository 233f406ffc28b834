package dev.handshakelab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.handshakelab.client.ApiClient;
import dev.handshakelab.client.ApiException;
import dev.handshakelab.client.api.ScenariosApi;
import dev.handshakelab.client.api.ServiceApi;
import dev.handshakelab.client.api.SessionsApi;
import dev.handshakelab.client.api.TimingsApi;
import dev.handshakelab.client.api.WhatHappenedApi;
import dev.handshakelab.client.model.Flag;
import dev.handshakelab.client.model.Outcome;
import dev.handshakelab.client.model.Segment;
import dev.handshakelab.client.model.Session;
import dev.handshakelab.client.model.SessionRequest;
import dev.handshakelab.client.model.SessionRequestClient;
import dev.handshakelab.client.model.SessionRequestNetwork;
import dev.handshakelab.client.model.SessionRequestServer;
import dev.handshakelab.client.model.TimelineItem;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The tour, taken by a client that nobody wrote: it was generated from the OpenAPI document. */
@LabTest
class GeneratedClientTest {
  @LocalServerPort int port;
  private SessionsApi sessions;
  private WhatHappenedApi happened;
  private ApiClient client;

  @BeforeEach
  void connect() {
    client = new ApiClient();
    client.updateBaseUri("http://localhost:" + port);
    sessions = new SessionsApi(client);
    happened = new WhatHappenedApi(client);
  }

  private Session run() throws ApiException {
    return sessions.startSession(
        new SessionRequest()
            .seed(42L)
            .client(new SessionRequestClient().isn(100L))
            .server(new SessionRequestServer().isn(300L))
            .network(new SessionRequestNetwork().delayMs(BigDecimal.valueOf(20))),
        null,
        "wait=10");
  }

  @Test
  void runsAHandshakeAndReadsItBack() throws ApiException {
    Session session = run();
    assertThat(session.getOutcome()).isEqualTo(Outcome.ESTABLISHED);
    assertThat(session.getTiming().getHandshakeNs()).isEqualTo(60_000_000L);

    List<Segment> segments =
        happened.listSegments(session.getId(), null, null, null, null, null).getItems();
    assertThat(segments).hasSize(3);
    assertThat(segments.get(1).getFlags()).containsExactly(Flag.SYN, Flag.ACK);
    assertThat(segments.get(1).getSeq()).isEqualTo(300L);
    assertThat(happened.listTransitions(session.getId(), null, null, null, null).getItems())
        .hasSize(5);
    assertThat(happened.listConnections(session.getId(), null, null).getItems()).hasSize(1);
    assertThat(happened.getTiming(session.getId())).isEqualTo(session.getTiming());
    List<TimelineItem> timeline = happened.listTimeline(session.getId(), 1000, null).getItems();
    assertThat(timeline)
        .isNotEmpty()
        .allSatisfy(item -> assertThat(item.getActualInstance()).isNotNull());
    assertThat(sessions.replaySession(session.getId()).getIdentical()).isTrue();
  }

  @Test
  void findsItAgainAndForgetsIt() throws ApiException {
    Session session = run();
    assertThat(sessions.getSession(session.getId())).isEqualTo(session);
    sessions.deleteSession(session.getId());
    ApiException gone =
        catchThrowableOfType(ApiException.class, () -> sessions.getSession(session.getId()));
    assertThat(gone.getCode()).isEqualTo(404);
    assertThat(gone.getResponseBody()).contains("/problems/not-found");
  }

  @Test
  void looksAround() throws ApiException {
    run();
    assertThat(new ScenariosApi(client).getScenario("lost-syn").getName()).isEqualTo("lost-syn");
    assertThat(new ScenariosApi(client).listScenarios(2, null).getNext()).isNotNull();
    assertThat(new ServiceApi(client).getCapabilities().getModes()).containsKey("SIMULATED");
    assertThat(new ServiceApi(client).listProblems()).isNotEmpty();
    assertThat(
            new TimingsApi(client)
                .getTimings("handshake", null, "SIMULATED", null, null, null, null, null, null)
                .getGroups())
        .hasSize(1);
  }
}

package dev.handshakelab;

import dev.handshakelab.history.Session;
import dev.handshakelab.linux.LinuxRunner;
import dev.handshakelab.session.Sessions;
import dev.handshakelab.session.Witness;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the lab does, in figures and in the log. */
@Configuration(proxyBeanMethods = false)
class SessionMetrics {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

  /** {@code lab.sessions}: how many ended and how long they took, by mode, status and outcome. */
  @Bean
  Witness countingWitness(MeterRegistry registry) {
    return (session, ran) -> {
      String outcome =
          session.summary() == null ? "NONE" : session.summary().first().outcome().name();
      Timer.builder("lab.sessions")
          .description(
              "sessions that ended, with the time from their creation until they were kept")
          .tag("mode", session.request().mode().name())
          .tag("status", session.status().name())
          .tag("outcome", outcome)
          .register(registry)
          .record(ran);
      tell(session, outcome, ran);
    };
  }

  private static void tell(Session session, String outcome, Duration ran) {
    LOG.atInfo()
        .addKeyValue("session", session.id())
        .addKeyValue("mode", session.request().mode())
        .addKeyValue("scenario", session.request().scenario())
        .addKeyValue("status", session.status())
        .addKeyValue("outcome", outcome)
        .addKeyValue("milliseconds", ran.toMillis())
        .log("session {} is {}: {}", session.id(), session.status(), outcome);
  }

  @Bean
  MeterBinder sessionGauges(Sessions sessions) {
    return registry -> {
      Gauge.builder("lab.sessions.running", sessions, Sessions::running)
          .description("sessions that run now")
          .register(registry);
      Gauge.builder("lab.sessions.waiting", sessions, Sessions::waiting)
          .description("sessions that wait for a thread")
          .register(registry);
    };
  }

  @Bean
  MeterBinder captureDrops(LinuxRunner kernel) {
    return registry ->
        FunctionCounter.builder("lab.capture.drops", kernel, LinuxRunner::missed)
            .description("what no buffer had room for: packets of sessions, events of the kernel")
            .register(registry);
  }
}

package dev.handshakelab.api;

import dev.handshakelab.api.document.ApiDocument;
import dev.handshakelab.api.input.Idempotency;
import dev.handshakelab.api.security.Routes;
import dev.handshakelab.grading.format.Formats;
import dev.handshakelab.history.IdempotencyKeys;
import dev.handshakelab.scenario.Limits;
import dev.handshakelab.session.ComparingLimits;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the operations share. */
@Configuration(proxyBeanMethods = false)
class ApiParts {

  @Bean
  Idempotency idempotency(IdempotencyKeys keys) {
    return new Idempotency(keys);
  }

  @Bean
  GradeFormats gradeFormats(Formats formats) {
    return new GradeFormats(formats);
  }

  @Bean
  Routes routes(ApiDocument document) {
    return document.routes();
  }

  @Bean
  ApiDocument apiDocument(
      BuildProperties build, HttpLimits http, Limits request, ComparingLimits comparing) {
    return new ApiDocument(String.valueOf(build.getVersion()), http, request, comparing);
  }
}

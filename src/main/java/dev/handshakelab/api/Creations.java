package dev.handshakelab.api;

import dev.handshakelab.api.input.Idempotency;
import dev.handshakelab.history.IdempotencyKeys.Answer;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/** What is answered to calls that create something, so that it can be answered again. */
final class Creations {
  private Creations() {}

  static Answer created(String location, Object made, JsonMapper mapper) {
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put(HttpHeaders.LOCATION, location);
    return new Answer(HttpStatus.CREATED.value(), headers, mapper.writeValueAsString(made));
  }

  static ResponseEntity<byte[]> written(Idempotency.Outcome outcome) {
    Answer answer = outcome.answer();
    HttpHeaders headers = new HttpHeaders();
    answer.headers().forEach(headers::set);
    if (outcome.replayed()) {
      headers.set(Idempotency.REPLAYED, "true");
    }
    headers.setContentType(MediaType.APPLICATION_JSON);
    return ResponseEntity.status(answer.status())
        .headers(headers)
        .body(answer.body().getBytes(StandardCharsets.UTF_8));
  }
}

package dev.handshakelab.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Problem details (RFC 9457).
 *
 * @param type a URI relative to the service, where the kind is explained
 * @param detail what is wrong with this call
 * @param instance the path that was called
 * @param errors everything that is wrong with the input, left out when that says nothing
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String instance,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<InputError> errors) {

  public static final String MEDIA_TYPE = "application/problem+json";

  public static Problem of(
      ProblemType type, String detail, String instance, List<InputError> errors) {
    return new Problem(type.uri(), type.title(), type.status(), detail, instance, errors);
  }
}

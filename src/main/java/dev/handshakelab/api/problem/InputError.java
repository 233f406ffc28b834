package dev.handshakelab.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.handshakelab.scenario.Problem;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a call: exactly one of the first three says where.
 *
 * @param pointer a member of the body, as an RFC 6901 JSON pointer; empty for the whole body
 * @param parameter the name of a query parameter
 * @param header the name of a header
 * @param detail why, and what would do
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InputError(
    @Nullable String pointer, @Nullable String parameter, @Nullable String header, String detail) {

  public static InputError at(Problem problem) {
    return new InputError(problem.pointer(), null, null, problem.detail());
  }

  public static InputError parameter(String name, String detail) {
    return new InputError(null, name, null, detail);
  }

  public static InputError header(String name, String detail) {
    return new InputError(null, null, name, detail);
  }
}

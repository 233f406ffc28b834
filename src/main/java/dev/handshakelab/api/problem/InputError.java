package dev.handshakelab.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.handshakelab.grading.Flaw;
import dev.handshakelab.scenario.Problem;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a call: exactly one of the first three says where.
 *
 * @param pointer a member of the body, as an RFC 6901 JSON pointer; empty for the whole body
 * @param parameter the name of a query parameter
 * @param header the name of a header
 * @param detail why, and what would do
 * @param line of the body, from 1, where it is a document that people write by hand: a rubric
 * @param column from 1
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InputError(
    @Nullable String pointer,
    @Nullable String parameter,
    @Nullable String header,
    String detail,
    @Nullable Integer line,
    @Nullable Integer column) {

  public InputError(
      @Nullable String pointer,
      @Nullable String parameter,
      @Nullable String header,
      String detail) {
    this(pointer, parameter, header, detail, null, null);
  }

  /** At a place of a document that people write by hand. */
  public static InputError at(Flaw flaw) {
    return new InputError(flaw.pointer(), null, null, flaw.detail(), flaw.line(), flaw.column());
  }

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

package dev.handshakelab.api.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a problem as the answer, whatever the caller accepts: a client that cannot be told what is
 * wrong in its own language is still told. Servlets, filters and valves all answer through this.
 */
public final class ProblemWriter {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private ProblemWriter() {}

  public static void write(
      Refusal refusal, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    refusal.headers().forEach(response::setHeader);
    write(
        Problem.of(refusal.type(), refusal.detail(), request.getRequestURI(), refusal.errors()),
        response);
  }

  /** Does nothing when the answer has left already. */
  public static void write(Problem problem, HttpServletResponse response) throws IOException {
    if (response.isCommitted()) {
      return;
    }
    byte[] body = MAPPER.writeValueAsBytes(problem);
    response.resetBuffer();
    response.setStatus(problem.status());
    response.setContentType(Problem.MEDIA_TYPE);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
    response.flushBuffer();
  }
}

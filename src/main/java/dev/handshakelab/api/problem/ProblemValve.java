package dev.handshakelab.api.problem;

import java.io.IOException;
import java.util.List;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/**
 * Reports what the container itself refuses, before any servlet sees the call (a URL that cannot be
 * read, headers that are too large), as a problem instead of an HTML page.
 */
public final class ProblemValve extends ErrorReportValve {

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    ProblemType type = ProblemType.ofStatus(status);
    try {
      ProblemWriter.write(
          new Problem(
              type.uri(), type.title(), status, detail(response, type), path(request), List.of()),
          response);
      response.finishResponse();
    } catch (IOException gone) {
      container.getLogger().debug("the client went away", gone);
    }
  }

  private static String detail(Response response, ProblemType type) {
    String message = response.getMessage();
    return message == null || message.isBlank() ? type.title() : message;
  }

  private static String path(Request request) {
    String uri = request.getRequestURI();
    return uri == null ? "" : uri;
  }
}

package dev.handshakelab.api;

import dev.handshakelab.access.TokensUnreachable;
import dev.handshakelab.api.problem.BodyTooLarge;
import dev.handshakelab.api.problem.InputError;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.ProblemWriter;
import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.history.BadCursor;
import dev.handshakelab.scenario.NoCapacity;
import dev.handshakelab.session.NotFeasible;
import dev.handshakelab.session.NotReplayable;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** What the operations throw, as problems. */
@ControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  private final String retryAfter;

  ProblemAdvice(HttpLimits limits) {
    retryAfter = Long.toString(Math.max(1, limits.retryAfter().toSeconds()));
  }

  @ExceptionHandler
  void refused(Refusal refusal, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ProblemWriter.write(refusal, request, response);
  }

  @ExceptionHandler
  void badCursor(BadCursor cursor, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    InputError error = InputError.parameter("after", String.valueOf(cursor.getMessage()));
    refused(Refusal.of(ProblemType.PARAMETER, List.of(error)), request, response);
  }

  @ExceptionHandler
  void notFeasible(NotFeasible why, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    List<InputError> errors = why.problems().stream().map(InputError::at).toList();
    refused(Refusal.of(ProblemType.NOT_FEASIBLE, errors), request, response);
  }

  @ExceptionHandler
  void notReplayable(NotReplayable why, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    refused(new Refusal(ProblemType.CONFLICT, String.valueOf(why.getMessage())), request, response);
  }

  @ExceptionHandler
  void noCapacity(NoCapacity why, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    refused(
        new Refusal(ProblemType.NO_CAPACITY, String.valueOf(why.getMessage()))
            .with(HttpHeaders.RETRY_AFTER, retryAfter),
        request,
        response);
  }

  @ExceptionHandler
  void tokensUnreachable(
      TokensUnreachable why, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    noCapacity(new NoCapacity(String.valueOf(why.getMessage()), why), request, response);
  }

  @ExceptionHandler
  void interrupted(
      InterruptedException why, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Thread.currentThread().interrupt();
    refused(
        new Refusal(ProblemType.NO_CAPACITY, "the lab is shutting down")
            .with(HttpHeaders.RETRY_AFTER, retryAfter),
        request,
        response);
  }

  @ExceptionHandler
  void bodyTooLarge(BodyTooLarge why, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    refused(
        new Refusal(ProblemType.BODY_TOO_LARGE, String.valueOf(why.getMessage())),
        request,
        response);
  }

  /** The firewall looks at names and values when they are asked for, which may be here. */
  @ExceptionHandler
  void rejected(
      RequestRejectedException why, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    refused(
        new Refusal(ProblemType.BAD_REQUEST, String.valueOf(why.getMessage())), request, response);
  }

  @ExceptionHandler
  void fault(Exception fault, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (response.isCommitted()) {
      LOG.debug("after the answer had begun", fault);
      return;
    }
    LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), fault);
    refused(
        new Refusal(ProblemType.INTERNAL, "the lab failed; nothing was wrong with the call"),
        request,
        response);
  }

  /** What Spring itself refuses: unknown paths, methods, media types. */
  @Override
  protected @Nullable ResponseEntity<Object> handleExceptionInternal(
      Exception refused,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest webRequest) {
    ServletWebRequest call = (ServletWebRequest) webRequest;
    HttpServletResponse response = call.getResponse();
    if (response == null) {
      return null;
    }
    headers.forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
    try {
      refused(
          new Refusal(
              ProblemType.ofStatus(status.value()), detail(refused, call.getRequest(), status)),
          call.getRequest(),
          response);
    } catch (IOException gone) {
      LOG.debug("the client went away", gone);
    }
    return null;
  }

  private static String detail(
      Exception refused, HttpServletRequest request, HttpStatusCode status) {
    return switch (refused) {
      case NoResourceFoundException _ -> "there is nothing at " + request.getRequestURI();
      case HttpRequestMethodNotSupportedException method ->
          request.getRequestURI()
              + " does not take "
              + method.getMethod()
              + ", but "
              + method.getSupportedHttpMethods();
      case HttpMediaTypeNotSupportedException type ->
          (type.getContentType() == null
                  ? "the call has no Content-Type"
                  : "the body is " + type.getContentType())
              + ". Send Content-Type: application/json";
      case HttpMediaTypeNotAcceptableException type ->
          type.getSupportedMediaTypes().isEmpty()
              ? "the header Accept cannot be read"
              : "this can be had as " + type.getSupportedMediaTypes();
      default -> "refused with status " + status.value();
    };
  }
}

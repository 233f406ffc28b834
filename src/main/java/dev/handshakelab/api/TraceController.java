package dev.handshakelab.api;

import dev.handshakelab.access.Caller;
import dev.handshakelab.api.input.Query;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.history.Histories;
import dev.handshakelab.history.Session;
import dev.handshakelab.trace.Rendering;
import dev.handshakelab.trace.Trace;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** One trace, many renderings: by what the caller accepts, or by the ending of the path. */
@RestController
class TraceController {
  private final SessionsInSight inSight;
  private final Histories histories;
  private final List<Rendering> renderings;

  /**
   * @param renderings the first is for those who accept anything
   */
  TraceController(SessionsInSight inSight, Histories histories, List<Rendering> renderings) {
    this.inSight = inSight;
    this.histories = histories;
    this.renderings = List.copyOf(renderings);
  }

  @GetMapping("/api/v1/sessions/{id}/trace")
  ResponseEntity<byte[]> negotiated(@PathVariable String id, HttpServletRequest call, Caller caller)
      throws HttpMediaTypeNotAcceptableException {
    Query.of(call).check();
    Rendering rendering = accepted(call.getHeader(HttpHeaders.ACCEPT));
    return answer(inSight.named(id, caller), rendering);
  }

  @GetMapping("/api/v1/sessions/{id}/trace.{extension}")
  ResponseEntity<byte[]> byExtension(
      @PathVariable String id,
      @PathVariable String extension,
      HttpServletRequest call,
      Caller caller) {
    Query.of(call).check();
    Rendering rendering =
        renderings.stream()
            .filter(each -> each.extension().equals(extension))
            .findFirst()
            .orElseThrow(() ->
                Refusal.notFound(
                    "a trace can be had as "
                        + renderings.stream().map(each -> "." + each.extension()).toList()));
    return answer(inSight.named(id, caller), rendering);
  }

  private ResponseEntity<byte[]> answer(Session session, Rendering rendering) {
    Trace trace =
        histories
            .trace(session.id())
            .orElseThrow(() ->
                new Refusal(
                    ProblemType.CONFLICT,
                    "session " + session.id() + " has no trace: it is not over, or left none"));
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(rendering.mediaType()))
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .body(rendering.render(trace).toArray());
  }

  private Rendering accepted(String accept) throws HttpMediaTypeNotAcceptableException {
    for (MediaType range : ranges(accept)) {
      for (Rendering rendering : renderings) {
        if (range.getQualityValue() > 0
            && range.includes(MediaType.parseMediaType(rendering.mediaType()))) {
          return rendering;
        }
      }
    }
    throw new HttpMediaTypeNotAcceptableException(
        renderings.stream().map(each -> MediaType.parseMediaType(each.mediaType())).toList());
  }

  /** What is accepted, best first. */
  private static List<MediaType> ranges(String accept) throws HttpMediaTypeNotAcceptableException {
    if (accept == null || accept.isBlank()) {
      return List.of(MediaType.ALL);
    }
    try {
      List<MediaType> ranges = MediaType.parseMediaTypes(accept);
      MimeTypeUtils.sortBySpecificity(ranges);
      return ranges;
    } catch (InvalidMediaTypeException unreadable) {
      throw new HttpMediaTypeNotAcceptableException(String.valueOf(unreadable.getMessage()));
    }
  }
}

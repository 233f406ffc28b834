package dev.handshakelab.api;

import dev.handshakelab.access.Caller;
import dev.handshakelab.api.input.Paging;
import dev.handshakelab.api.input.Query;
import dev.handshakelab.api.representation.CopiedResource;
import dev.handshakelab.api.representation.PageResource;
import dev.handshakelab.course.Assignment;
import dev.handshakelab.course.Assignments;
import dev.handshakelab.course.Attempts;
import dev.handshakelab.course.Copying;
import dev.handshakelab.course.Gradebook;
import dev.handshakelab.course.Grades;
import dev.handshakelab.course.SoundRubrics;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What whoever gives grades wants to know of a whole class. */
@RestController
@RequestMapping("/api/v1/assignments/{assignment}")
class GradebookController {
  static final String CSV = "text/csv;charset=utf-8";
  static final String NDJSON = "application/x-ndjson";

  private final CourseLookups lookups;
  private final Assignments assignments;
  private final Attempts attempts;
  private final SoundRubrics rubrics;
  private final Grades grades;
  private final Copying copying;
  private final HttpLimits limits;

  GradebookController(
      CourseLookups lookups,
      Assignments assignments,
      Attempts attempts,
      SoundRubrics rubrics,
      Grades grades,
      Copying copying,
      HttpLimits limits) {
    this.lookups = lookups;
    this.assignments = assignments;
    this.attempts = attempts;
    this.rubrics = rubrics;
    this.grades = grades;
    this.copying = copying;
    this.limits = limits;
  }

  @GetMapping(
      path = "/gradebook",
      produces = {CSV, NDJSON})
  ResponseEntity<String> gradebook(
      @PathVariable String assignment, HttpServletRequest call, Caller caller)
      throws InterruptedException {
    Query query = Query.of(call);
    String format =
        query.oneOf(
            "format", List.of("csv", "ndjson"), accepted(call.getHeader(HttpHeaders.ACCEPT)));
    String profile = query.oneOf("profile", List.of("wide", "long"), "wide");
    if (format.equals("ndjson") && profile.equals("long")) {
      query.wrong("profile", "is of CSV; a line of NDJSON has every check in it");
    }
    query.check();
    Gradebook book = book(assignment, caller);
    return format.equals("ndjson")
        ? answer(GradebookText.ndjson(book), NDJSON, assignment + ".ndjson")
        : answer(
            profile.equals("long") ? GradebookText.longer(book) : GradebookText.wide(book),
            CSV,
            assignment + ".csv");
  }

  private static String accepted(@Nullable String accept) {
    return accept != null
            && MediaType.parseMediaTypes(accept).stream()
                .anyMatch(MediaType.parseMediaType(NDJSON)::equalsTypeAndSubtype)
        ? "ndjson"
        : "csv";
  }

  private Gradebook book(String assignment, Caller caller) throws InterruptedException {
    Assignment of = lookups.assignment(assignment, caller);
    return Gradebook.of(of, assignments, attempts, rubrics, grades);
  }

  private static ResponseEntity<String> answer(String text, String type, String file) {
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(type))
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"" + file + "\"")
        .body(text);
  }

  @GetMapping(path = "/copied", produces = MediaType.APPLICATION_JSON_VALUE)
  PageResource<CopiedResource> copied(
      @PathVariable String assignment, HttpServletRequest call, Caller caller)
      throws InterruptedException {
    Query query = Query.of(call);
    Paging paging = Pages.paging(query, limits);
    query.check();
    List<Copying.Copied> found =
        copying.find(lookups.assignment(assignment, caller)).stream()
            .sorted(Comparator.comparing(GradebookController::key))
            .toList();
    return PageResource.of(Pages.of(found, GradebookController::key, paging), CopiedResource::of);
  }

  private static String key(Copying.Copied copied) {
    return copied.attempt().subject() + "\n" + copied.attempt().id() + "\n" + copied.source();
  }
}

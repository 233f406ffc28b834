package dev.handshakelab.api;

import dev.handshakelab.access.Caller;
import dev.handshakelab.api.input.Query;
import dev.handshakelab.course.Grades;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Grades, in the format that somebody wants. */
@RestController
class GradesController {
  private final CourseLookups lookups;
  private final Grades grades;
  private final GradeFormats formats;

  GradesController(CourseLookups lookups, Grades grades, GradeFormats formats) {
    this.lookups = lookups;
    this.grades = grades;
    this.formats = formats;
  }

  @GetMapping("/api/v1/grades/{grade}")
  ResponseEntity<byte[]> one(@PathVariable String grade, HttpServletRequest call, Caller caller)
      throws InterruptedException, HttpMediaTypeNotAcceptableException {
    Query query = Query.of(call);
    GradeFormats.Chosen chosen = formats.ofKept(query, call.getHeader(HttpHeaders.ACCEPT));
    query.check();
    CourseLookups.Found found = lookups.grade(grade, caller);
    return chosen
        .released(grades.isReleased(found.assignment()))
        .answer(
            grades.shown(
                found.graded().attempt(), found.graded().grade(), found.assignment(), caller));
  }
}

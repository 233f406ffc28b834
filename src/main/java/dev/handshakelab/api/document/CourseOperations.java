package dev.handshakelab.api.document;

import static dev.handshakelab.api.document.Creation.key;
import static dev.handshakelab.api.document.Creation.location;
import static dev.handshakelab.api.document.Creation.replayed;
import static dev.handshakelab.api.document.Operations.get;
import static dev.handshakelab.api.document.Operations.ok;
import static dev.handshakelab.api.document.Parameters.named;
import static dev.handshakelab.api.document.Parameters.oneOf;
import static dev.handshakelab.api.document.Parameters.paging;
import static dev.handshakelab.api.document.Parameters.query;
import static dev.handshakelab.api.document.Parameters.string;

import dev.handshakelab.api.HttpLimits;
import dev.handshakelab.api.document.Operation.Answer;
import dev.handshakelab.api.document.Operation.Content;
import dev.handshakelab.api.document.Operation.Parameter;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.representation.AssignmentResource;
import dev.handshakelab.api.representation.AttemptResource;
import dev.handshakelab.api.representation.VariantResource;
import dev.handshakelab.grading.Result;
import java.util.List;
import org.springframework.http.HttpMethod;

/** The operations of a course, in words: from setting homework to handing in. */
final class CourseOperations {
  static final String COURSES = "Courses";

  private static final String JSON = "application/json";
  private static final String ASSIGNMENTS = "/api/v1/assignments";
  static final String ASSIGNMENT = ASSIGNMENTS + "/{assignment}";

  private final RecordSchemas schemas;
  private final HttpLimits limits;

  CourseOperations(RecordSchemas schemas, HttpLimits limits) {
    this.schemas = schemas;
    this.limits = limits;
  }

  List<Operation> all() {
    return List.of(
        create(),
        assignments(),
        assignment(),
        change(),
        delete(),
        give(),
        variant(),
        handIn(),
        attempts(),
        attempt());
  }

  private Operation create() {
    return new Operation(
            HttpMethod.POST,
            ASSIGNMENTS,
            "createAssignment",
            COURSES,
            "Set an assignment",
            "A version of a rubric, who gets which session, and how often they may hand in. Without"
                + " the latter: a session for each subject, any number of attempts, no cool-down,"
                + " the best one kept, results released at once. The lab draws a secret of 256 bits"
                + " for it, which the seeds of all variants come from and which is shown to nobody.")
        .with(key())
        .takes(CourseBodies.assignment(), "request-assignment.json")
        .answers(
            new Answer(
                201,
                "It is set.",
                List.of(new Content(JSON, schemas.of(AssignmentResource.class), "assignment.json")),
                List.of(location("assignment", ASSIGNMENTS + "/hs1"), replayed())))
        .refuses(
            ProblemType.HEADER,
            ProblemType.KEY_IN_FLIGHT,
            ProblemType.KEY_REUSED,
            ProblemType.CONFLICT,
            ProblemType.NOT_FEASIBLE);
  }

  private Operation assignments() {
    return get(
            ASSIGNMENTS,
            "listAssignments",
            COURSES,
            "Find assignments",
            "In order of id; only those that are the caller's.")
        .with(paging(limits))
        .answers(
            ok(
                "A page of assignments.",
                schemas.pageOf(AssignmentResource.class),
                "assignments.json"));
  }

  private Operation assignment() {
    return get(ASSIGNMENT, "getAssignment", COURSES, "One assignment", "Without its secret.")
        .with(which())
        .answers(ok("The assignment.", schemas.of(AssignmentResource.class), "assignment.json"))
        .refuses(ProblemType.NOT_FOUND);
  }

  private Operation change() {
    return new Operation(
            HttpMethod.PATCH,
            ASSIGNMENT,
            "changeAssignment",
            COURSES,
            "Change an assignment",
            "Title, policy and release; what is not given stays, `null` for `attempts.max` and"
                + " `releaseAt` means none. Rubric and variants stay: what was handed out is about"
                + " them. To another version of the rubric leads a regrade.")
        .with(which())
        .takes(CourseBodies.change(), "request-assignment-change.json")
        .answers(ok("As it is now.", schemas.of(AssignmentResource.class), "assignment.json"))
        .refuses(ProblemType.NOT_FOUND);
  }

  private Operation delete() {
    return new Operation(
            HttpMethod.DELETE,
            ASSIGNMENT,
            "deleteAssignment",
            COURSES,
            "Forget an assignment",
            "With the sessions that were handed out for it. Once there are attempts it is refused,"
                + " so that no grade is lost by a slip of the hand; with `withAttempts=true` they"
                + " and all of their grades go, too.")
        .with(which())
        .with(
            query(
                "withAttempts",
                "Whether attempts and grades may go with it.",
                Parameters.truth(),
                true))
        .answers(new Answer(204, "It is gone.", List.of(), List.of()))
        .withoutBody()
        .refuses(ProblemType.NOT_FOUND, ProblemType.CONFLICT);
  }

  private Operation give() {
    return ofVariant(
            HttpMethod.PUT,
            "giveVariant",
            "Hand a subject its session out",
            "Runs the rubric's session with a seed that is the subject's own (HMAC-SHA256 of the"
                + " subject, keyed with the assignment's secret), once: asked again, it answers the"
                + " same. Says what is asked, and nothing of what the answers are computed from."
                + " Where all share one session, each subject is given the same again.")
        .refuses(ProblemType.NOT_FEASIBLE);
  }

  private Operation variant() {
    return ofVariant(
        HttpMethod.GET, "getVariant", "What a subject was handed out", "404 when nothing was yet.");
  }

  private Operation ofVariant(HttpMethod method, String id, String summary, String description) {
    return new Operation(
            method, ASSIGNMENT + "/variants/{subject}", id, COURSES, summary, description)
        .with(which(), named("subject", "Whose.", "s_7q2"))
        .answers(ok("Session and questions.", schemas.of(VariantResource.class), "variant.json"))
        .refuses(ProblemType.NOT_FOUND);
  }

  private Operation handIn() {
    return new Operation(
            HttpMethod.POST,
            ASSIGNMENT + "/attempts",
            "handIn",
            COURSES,
            "Hand in",
            "Grades the answers by the subject's own session and keeps attempt and grade together,"
                + " in the order in which they came in by the lab's clock. Answers that cannot be"
                + " understood are refused and use no attempt up; nor does an attempt that the lab"
                + " could not grade (`ERROR`), which takes the place of nothing.")
        .with(which(), key())
        .takes(CourseBodies.handIn(), "request-attempt.json")
        .answers(
            new Answer(
                201,
                "The attempt with its grade.",
                List.of(new Content(JSON, schemas.of(AttemptResource.class), "attempt.json")),
                List.of(
                    location("attempt", "/api/v1/attempts/" + Examples.SESSION_ID), replayed())))
        .refuses(
            ProblemType.HEADER,
            ProblemType.NOT_FOUND,
            ProblemType.KEY_IN_FLIGHT,
            ProblemType.KEY_REUSED,
            ProblemType.NOT_FEASIBLE,
            ProblemType.ANSWERS,
            ProblemType.ATTEMPT_REFUSED);
  }

  private Operation attempts() {
    return get(
            ASSIGNMENT + "/attempts",
            "listAttempts",
            COURSES,
            "Find attempts",
            "In the order in which they came in; only those that are the caller's.")
        .with(which())
        .with(
            query("subject", "Only what this subject handed in.", string(), "s_7q2"),
            query("state", "Only attempts that stand so.", oneOf(Result.State.values()), "GRADED"))
        .with(paging(limits))
        .answers(ok("A page of attempts.", schemas.pageOf(AttemptResource.class), "attempts.json"))
        .refuses(ProblemType.NOT_FOUND);
  }

  private Operation attempt() {
    return get(
            "/api/v1/attempts/{attempt}",
            "getAttempt",
            COURSES,
            "One attempt",
            "With the grade that holds; for graders, with every grade that it was ever given.")
        .with(id("attempt"))
        .answers(ok("The attempt.", schemas.of(AttemptResource.class), "attempt.json"))
        .refuses(ProblemType.NOT_FOUND);
  }

  static Parameter which() {
    return named("assignment", "The assignment's id.", "hs1");
  }

  static Parameter id(String what) {
    return new Parameter(
        Operation.In.PATH,
        what,
        "The " + what + "'s id.",
        string().put("format", "uuid"),
        Examples.SESSION_ID);
  }
}

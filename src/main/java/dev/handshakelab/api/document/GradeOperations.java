package dev.handshakelab.api.document;

import static dev.handshakelab.api.document.CourseOperations.ASSIGNMENT;
import static dev.handshakelab.api.document.CourseOperations.COURSES;
import static dev.handshakelab.api.document.CourseOperations.id;
import static dev.handshakelab.api.document.CourseOperations.which;
import static dev.handshakelab.api.document.Creation.location;
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
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.representation.CopiedResource;
import dev.handshakelab.api.representation.GradeResource;
import dev.handshakelab.api.representation.GradeVerdictResource;
import dev.handshakelab.api.representation.RegradeResource;
import java.util.List;
import org.springframework.http.HttpMethod;

/** The operations of grades, in words: one by one, and those of everybody. */
final class GradeOperations {
  private static final String JSON = "application/json";

  private final RecordSchemas schemas;
  private final HttpLimits limits;

  GradeOperations(RecordSchemas schemas, HttpLimits limits) {
    this.schemas = schemas;
    this.limits = limits;
  }

  List<Operation> all() {
    return List.of(grade(), verdict(), mark(), regrade(), gradebook(), copied());
  }

  private Operation grade() {
    return get(
            "/api/v1/grades/{grade}",
            "getGrade",
            COURSES,
            "One grade, in any format",
            "The media types of `Accept`, or `format`, which wins, choose among `native`,"
                + " `gradescope`, `classroom50`, `github-classroom`, `prairielearn`, `submitty`,"
                + " `autolab`, `coderunner`, `junit`, `ctrf`, `tap`, `ags`, `float`, `md` and"
                + " `html`. Students get the checks that are open to them and their sum; pipelines"
                + " the true total, with the rest in one line.")
        .with(id("grade"))
        .with(
            query(
                "format",
                "In which format; a format may take parameters of its own.",
                string(),
                "gradescope"))
        .answers(ok("The grade.", schemas.of(GradeResource.class), "grade-kept.json"))
        .refuses(ProblemType.NOT_FOUND);
  }

  private Operation verdict() {
    return get(
            "/api/v1/grades/{grade}/verdict",
            "getVerdict",
            COURSES,
            "Whether a grade is good enough",
            "200 or 412, so that `curl -fsS` ends with 0 or 22. By the score that the caller sees;"
                + " points that a person has still to give are not in it. 409 when the lab could"
                + " not grade all of it.")
        .with(id("grade"))
        .with(
            query(
                "atLeast",
                "How many points there must be. Required.",
                string().put("pattern", "^[0-9]{1,6}(\\.[0-9]{1,4})?$"),
                "7.5"))
        .answers(ok("It is.", schemas.of(GradeVerdictResource.class), "verdict.json"))
        .refuses(ProblemType.NOT_FOUND, ProblemType.CONFLICT, ProblemType.BELOW);
  }

  private Operation mark() {
    return new Operation(
            HttpMethod.PATCH,
            "/api/v1/grades/{grade}/checks/{check}",
            "markCheck",
            COURSES,
            "Give a person's points",
            "For what a rubric leaves to a person (`manual`). Makes a grade that takes the place of"
                + " this one; both can still be read, and who did it and when is kept. 409 when"
                + " another has taken its place already, or when the lab grades the check.")
        .with(id("grade"))
        .with(named("check", "The check's id.", "q7"))
        .takes(CourseBodies.mark(), "request-mark.json")
        .answers(
            new Answer(
                201,
                "The grade that holds now.",
                List.of(new Content(JSON, schemas.of(GradeResource.class), "grade-marked.json")),
                List.of(location("grade", "/api/v1/grades/" + Examples.SESSION_ID))))
        .refuses(ProblemType.NOT_FOUND, ProblemType.CONFLICT);
  }

  private Operation regrade() {
    return new Operation(
            HttpMethod.POST,
            ASSIGNMENT + "/regrades",
            "regrade",
            COURSES,
            "Grade everything again",
            "By this or another version of the rubric, which must run the same session. Without"
                + " `\"dryRun\": false` nothing is changed, and the answer says what would be. Nobody"
                + " gets fewer points unless `allowLower` says so; what could not be graded takes"
                + " the place of nothing; a person's points are taken over. The version is the"
                + " assignment's from then on.")
        .with(which())
        .takes(CourseBodies.regrade(), "request-regrade.json")
        .answers(ok("What came of it.", schemas.of(RegradeResource.class), "regrade.json"))
        .refuses(ProblemType.NOT_FOUND, ProblemType.NOT_FEASIBLE);
  }

  private Operation gradebook() {
    return get(
            ASSIGNMENT + "/gradebook",
            "getGradebook",
            COURSES,
            "The gradebook",
            "The attempt of each subject that the policy keeps, as CSV (RFC 4180) or as NDJSON by"
                + " `Accept` or `format`. Points are exact decimals. A cell that a spreadsheet"
                + " would take for a formula begins with an apostrophe.")
        .with(which())
        .with(
            query("format", "Wins over `Accept`.", oneOf(List.of("csv", "ndjson")), "csv"),
            query(
                "profile",
                "Of CSV: a row for each subject (`wide`) or for each check (`long`).",
                oneOf(List.of("wide", "long")),
                "wide"))
        .answers(
            new Answer(
                200,
                "The gradebook.",
                List.of(
                    new Content("text/csv", string(), "gradebook.csv.txt"),
                    new Content("application/x-ndjson", string(), "gradebook.ndjson.txt")),
                List.of()))
        .refuses(ProblemType.NOT_FOUND);
  }

  private Operation copied() {
    return get(
            ASSIGNMENT + "/copied",
            "listCopied",
            COURSES,
            "Find copied answers",
            "Answers that are wrong for their author, but right for the session of one other subject"
                + " and of nobody else. A reason to ask, not a verdict: where there are few possible"
                + " answers it may be chance. By author.")
        .with(which())
        .with(paging(limits))
        .answers(ok("A page of them.", schemas.pageOf(CopiedResource.class), "copied.json"))
        .refuses(ProblemType.NOT_FOUND);
  }
}

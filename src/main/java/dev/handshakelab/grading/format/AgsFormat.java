package dev.handshakelab.grading.format;

import dev.handshakelab.grading.Grade;
import dev.handshakelab.wire.Octets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * A score of LTI 1.3's Assignment and Grade Services, ready to be posted to a line item. Raw points
 * of raw points, never a share: platforms scale themselves, and a rounded share loses hundredths.
 * {@code userId} is the platform's, and is a parameter; it defaults to the subject.
 */
final class AgsFormat implements Format {
  private static final String USER = "userId";

  @Override
  public String name() {
    return "ags";
  }

  @Override
  public String mediaType() {
    return "application/vnd.ims.lis.v1.score+json";
  }

  @Override
  public Set<String> parameters() {
    return Set.of(USER, Format.RELEASED);
  }

  @Override
  public Octets render(Grade grade, Map<String, String> parameters) {
    Sheet sheet = Sheet.of(grade, parameters);
    ObjectNode score = Documents.object();
    score.put(
        USER,
        parameters.getOrDefault(USER, Objects.requireNonNullElse(grade.subject(), "unknown")));
    if (!sheet.isError()) {
      score.put("scoreGiven", sheet.score()).put("scoreMaximum", sheet.max());
    }
    String points = sheet.pointsByCheck();
    score.put("comment", points.isEmpty() ? sheet.summary() : sheet.summary() + " " + points);
    score.put("timestamp", Times.millis(grade.gradedAt()));
    score.put("activityProgress", sheet.isError() ? "Submitted" : "Completed");
    score.put(
        "gradingProgress",
        switch (sheet.state()) {
          case GRADED -> "FullyGraded";
          case PENDING_MANUAL -> "PendingManual";
          case ERROR -> "Failed";
        });
    if (grade.submittedAt() != null) {
      score.putObject("submission").put("submittedAt", Times.millis(grade.submittedAt()));
    }
    return Documents.octets(score);
  }
}

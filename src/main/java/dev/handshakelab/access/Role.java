package dev.handshakelab.access;

/** What a caller is here for. */
public enum Role {
  /** Teaches: everything. */
  INSTRUCTOR,
  /** Reads and marks: sees what an instructor sees, changes nothing but grades. */
  GRADER,
  /** A machine that hands in and fetches grades for one assignment. */
  PIPELINE,
  /** Learns: runs sessions, hands in, sees what is their own. */
  STUDENT;

  /** Its name in tokens: {@code hsl_student_…}. */
  public String kind() {
    return switch (this) {
      case INSTRUCTOR -> "instructor";
      case GRADER -> "grader";
      case PIPELINE -> "pipeline";
      case STUDENT -> "student";
    };
  }
}

/**
 * What a course keeps (JPA in {@code course.jpa}): rubric versions, assignments, what each subject
 * was handed out, attempts with all their grades; and grading within bounds.
 */
@ApplicationModule(
    allowedDependencies = {
      "wire",
      "trace",
      "scenario",
      "grading",
      "history",
      "jpa",
      "session",
      "access"
    })
@NullMarked
package dev.handshakelab.course;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

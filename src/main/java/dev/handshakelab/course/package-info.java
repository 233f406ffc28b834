/** What a course keeps: rubric versions (JPA in {@code course.jpa}), and grading within bounds. */
@ApplicationModule(allowedDependencies = {"wire", "trace", "scenario", "grading"})
@NullMarked
package dev.handshakelab.course;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

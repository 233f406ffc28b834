package dev.handshakelab.course.jpa;

import dev.handshakelab.course.AllRubrics;
import dev.handshakelab.course.Assignments;
import dev.handshakelab.course.Attempts;
import dev.handshakelab.course.Rubrics;
import dev.handshakelab.grading.ReadyRubrics;
import dev.handshakelab.jpa.Database;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Plugs what a course keeps into the program. */
@Configuration(proxyBeanMethods = false)
class CourseStorage {

  @Bean
  Rubrics rubrics(Database database, ReadyRubrics ready) {
    return new AllRubrics(new JpaRubrics(database), ready);
  }

  @Bean
  Assignments assignments(Database database) {
    return new JpaAssignments(database);
  }

  @Bean
  Attempts attempts(Database database) {
    return new JpaAttempts(database);
  }
}

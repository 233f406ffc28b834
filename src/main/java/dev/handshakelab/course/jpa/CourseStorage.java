package dev.handshakelab.course.jpa;

import dev.handshakelab.course.AllRubrics;
import dev.handshakelab.course.Assignments;
import dev.handshakelab.course.Attempts;
import dev.handshakelab.course.Rubrics;
import dev.handshakelab.grading.ReadyRubrics;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.SessionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Plugs what a course keeps into the program. */
@Configuration(proxyBeanMethods = false)
class CourseStorage {

  @Bean
  Rubrics rubrics(EntityManagerFactory database, ReadyRubrics ready) {
    return new AllRubrics(new JpaRubrics(database.unwrap(SessionFactory.class)), ready);
  }

  @Bean
  Assignments assignments(EntityManagerFactory database) {
    return new JpaAssignments(new Database(database.unwrap(SessionFactory.class)));
  }

  @Bean
  Attempts attempts(EntityManagerFactory database) {
    return new JpaAttempts(new Database(database.unwrap(SessionFactory.class)));
  }
}

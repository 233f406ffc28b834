package dev.handshakelab.jpa;

import jakarta.persistence.EntityManagerFactory;
import org.hibernate.SessionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Plugs the database into the program. */
@Configuration(proxyBeanMethods = false)
class DatabaseAccess {

  @Bean
  Database database(EntityManagerFactory factory) {
    return new Database(factory.unwrap(SessionFactory.class));
  }
}

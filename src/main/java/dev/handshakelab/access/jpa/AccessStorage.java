package dev.handshakelab.access.jpa;

import dev.handshakelab.access.Tokens;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.SessionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Plugs the kept tokens into the program. */
@Configuration(proxyBeanMethods = false)
class AccessStorage {

  @Bean
  Tokens tokens(EntityManagerFactory database) {
    return new JpaTokens(database.unwrap(SessionFactory.class));
  }
}

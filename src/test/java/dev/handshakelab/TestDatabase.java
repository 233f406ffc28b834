package dev.handshakelab;

import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Gives each application context a fresh, empty database, on H2 in memory or, with the system
 * property {@code lab.db=postgres}, on a PostgreSQL server that all tests of this JVM share. Import
 * it where {@link LabTest} is too much.
 */
@TestConfiguration(proxyBeanMethods = false)
public class TestDatabase {

  private static final AtomicInteger COUNT = new AtomicInteger();

  @Bean
  JdbcConnectionDetails freshDatabase() {
    return fresh();
  }

  /** A fresh database of the kind that {@code lab.db} names, for whoever needs one by hand. */
  public static JdbcConnectionDetails fresh() {
    var name = "lab_" + COUNT.incrementAndGet();
    var kind = System.getProperty("lab.db", "h2");
    return switch (kind) {
      case "h2" -> new Details("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", "sa", "");
      case "postgres" -> TestPostgres.server().create(name);
      default -> throw new IllegalArgumentException("lab.db is h2 or postgres, not " + kind);
    };
  }

  /** Where a database is and who may use it. */
  record Details(String url, String username, String password) implements JdbcConnectionDetails {

    @Override
    public String getJdbcUrl() {
      return url;
    }

    @Override
    public String getUsername() {
      return username;
    }

    @Override
    public String getPassword() {
      return password;
    }
  }
}

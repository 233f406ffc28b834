package dev.handshakelab.access.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.handshakelab.TestDatabase;
import dev.handshakelab.access.Tokens;
import dev.handshakelab.access.TokensContract;
import dev.handshakelab.access.TokensUnreachable;
import java.time.Instant;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is asked of tokens, asked of a database. */
@Tag("database")
class JpaTokensTest extends TokensContract {
  private static final HikariDataSource POOL = new HikariDataSource();
  private static SessionFactory database;

  @BeforeAll
  static void open() {
    var where = TestDatabase.fresh();
    POOL.setJdbcUrl(where.getJdbcUrl());
    POOL.setUsername(where.getUsername());
    POOL.setPassword(where.getPassword());
    POOL.setConnectionTimeout(250);
    Flyway.configure().dataSource(POOL).load().migrate();
    database =
        new HibernatePersistenceConfiguration("tokens")
            .managedClasses(TokenRow.class)
            .property("jakarta.persistence.nonJtaDataSource", POOL)
            .property(
                "hibernate.physical_naming_strategy", new PhysicalNamingStrategySnakeCaseImpl())
            .property("hibernate.hbm2ddl.auto", "validate")
            .createEntityManagerFactory();
  }

  @AfterAll
  static void close() {
    database.close();
    POOL.close();
  }

  @Override
  protected Tokens empty() {
    database.inStatelessTransaction(
        at -> at.createMutationQuery("delete from TokenRow").executeUpdate());
    return new JpaTokens(database);
  }

  @Test
  void whenNoConnectionIsFreeNobodyKnowsWhoCalls() throws Exception {
    Tokens tokens = empty();
    POOL.setMaximumPoolSize(1);
    POOL.getHikariPoolMXBean().softEvictConnections();
    try (var only = POOL.getConnection()) {
      assertThat(only.isClosed()).isFalse();
      assertThatThrownBy(() -> tokens.withHash("aa")).isInstanceOf(TokensUnreachable.class);
      assertThatThrownBy(() -> tokens.hasInstructor(Instant.EPOCH))
          .isInstanceOf(TokensUnreachable.class);
    } finally {
      POOL.setMaximumPoolSize(10);
    }
  }
}

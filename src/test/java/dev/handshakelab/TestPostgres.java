package dev.handshakelab;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The PostgreSQL server of this JVM's tests: a container where a Docker engine answers, else the
 * same major version from binaries that come as a test dependency. It is looked for when first
 * asked for, so tests on H2 never wait for it, and ends with the JVM.
 *
 * <p>The binaries run with fsync off: fit for correctness, not for measuring.
 */
final class TestPostgres {

  private final String address;
  private final String username;
  private final String password;

  private TestPostgres(String address, String username, String password) {
    this.address = address;
    this.username = username;
    this.password = password;
  }

  static TestPostgres server() {
    return Holder.SERVER;
  }

  private static final class Holder {
    static final TestPostgres SERVER = dockerAnswers() ? inContainer() : fromBinaries();
  }

  JdbcConnectionDetails create(String database) {
    try (var connection = DriverManager.getConnection(address + "postgres", username, password);
        var statement = connection.createStatement()) {
      statement.execute("create database " + database);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create the database " + database, e);
    }
    return new TestDatabase.Details(address + database, username, password);
  }

  @SuppressWarnings("resource") // Testcontainers ends it with the JVM
  private static TestPostgres inContainer() {
    var container = new PostgreSQLContainer("postgres:18-alpine");
    container.start();
    return new TestPostgres(
        "jdbc:postgresql://%s:%d/".formatted(container.getHost(), container.getFirstMappedPort()),
        container.getUsername(),
        container.getPassword());
  }

  private static TestPostgres fromBinaries() {
    // A folder of each user's own: the default one belongs to whoever ran tests here first.
    var folder =
        new File(
            System.getProperty("java.io.tmpdir"),
            "handshake-lab-postgres-" + System.getProperty("user.name"));
    try {
      var server =
          EmbeddedPostgres.builder()
              .setOverrideWorkingDirectory(folder)
              .setRegisterShutdownHook(false)
              .start();
      // After the contexts: closing, they say goodbye to it, and would wait long for an answer.
      SpringApplication.getShutdownHandlers().add(() -> end(server));
      return new TestPostgres(
          "jdbc:postgresql://127.0.0.1:%d/".formatted(server.getPort()), "postgres", "postgres");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start PostgreSQL from " + folder, e);
    }
  }

  private static void end(EmbeddedPostgres server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot stop PostgreSQL", e);
    }
  }

  /** Asks without the page of errors that Testcontainers logs where there is no engine. */
  private static boolean dockerAnswers() {
    var noise = (Logger) LoggerFactory.getLogger("org.testcontainers");
    var before = noise.getLevel();
    noise.setLevel(Level.OFF);
    try {
      return DockerClientFactory.instance().isDockerAvailable();
    } finally {
      noise.setLevel(before);
    }
  }
}

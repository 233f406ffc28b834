package dev.handshakelab;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;

@LabTest
@Tag("database")
class StartTest {

  @Test
  void theLabIsUp(@Autowired RestTestClient client) {
    client
        .get()
        .uri("/actuator/health")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.status")
        .isEqualTo("UP");
  }

  @Test
  void theDatabaseIsTheOneThatWasAskedFor(@Autowired DataSource database) throws SQLException {
    var expected = System.getProperty("lab.db", "h2").equals("h2") ? "H2" : "PostgreSQL";
    try (var connection = database.getConnection()) {
      assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo(expected);
    }
  }

  @Test
  void theJdkIsTheOneTheBuildAskedFor() {
    assertThat(Runtime.version().feature()).isGreaterThanOrEqualTo(25);
  }
}

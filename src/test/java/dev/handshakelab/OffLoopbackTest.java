package dev.handshakelab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** A lab that others can reach asks for tokens, and lets its first instructor in. */
class OffLoopbackTest {
  private static final Pattern TOKEN = Pattern.compile("hsl_instructor_[A-Za-z0-9_-]{43}");
  private static final String EVERYWHERE = "--server.address=0.0.0.0";

  @TempDir Path folder;

  @Test
  void theFirstStartPrintsOneInstructorsTokenAndNoLaterOneDoes() throws Exception {
    JdbcConnectionDetails database =
        new TestDatabase.Details(
            "jdbc:h2:file:" + folder.resolve("lab") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE",
            "sa",
            "");
    String first;
    try (var lab = LabProcess.start(database, EVERYWHERE)) {
      assertThat(printed(lab)).hasSize(1);
      first = printed(lab).getFirst();
      assertThat(lab.post("/sessions", "{}").statusCode()).isEqualTo(401);
      assertThat(lab.post("/sessions", "{}", "Authorization", "Bearer " + first).statusCode())
          .isEqualTo(201);
      assertThat(lab.log()).noneMatch(line -> line.contains("generated security password"));
      lab.terminate();
    }
    try (var again = LabProcess.start(database, EVERYWHERE)) {
      assertThat(printed(again)).isEmpty();
      assertThat(again.post("/sessions", "{}", "Authorization", "Bearer " + first).statusCode())
          .isEqualTo(201);
      again.terminate();
    }
    // Lost: on request there is another.
    try (var wanted = LabProcess.start(database, EVERYWHERE, "--lab.access.print-token=true")) {
      assertThat(printed(wanted)).hasSize(1).doesNotContain(first);
      String second = printed(wanted).getFirst();
      assertThat(wanted.post("/sessions", "{}", "Authorization", "Bearer " + second).statusCode())
          .isEqualTo(201);
    }
  }

  private static List<String> printed(LabProcess lab) throws IOException {
    return lab.log().stream()
        .flatMap(line -> TOKEN.matcher(line).results())
        .map(found -> found.group())
        .toList();
  }
}

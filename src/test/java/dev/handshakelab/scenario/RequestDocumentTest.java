package dev.handshakelab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** To write the document anew: {@code ./mvnw test -Dtest=RequestDocumentTest -Ddocs.write=true}. */
class RequestDocumentTest {

  @Test
  void theDocumentIsWhatTheTableSays() throws IOException {
    Path document = Path.of("docs", "request.md");
    String written = RequestDocument.write(Limits.USUAL);
    if (Boolean.getBoolean("docs.write")) {
      Files.createDirectories(document.getParent());
      Files.writeString(document, written);
    }
    assertThat(document).content().isEqualTo(written);
  }
}

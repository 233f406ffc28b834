package dev.handshakelab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * To write the document anew: {@code ./mvnw test -Dtest=CatalogueDocumentTest -Ddocs.write=true}.
 */
class CatalogueDocumentTest {

  @Test
  void theDocumentIsWhatTheCatalogueSays() throws IOException {
    Path document = Path.of("docs", "scenarios.md");
    String written = CatalogueDocument.write(Scenarios.all());
    if (Boolean.getBoolean("docs.write")) {
      Files.createDirectories(document.getParent());
      Files.writeString(document, written);
    }
    assertThat(document).content().isEqualTo(written);
  }
}

package dev.handshakelab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** To write it anew: {@code ./mvnw test -Dtest=ConfigurationDocumentTest -Ddocs.write=true}. */
class ConfigurationDocumentTest {

  @Test
  void theDocumentIsWhatTheConfigurationIsReadInto() throws IOException {
    Path document = Path.of("docs", "configuration.md");
    String written = ConfigurationDocument.write();
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(document, written);
    }
    assertThat(document).content().isEqualTo(written);
  }
}

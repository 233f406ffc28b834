package dev.handshakelab.api.document;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/** Serves the document, as JSON and as YAML. */
@RestController
class DocumentController {
  private final byte[] json;
  private final byte[] yaml;

  DocumentController(ApiDocument document, JsonMapper mapper) {
    json = mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(document.tree());
    yaml = yaml(document, mapper).getBytes(StandardCharsets.UTF_8);
  }

  @GetMapping("/v3/api-docs")
  ResponseEntity<byte[]> json() {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(json);
  }

  @GetMapping({"/v3/api-docs.yaml", "/v3/api-docs.yml"})
  ResponseEntity<byte[]> yaml() {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_YAML).body(yaml);
  }

  static String yaml(ApiDocument document, JsonMapper mapper) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setDereferenceAliases(true);
    options.setAllowUnicode(true);
    options.setWidth(120);
    options.setSplitLines(true);
    return new Yaml(options).dump(mapper.readValue(document.tree().toString(), Map.class));
  }
}

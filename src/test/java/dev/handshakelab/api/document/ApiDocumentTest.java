package dev.handshakelab.api.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.LabTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/** To write the document anew: {@code ./mvnw test -Dtest=ApiDocumentTest -Ddocs.write=true}. */
@LabTest
class ApiDocumentTest {
  private static final Path KEPT = Path.of("docs", "openapi.yaml");

  @Autowired RestTestClient http;
  @Autowired ApiDocument document;
  @Autowired JsonMapper mapper;
  @Autowired RequestMappingHandlerMapping requestMappingHandlerMapping;

  /** A change of the contract is seen in review. */
  @Test
  void isTheOneThatIsKept() throws IOException {
    String yaml = served("/v3/api-docs.yaml");
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(KEPT, yaml);
    }
    assertThat(KEPT).content().isEqualTo(yaml);
  }

  @Test
  void isTheSameAsJson() {
    assertThat(mapper.readTree(served("/v3/api-docs")))
        .isEqualTo(mapper.readTree(document.tree().toString()));
  }

  @Test
  void tellsEveryOperationThatIsMappedAndNoOther() {
    Set<String> mapped = new TreeSet<>();
    requestMappingHandlerMapping
        .getHandlerMethods()
        .forEach((mapping, handler) -> {
          if (handler.getBeanType().getPackageName().equals("dev.handshakelab.api")
              && !mapping.getMethodsCondition().isEmpty()) {
            mapping
                .getPatternValues()
                .forEach(path ->
                    mapping
                        .getMethodsCondition()
                        .getMethods()
                        .forEach(method -> mapped.add(method + " " + path)));
          }
        });
    Set<String> told = new TreeSet<>();
    document
        .tree()
        .get("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .propertyNames()
                .forEach(
                    method -> told.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    assertThat(told).isEqualTo(mapped);
  }

  @Test
  void everyRequestAndAnswerHasAnExample() {
    Set<String> without =
        document.tree().get("paths").properties().stream()
            .flatMap(path -> path.getValue().properties().stream())
            .flatMap(operation ->
                operation.getValue().findValues("content").stream()
                    .flatMap(content -> content.properties().stream())
                    .filter(media ->
                        !media.getValue().has("example") && !media.getValue().has("examples"))
                    .map(media -> operation.getValue().get("operationId") + media.getKey()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(without).isEmpty();
  }

  @Test
  void swaggerUiShowsIt() {
    assertThat(served("/swagger-ui/swagger-initializer.js")).contains("/v3/api-docs");
    assertThat(served("/swagger-ui/index.html")).contains("swagger-ui-bundle.js");
    http.get().uri("/swagger-ui.html").exchange().expectStatus().is3xxRedirection();
  }

  private String served(String path) {
    var answer = http.get().uri(path).exchange().returnResult(String.class);
    assertThat(answer.getStatus().value()).isEqualTo(200);
    return new String(answer.getResponseBodyContent(), StandardCharsets.UTF_8);
  }
}

package dev.handshakelab.api.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Swagger UI as its authors pack it, at {@code /swagger-ui.html}, showing this service's document.
 */
@Configuration(proxyBeanMethods = false)
class SwaggerUi implements WebMvcConfigurer {

  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    registry.addRedirectViewController("/swagger-ui.html", "/swagger-ui/index.html");
    registry.addRedirectViewController("/", "/swagger-ui/index.html");
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler("/swagger-ui/**")
        .addResourceLocations(
            "classpath:/META-INF/resources/webjars/swagger-ui/" + version() + "/");
  }

  /** The files lie in a folder that is named by their version. */
  private static String version() {
    try (InputStream file =
        SwaggerUi.class.getResourceAsStream(
            "/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
      Properties properties = new Properties();
      properties.load(Objects.requireNonNull(file, "Swagger UI is not packed with the lab"));
      return properties.getProperty("version");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Tells the page where the document is; its authors' own names an example of theirs. */
  @RestController
  static class Initializer {
    private static final String SCRIPT =
        """
        window.onload = function () {
          window.ui = SwaggerUIBundle({
            url: "/v3/api-docs",
            dom_id: "#swagger-ui",
            deepLinking: true,
            validatorUrl: null,
            presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
            layout: "BaseLayout"
          });
        };
        """;

    @GetMapping("/swagger-ui/swagger-initializer.js")
    ResponseEntity<byte[]> script() {
      return ResponseEntity.ok()
          .contentType(MediaType.valueOf("text/javascript;charset=utf-8"))
          .body(SCRIPT.getBytes(StandardCharsets.UTF_8));
    }
  }
}

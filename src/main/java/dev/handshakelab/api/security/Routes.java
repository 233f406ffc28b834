package dev.handshakelab.api.security;

import java.util.List;
import org.springframework.http.HttpMethod;

/** Where every operation is found. */
public record Routes(List<Route> all) {
  public Routes {
    all = List.copyOf(all);
  }

  /**
   * @param path with {@code {variables}}
   * @param operation its id in the OpenAPI document
   */
  public record Route(HttpMethod method, String path, String operation) {}
}

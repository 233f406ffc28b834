package dev.handshakelab.api.security;

import dev.handshakelab.access.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Lets a call through to its operation when the {@link Permissions} say so. What is no operation is
 * let through to whoever is known, to be told that it is not there; but the actuator's figures are
 * an instructor's, and the contract, its pages and whether the lab is healthy are anybody's.
 */
final class Gate implements AuthorizationManager<RequestAuthorizationContext> {
  private static final Set<Role> ANY = EnumSet.allOf(Role.class);

  private static final List<RequestMatcher> OPEN =
      List.of(
          matching("/"),
          matching("/swagger-ui.html"),
          matching("/swagger-ui/**"),
          matching("/v3/api-docs"),
          matching("/v3/api-docs.yaml"),
          matching("/v3/api-docs.yml"),
          matching("/actuator/health/**"));

  private static final RequestMatcher ACTUATOR = matching("/actuator/**");

  private final List<Entrance> entrances;

  private record Entrance(HttpMethod method, RequestMatcher path, Set<Role> roles) {
    /** A HEAD is a GET without its body. */
    boolean leads(HttpServletRequest call) {
      String asked = call.getMethod().equals("HEAD") ? "GET" : call.getMethod();
      return method.matches(asked) && path.matches(call);
    }
  }

  Gate(Routes routes) {
    entrances =
        routes.all().stream()
            .map(route ->
                new Entrance(
                    route.method(), matching(route.path()), Permissions.of(route.operation())))
            .toList();
  }

  private static RequestMatcher matching(String path) {
    return PathPatternRequestMatcher.withDefaults().matcher(path);
  }

  /** Who may make a call; nobody in particular means anybody. */
  Set<Role> whoMay(HttpServletRequest call) {
    Optional<Entrance> entrance = entrances.stream().filter(it -> it.leads(call)).findFirst();
    if (entrance.isPresent()) {
      return entrance.get().roles();
    }
    if (OPEN.stream().anyMatch(open -> open.matches(call))) {
      return Set.of();
    }
    return ACTUATOR.matches(call) ? EnumSet.of(Role.INSTRUCTOR) : ANY;
  }

  @Override
  public AuthorizationDecision authorize(
      Supplier<? extends @Nullable Authentication> who, RequestAuthorizationContext context) {
    Set<Role> roles = whoMay(context.getRequest());
    if (roles.isEmpty()) {
      return new AuthorizationDecision(true);
    }
    return new AuthorizationDecision(
        who.get() instanceof KnownCaller known && roles.contains(known.caller().role()));
  }
}

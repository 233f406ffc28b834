package dev.handshakelab.api.security;

import dev.handshakelab.access.Role;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.Refusal;
import java.util.Set;
import org.springframework.http.HttpHeaders;

/** What is answered to whom the lab does not let in: RFC 6750 §3 says with which header. */
final class Refusals {
  private static final String REALM = "Bearer realm=\"handshake-lab\"";

  private Refusals() {}

  static Refusal noToken() {
    return new Refusal(
            ProblemType.UNAUTHENTICATED,
            "this lab asks for a token: send it as `Authorization: Bearer hsl_…`")
        .with(HttpHeaders.WWW_AUTHENTICATE, REALM);
  }

  static Refusal badToken(String why) {
    return new Refusal(ProblemType.UNAUTHENTICATED, why)
        .with(HttpHeaders.WWW_AUTHENTICATE, REALM + ", error=\"invalid_token\"");
  }

  static Refusal notAllowed(Role role, Set<Role> allowed) {
    return new Refusal(
        ProblemType.NOT_ALLOWED, "a " + role + " may not call this; it is for " + allowed);
  }
}

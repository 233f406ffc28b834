package dev.handshakelab.api.security;

import dev.handshakelab.access.Caller;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who makes the call that this thread answers. */
public final class Callers {
  private Callers() {}

  /** Empty where nobody has to say who they are and nobody did. */
  public static Optional<Caller> current() {
    return SecurityContextHolder.getContext().getAuthentication() instanceof KnownCaller known
        ? Optional.of(known.caller())
        : Optional.empty();
  }
}

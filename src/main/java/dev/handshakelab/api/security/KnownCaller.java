package dev.handshakelab.api.security;

import dev.handshakelab.access.Caller;
import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/** A caller as the framework holds one for the time of a call. The token's text is not in it. */
final class KnownCaller extends AbstractAuthenticationToken {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Caller caller;

  KnownCaller(Caller caller) {
    super(AuthorityUtils.createAuthorityList("ROLE_" + caller.role()));
    this.caller = caller;
    setAuthenticated(true);
  }

  Caller caller() {
    return caller;
  }

  @Override
  public Caller getPrincipal() {
    return caller;
  }

  @Override
  public @Nullable Object getCredentials() {
    return null;
  }

  @Override
  public String getName() {
    return caller.name();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KnownCaller known && known.caller.equals(caller);
  }

  @Override
  public int hashCode() {
    return Objects.hash(caller);
  }
}

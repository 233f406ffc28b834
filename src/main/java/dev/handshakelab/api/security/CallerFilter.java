package dev.handshakelab.api.security;

import dev.handshakelab.access.Caller;
import dev.handshakelab.access.Door;
import dev.handshakelab.access.Rates;
import dev.handshakelab.access.TokensUnreachable;
import dev.handshakelab.api.HttpLimits;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.ProblemWriter;
import dev.handshakelab.api.problem.Refusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out who calls, from {@code Authorization: Bearer <token>} (RFC 6750 §2.1), and counts the
 * call. A token that is good for nothing is refused wherever it is shown, so that nobody believes
 * it good.
 */
final class CallerFilter extends OncePerRequestFilter {
  private static final Pattern BEARER = Pattern.compile("(?i)bearer +([^ ]+) *");

  private final Door door;
  private final Rates rates;
  private final HttpLimits limits;

  CallerFilter(Door door, Rates rates, HttpLimits limits) {
    this.door = door;
    this.rates = rates;
    this.limits = limits;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest call, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      if (entered(call)) {
        chain.doFilter(call, response);
      }
    } catch (Refusal why) {
      ProblemWriter.write(why, call, response);
    }
  }

  /** Refuses, or sets who it is; somebody who shows nothing may be nobody. */
  private boolean entered(HttpServletRequest call) {
    List<String> shown = Collections.list(call.getHeaders(HttpHeaders.AUTHORIZATION));
    Door.Answer answer;
    try {
      answer = shown.isEmpty() ? door.ask(null) : door.ask(token(shown));
    } catch (TokensUnreachable away) {
      throw new Refusal(ProblemType.NO_CAPACITY, String.valueOf(away.getMessage()))
          .with(HttpHeaders.RETRY_AFTER, seconds(limits.retryAfter()));
    }
    switch (answer) {
      case Door.Answer.Known(Caller caller) -> {
        count(caller);
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new KnownCaller(caller));
        SecurityContextHolder.setContext(context);
      }
      case Door.Answer.Nobody() -> {
        // the gate says whether that is enough
      }
      case Door.Answer.Refused(String why) -> throw Refusals.badToken(why);
    }
    return true;
  }

  private static String token(List<String> shown) {
    Matcher bearer = BEARER.matcher(shown.getFirst());
    if (shown.size() > 1 || !bearer.matches()) {
      throw Refusals.badToken("the header Authorization must be `Bearer` and one token");
    }
    return bearer.group(1);
  }

  private void count(Caller caller) {
    Duration wait = rates.take(caller);
    if (!wait.isZero()) {
      String seconds = seconds(wait);
      throw new Refusal(
              ProblemType.TOO_MANY_CALLS,
              "too many calls within a minute; the next is answered in " + seconds + " s")
          .with(HttpHeaders.RETRY_AFTER, seconds);
    }
  }

  /** Rounded up. */
  private static String seconds(Duration wait) {
    return Long.toString(Math.max(1, wait.plusNanos(999_999_999).toSeconds()));
  }
}

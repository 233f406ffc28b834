package dev.handshakelab.api.input;

import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.ProblemWriter;
import dev.handshakelab.api.problem.Refusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses percent signs that encode nothing where the container lets them through: behind a
 * semicolon, which it cuts off before it decodes the path.
 */
public final class WellFormedPaths extends OncePerRequestFilter {
  private static final Pattern BROKEN = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (BROKEN.matcher(request.getRequestURI()).find()) {
      ProblemWriter.write(
          new Refusal(ProblemType.BAD_REQUEST, "a percent sign must be followed by two hex digits"),
          request,
          response);
    } else {
      chain.doFilter(request, response);
    }
  }
}

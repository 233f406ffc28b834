package dev.handshakelab.api.input;

import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.ProblemWriter;
import dev.handshakelab.api.problem.Refusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses calls that name a foreign host. A service that asks nobody for a password and listens on
 * the loopback only is safe from the network, but not from the browser on the same machine: a web
 * page whose name is rebound to 127.0.0.1 could drive it. Such a call still names the page's host.
 */
public final class KnownHosts extends OncePerRequestFilter {
  private final List<String> names;

  /**
   * @param names answered for besides {@code localhost} and the loopback addresses
   */
  public KnownHosts(List<String> names) {
    this.names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String host = request.getServerName();
    if (isKnown(host)) {
      chain.doFilter(request, response);
    } else {
      ProblemWriter.write(
          new Refusal(ProblemType.MISDIRECTED, "this service does not answer for host " + host),
          request,
          response);
    }
  }

  private boolean isKnown(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost") || names.contains(name) || isLoopbackLiteral(name);
  }

  private static boolean isLoopbackLiteral(String name) {
    try {
      return InetAddress.ofLiteral(name).isLoopbackAddress();
    } catch (IllegalArgumentException notALiteral) {
      return false;
    }
  }
}

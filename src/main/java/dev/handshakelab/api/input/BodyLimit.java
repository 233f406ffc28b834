package dev.handshakelab.api.input;

import dev.handshakelab.api.problem.BodyTooLarge;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.ProblemWriter;
import dev.handshakelab.api.problem.Refusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Counts the octets of a body and refuses what is too large: at once when its length is announced,
 * else as soon as too much has come. What was sent already is read and thrown away by the container
 * ({@code server.tomcat.max-swallow-size}), so that a client that does not stop sending still gets
 * to read the answer.
 */
public final class BodyLimit extends OncePerRequestFilter {
  private final long limit;

  public BodyLimit(long limit) {
    this.limit = limit;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getContentLengthLong() > limit) {
      BodyTooLarge why = new BodyTooLarge(limit);
      ProblemWriter.write(
          new Refusal(ProblemType.BODY_TOO_LARGE, String.valueOf(why.getMessage())),
          request,
          response);
      return;
    }
    chain.doFilter(new Counted(request, limit), response);
  }

  private static final class Counted extends HttpServletRequestWrapper {
    private final long limit;

    Counted(HttpServletRequest request, long limit) {
      super(request);
      this.limit = limit;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new Counting(super.getInputStream(), limit);
    }

    @Override
    public BufferedReader getReader() throws IOException {
      return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }
  }

  private static final class Counting extends ServletInputStream {
    private final ServletInputStream in;
    private long left;
    private final long limit;

    Counting(ServletInputStream in, long limit) {
      this.in = in;
      this.left = limit;
      this.limit = limit;
    }

    @Override
    public int read() throws IOException {
      int octet = in.read();
      if (octet >= 0) {
        count(1);
      }
      return octet;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = in.read(target, offset, length);
      if (count > 0) {
        count(count);
      }
      return count;
    }

    private void count(int octets) throws BodyTooLarge {
      left -= octets;
      if (left < 0) {
        throw new BodyTooLarge(limit);
      }
    }

    @Override
    public boolean isFinished() {
      return in.isFinished();
    }

    @Override
    public boolean isReady() {
      return in.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      in.setReadListener(listener);
    }
  }
}

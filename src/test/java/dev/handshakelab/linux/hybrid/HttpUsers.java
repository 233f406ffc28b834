package dev.handshakelab.linux.hybrid;

import dev.handshakelab.tcp.Op;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.wire.Octets;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** As much of HTTP/1.1 as it takes to hand out one page or to fetch one. */
final class HttpUsers {
  private HttpUsers() {}

  private static Op.Send send(String text) {
    return new Op.Send(Octets.of(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** Collects what arrives. */
  abstract static class Listener implements User {
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    @Override
    public Octets withSyn() {
      return Octets.EMPTY;
    }

    @Override
    public List<Op> received(Octets text) {
      heard.writeBytes(text.toArray());
      return answer();
    }

    String heard() {
      return heard.toString(StandardCharsets.ISO_8859_1);
    }

    abstract List<Op> answer();
  }

  /** Answers a request with a page and closes. */
  static final class Server extends Listener {
    private final String page;

    Server(String page) {
      this.page = page;
    }

    @Override
    public List<Op> entered(StateName state) {
      return List.of();
    }

    @Override
    List<Op> answer() {
      if (!heard().endsWith("\r\n\r\n")) {
        return List.of();
      }
      String head =
          "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
              .formatted(page.length());
      return List.of(send(head + page), new Op.Close());
    }
  }

  /** Asks for a page and closes when the server has. */
  static final class Client extends Listener {
    private final String path;
    private boolean over;

    Client(String path) {
      this.path = path;
    }

    @Override
    public List<Op> entered(StateName state) {
      return switch (state) {
        case ESTABLISHED ->
            List.of(
                send("GET %s HTTP/1.1\r\nHost: lab\r\nConnection: close\r\n\r\n".formatted(path)));
        case CLOSE_WAIT -> List.of(new Op.Close());
        case CLOSED -> {
          over = true;
          yield List.of();
        }
        case LISTEN, SYN_SENT, SYN_RECEIVED, FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK, TIME_WAIT ->
            List.of();
      };
    }

    @Override
    List<Op> answer() {
      return List.of();
    }

    /** The connection is no more. */
    boolean isOver() {
      return over;
    }
  }
}

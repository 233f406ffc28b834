package dev.handshakelab.api;

import dev.handshakelab.wire.Octets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Speaks HTTP octet by octet, so that a test can say what no client library would let it say. Each
 * call is a connection of its own.
 */
final class RawHttp {
  private final int port;

  RawHttp(int port) {
    this.port = port;
  }

  Answer get(String target, String... headers) throws IOException {
    return send(request("GET", target, "", headers));
  }

  Answer post(String target, String json, String... headers) throws IOException {
    String[] more = Arrays.copyOf(headers, headers.length + 1);
    more[headers.length] = "Content-Type: application/json";
    return send(request("POST", target, json, more));
  }

  /** A request of HTTP/1.1 with its length; a header {@code Host} given replaces the usual one. */
  static Octets request(String method, String target, String body, String... headers) {
    StringBuilder request = new StringBuilder();
    request.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    boolean host = false;
    boolean length = false;
    for (String header : headers) {
      host |= header.startsWith("Host:");
      length |= header.startsWith("Content-Length:") || header.startsWith("Transfer-Encoding:");
      request.append(header).append("\r\n");
    }
    byte[] octets = body.getBytes(StandardCharsets.UTF_8);
    request.append(host ? "" : "Host: localhost\r\n").append("Connection: close\r\n");
    if (!length && octets.length > 0) {
      request.append("Content-Length: ").append(octets.length).append("\r\n");
    }
    byte[] head = request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = Arrays.copyOf(head, head.length + octets.length);
    System.arraycopy(octets, 0, all, head.length, octets.length);
    return Octets.of(all);
  }

  Answer send(Octets request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.toArray());
      socket.getOutputStream().flush();
      return Answer.read(socket.getInputStream());
    }
  }

  /**
   * @param headers by name in lower case
   */
  record Answer(int status, Map<String, String> headers, String body) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    static Answer read(InputStream in) throws IOException {
      ByteArrayOutputStream octets = new ByteArrayOutputStream();
      in.transferTo(octets);
      String all = octets.toString(StandardCharsets.UTF_8);
      int end = all.indexOf("\r\n\r\n");
      if (end < 0) {
        throw new IOException("no answer but: " + all);
      }
      String[] lines = all.substring(0, end).split("\r\n", -1);
      Map<String, String> headers = new TreeMap<>();
      for (int i = 1; i < lines.length; i++) {
        int colon = lines[i].indexOf(':');
        headers.put(
            lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
            lines[i].substring(colon + 1).strip());
      }
      return new Answer(
          Integer.parseInt(lines[0].split(" ", -1)[1]), headers, all.substring(end + 4));
    }

    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    JsonNode json() {
      return MAPPER.readTree(body);
    }
  }
}

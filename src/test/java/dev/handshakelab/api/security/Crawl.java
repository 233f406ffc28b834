package dev.handshakelab.api.security;

import dev.handshakelab.grading.format.Formats;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.client.ExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/**
 * Asks for everything that the OpenAPI document says can be asked for, in somebody's name: every
 * GET, with every name and id that is known or was found meanwhile in every place of its path, in
 * every media type, with every value that is known for its filters. What is added to the document
 * is asked for by itself.
 */
final class Crawl {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private static final Pattern CURSOR = Pattern.compile("\"next\"\\s*:\\s*\"([^\"]+)\"");

  /** Far more than there is; a crawl that gets here follows something that never ends. */
  private static final int MOST = 20_000;

  private final RestTestClient http;
  private final String bearer;
  private final boolean everyWay;
  private final Consumer<Seen> eye;
  private final Set<String> names = new LinkedHashSet<>();
  private final Set<String> asked = new LinkedHashSet<>();

  /** What was asked, and what came. */
  record Seen(String method, String uri, String accept, int status, String answer) {}

  /**
   * @param everyWay whether what is there is asked for in every media type and by every filter
   * @param eye sees every answer, its headers included
   */
  Crawl(RestTestClient http, String bearer, boolean everyWay, Consumer<Seen> eye) {
    this.http = http;
    this.bearer = bearer;
    this.everyWay = everyWay;
    this.eye = eye;
  }

  /**
   * @param known names and ids to try in paths and filters
   * @return how many calls were made
   */
  int through(JsonNode document, List<String> known) {
    names.addAll(known);
    int before;
    do {
      before = names.size();
      document
          .get("paths")
          .properties()
          .forEach(path -> {
            JsonNode get = path.getValue().get("get");
            if (get != null) {
              ask(path.getKey(), get);
            }
          });
    } while (names.size() > before);
    return asked.size();
  }

  private void ask(String path, JsonNode operation) {
    Deque<String> open = new ArrayDeque<>(List.of(path));
    List<String> whole = new ArrayList<>();
    while (!open.isEmpty()) {
      String some = open.pop();
      int brace = some.indexOf('{');
      if (brace < 0) {
        whole.add(some);
        continue;
      }
      String rest = some.substring(some.indexOf('}') + 1);
      for (String value : values(some.substring(brace + 1, some.indexOf('}')), operation)) {
        open.push(some.substring(0, brace) + encoded(value) + rest);
      }
    }
    for (String each : whole) {
      askInEveryWay(each, operation);
    }
  }

  /** What may stand there: where the example is an id, every id, else every name. */
  private List<String> values(String variable, JsonNode operation) {
    for (JsonNode parameter : operation.path("parameters")) {
      if (parameter.get("name").asString().equals(variable)) {
        boolean isId = ID.matcher(parameter.path("example").asString("")).matches();
        return switch (variable) {
          case "extension" -> List.of("json", "txt", "pcapng", "svg", "mmd", "html");
          case "version" -> List.of("1");
          default -> names.stream().filter(name -> ID.matcher(name).matches() == isId).toList();
        };
      }
    }
    throw new AssertionError("the document does not say what {" + variable + "} is");
  }

  private void askInEveryWay(String path, JsonNode operation) {
    String required = "";
    List<String> filters = new ArrayList<>();
    for (JsonNode parameter : operation.path("parameters")) {
      String name = parameter.get("name").asString();
      if (!parameter.get("in").asString().equals("query")) {
        continue;
      }
      if (parameter.path("required").asBoolean(false)) {
        required = name + "=" + parameter.get("example").asString();
      } else {
        filters.addAll(filtersBy(name, parameter));
      }
    }
    int status = ask(path + (required.isEmpty() ? "" : "?" + required), "*/*");
    if (status >= 400 || !everyWay) {
      return; // where nothing is, neither another media type nor a filter leads anywhere
    }
    for (String type : mediaTypes(operation)) {
      ask(path + (required.isEmpty() ? "" : "?" + required), type);
    }
    for (String filter : filters) {
      ask(path + "?" + (required.isEmpty() ? "" : required + "&") + filter, "*/*");
    }
  }

  private List<String> filtersBy(String name, JsonNode parameter) {
    List<String> filters = new ArrayList<>();
    if (name.equals("label.{name}")) {
      names.stream()
          .filter(value -> !ID.matcher(value).matches())
          .forEach(value -> filters.add("label.who=" + encoded(value)));
    } else if (name.equals("format")) {
      Formats.ALL.all().forEach(format -> filters.add("format=" + format.name()));
    } else if (name.equals("limit")) {
      filters.add("limit=1");
    } else if (name.equals("groupBy")) {
      filters.addAll(List.of("groupBy=label.who", "groupBy=scenario", "groupBy=mode"));
    } else if (parameter.at("/schema/enum").isArray()) {
      parameter
          .at("/schema/enum")
          .forEach(value -> filters.add(name + "=" + encoded(value.asString())));
    } else if (name.equals("subject") || name.equals("assignment") || name.equals("scenario")) {
      names.stream()
          .filter(value -> !ID.matcher(value).matches())
          .forEach(value -> filters.add(name + "=" + encoded(value)));
    }
    return filters;
  }

  private static Set<String> mediaTypes(JsonNode operation) {
    Set<String> types = new LinkedHashSet<>();
    operation
        .get("responses")
        .forEach(response -> response.path("content").propertyNames().forEach(types::add));
    return types;
  }

  private int ask(String uri, String accept) {
    if (!asked.add(accept + " " + uri)) {
      return 0;
    }
    if (asked.size() > MOST) {
      throw new AssertionError("more than " + MOST + " calls, the last one " + uri);
    }
    ExchangeResult result =
        http.get()
            .uri(URI.create(uri))
            .header(HttpHeaders.AUTHORIZATION, bearer)
            .header(HttpHeaders.ACCEPT, accept)
            .exchange()
            .returnResult(byte[].class);
    byte[] body = result.getResponseBodyContent();
    String text = body == null ? "" : new String(body, StandardCharsets.UTF_8);
    int status = result.getStatus().value();
    eye.accept(new Seen("GET", uri, accept, status, result.getResponseHeaders() + "\n" + text));
    if (status < 300) {
      Matcher ids = ID.matcher(text);
      while (ids.find()) {
        names.add(ids.group());
      }
      Matcher next = CURSOR.matcher(text);
      if (next.find() && uri.contains("limit=1")) {
        String bare = uri.replaceAll("&after=[^&]*", "");
        ask(bare + "&after=" + encoded(next.group(1)), accept);
      }
    }
    return status;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** What of it the caller said itself is no news: it is taken out of what came. */
  static String news(Seen seen) {
    String news = seen.answer();
    for (String part : seen.uri().split("[/?&=]", -1)) {
      String said = URLDecoder.decode(part, StandardCharsets.UTF_8);
      if (said.length() > 3 && seen.status() >= 400) {
        news = news.replace(said, "…");
      }
    }
    return news;
  }

  /** Which of some texts came, by what they are. */
  static List<String> found(Seen seen, Map<String, String> markers) {
    String news = news(seen);
    return markers.entrySet().stream()
        .filter(marker -> news.contains(marker.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }
}

package dev.handshakelab.grading.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.handshakelab.wire.Octets;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads documents as their pipelines do: holds each to its schema or its rules, then says what the
 * pipeline would record. A format that is not named here fails.
 */
final class Pipeline {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private Pipeline() {}

  static Understood read(String format, Octets document) {
    String text = new String(document.toArray(), StandardCharsets.UTF_8);
    return switch (format) {
      case "native" -> natively(valid("native", text));
      case "gradescope" -> gradescope(valid("gradescope", text));
      case "classroom50" -> classroom50(valid("classroom50", text));
      case "github-classroom" -> gitHubClassroom(text);
      case "prairielearn" -> prairieLearn(valid("prairielearn", text), document.length());
      case "submitty" -> submitty(valid("submitty", text));
      case "autolab" -> autolab(text);
      case "float" -> floating(text);
      case "coderunner" -> codeRunner(valid("coderunner", text));
      case "junit" -> junit(text);
      case "ctrf" -> ctrf(valid("ctrf", text));
      case "tap" -> tap(text);
      case "ags" -> ags(valid("ags", text));
      case "md" -> markdown(text);
      case "html" -> html(text);
      default -> throw new AssertionError("no pipeline reads " + format);
    };
  }

  /** The document as a tree, when the schema of that name finds nothing wrong with it. */
  static JsonNode valid(String schema, String text) {
    try (var in = Pipeline.class.getResourceAsStream(schema + ".schema.json")) {
      return valid(SCHEMAS.getSchema(Objects.requireNonNull(in)), text);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  static JsonNode valid(Schema schema, String text) {
    List<Error> errors = schema.validate(text, InputFormat.JSON);
    assertThat(errors).as(text).isEmpty();
    return JSON.readTree(text);
  }

  private static Understood natively(JsonNode grade) {
    assertThat(grade.at("/result/score")).isEqualTo(grade.at("/score"));
    return new Understood(
        !grade.at("/state").asString().equals("ERROR"),
        new BigDecimal(grade.at("/score").asString()),
        new BigDecimal(grade.at("/maxScore").asString()),
        true,
        texts(grade.at("/result/checks"), "id"));
  }

  private static Understood gradescope(JsonNode results) {
    BigDecimal sum = sum(results.at("/tests"), "score");
    if (results.has("score")) {
      assertThat(sum).isEqualByComparingTo(results.get("score").decimalValue());
    }
    return new Understood(
        results.has("score"),
        sum,
        sum(results.at("/tests"), "max_score"),
        true,
        texts(results.at("/tests"), "name"));
  }

  private static Understood classroom50(JsonNode result) {
    JsonNode tests = result.at("/tests");
    BigDecimal score = result.get("score").decimalValue();
    BigDecimal max = result.get("max-score").decimalValue();
    assertThat(score).isLessThanOrEqualTo(max).isEqualByComparingTo(sum(tests, "score"));
    assertThat(max).isEqualByComparingTo(sum(tests, "max-score"));
    for (JsonNode test : tests) {
      assertThat(test.get("score").decimalValue())
          .isLessThanOrEqualTo(test.get("max-score").decimalValue());
    }
    // It has no word for what could not be graded; what is wrong stands in a member of its own.
    return new Understood(
        !texts(tests, "status").contains("ERROR"), score, max, true, texts(tests, "test-name"));
  }

  private static Understood gitHubClassroom(String base64) {
    String json = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    JsonNode result = valid("github-classroom", json);
    BigDecimal sum = sum(result.at("/tests"), "score");
    BigDecimal max = result.get("max_score").decimalValue();
    String status = result.get("status").asString();
    assertThat(status.equals("pass")).isEqualTo(sum.compareTo(max) == 0);
    return new Understood(
        !status.equals("error"), sum, max, true, texts(result.at("/tests"), "name"));
  }

  private static Understood prairieLearn(JsonNode results, int octets) {
    assertThat(octets).isLessThanOrEqualTo(1_000_000);
    return new Understood(
        results.get("gradable").asBoolean(),
        results.path("score").decimalValue(BigDecimal.ZERO),
        BigDecimal.ONE,
        false,
        texts(results.at("/tests"), "name"));
  }

  private static Understood submitty(JsonNode validation) {
    List<String> messages = new ArrayList<>(texts(validation.at("/data/message"), "message"));
    if (!messages.isEmpty()) {
      messages.removeFirst();
    }
    return new Understood(
        validation.get("status").asString().equals("success"),
        validation.at("/data/score").decimalValue(BigDecimal.ZERO),
        BigDecimal.ONE,
        false,
        messages);
  }

  private static Understood autolab(String stdout) {
    List<String> lines = stdout.lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(JSON.readTree(lines.getFirst()).get("_presentation").asString())
        .isEqualTo("semantic");
    JsonNode autoresult = valid("autolab", lines.getLast());
    JsonNode scores = autoresult.get("scores");
    BigDecimal sum = scores.valueStream().map(JsonNode::decimalValue).reduce(ZERO, BigDecimal::add);
    if (autoresult.has("scoreboard")) {
      assertThat(autoresult.at("/scoreboard/0").decimalValue()).isEqualByComparingTo(sum);
    }
    // The site knows the maximum of each problem.
    return new Understood(
        autoresult.has("scoreboard"), sum, ZERO, true, List.copyOf(scores.propertyNames()));
  }

  private static final BigDecimal ZERO = BigDecimal.ZERO;

  private static Understood floating(String stdout) {
    List<String> found =
        Pattern.compile("[0-9]+(\\.[0-9]+)?")
            .matcher(stdout)
            .results()
            .map(MatchResult::group)
            .toList();
    assertThat(found).hasSizeLessThanOrEqualTo(1).allMatch(each -> each.matches("[01]\\.[0-9]{4}"));
    return new Understood(
        !found.isEmpty(),
        found.isEmpty() ? ZERO : new BigDecimal(found.getFirst()),
        BigDecimal.ONE,
        false,
        List.of());
  }

  private static Understood codeRunner(JsonNode outcome) {
    return new Understood(
        outcome.has("fraction"),
        outcome.path("fraction").decimalValue(ZERO),
        BigDecimal.ONE,
        false,
        outcome
            .at("/testresults")
            .valueStream()
            .skip(1)
            .map(row -> row.get(1).asString())
            .toList());
  }

  private static Understood junit(String xml) {
    try {
      var factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
      factory
          .newSchema(Pipeline.class.getResource("surefire.xsd"))
          .newValidator()
          .validate(new StreamSource(new StringReader(xml)));
      Document document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(xml)));
      Element suite = document.getDocumentElement();
      for (var count :
          List.of("tests testcase", "failures failure", "errors error", "skipped skipped")) {
        String[] names = count.split(" ", -1);
        assertThat(suite.getElementsByTagName(names[1]).getLength())
            .isEqualTo(Integer.parseInt(suite.getAttribute(names[0])));
      }
      return new Understood(
          suite.getAttribute("errors").equals("0"),
          new BigDecimal(property(suite, "score")),
          new BigDecimal(property(suite, "maxScore")),
          true,
          attributes(suite.getElementsByTagName("testcase"), "name"));
    } catch (javax.xml.parsers.ParserConfigurationException
        | java.io.IOException
        | org.xml.sax.SAXException e) {
      throw new AssertionError(xml, e);
    }
  }

  private static String property(Element suite, String name) {
    NodeList properties = suite.getElementsByTagName("property");
    int at = attributes(properties, "name").indexOf(name);
    return attributes(properties, "value").get(at);
  }

  private static List<String> attributes(NodeList elements, String name) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < elements.getLength(); i++) {
      values.add(((Element) elements.item(i)).getAttribute(name));
    }
    return values;
  }

  private static Understood ctrf(JsonNode report) {
    JsonNode summary = report.at("/results/summary");
    JsonNode tests = report.at("/results/tests");
    for (String status : List.of("passed", "failed", "skipped", "pending", "other")) {
      assertThat(texts(tests, "status").stream().filter(status::equals).count())
          .as(status)
          .isEqualTo(summary.get(status).asLong());
    }
    assertThat(summary.get("tests").asInt()).isEqualTo(tests.size());
    return new Understood(
        summary.get("other").asInt() == 0,
        summary.at("/extra/points").decimalValue(),
        summary.at("/extra/maxPoints").decimalValue(),
        true,
        texts(tests, "name"));
  }

  private static final Pattern TAP_LINE =
      Pattern.compile("(ok|not ok) (\\d+) - ((?:[^#\\\\]|\\\\.)*)( # TODO .*)?");

  /** Test lines in order and as many as planned; between them, blocks of YAML. */
  private static Understood tap(String stream) {
    List<String> lines = stream.lines().toList();
    assertThat(lines.getFirst()).isEqualTo("TAP version 14");
    List<String> names = new ArrayList<>();
    BigDecimal points = ZERO;
    BigDecimal max = ZERO;
    for (String line : lines.subList(2, lines.size())) {
      var test = TAP_LINE.matcher(line);
      if (test.matches()) {
        names.add(test.group(3).replaceAll("\\\\(.)", "$1"));
        assertThat(test.group(2)).isEqualTo(String.valueOf(names.size()));
      } else if (line.startsWith("  points: ")) {
        points = points.add(new BigDecimal(line.substring(10)));
      } else if (line.startsWith("  max_points: ")) {
        max = max.add(new BigDecimal(line.substring(14)));
      } else {
        assertThat(line).matches("  (---|\\.\\.\\.|status: [A-Z]+|message: \".*\")|Bail out! .*");
      }
    }
    assertThat(lines.get(1)).isEqualTo("1.." + names.size());
    return new Understood(!stream.contains("\nBail out! "), points, max, true, names);
  }

  private static Understood ags(JsonNode score) {
    boolean graded = score.has("scoreGiven");
    assertThat(score.get("gradingProgress").asString().equals("Failed")).isNotEqualTo(graded);
    return new Understood(
        graded,
        score.path("scoreGiven").decimalValue(ZERO),
        score.path("scoreMaximum").decimalValue(ZERO),
        true,
        List.of());
  }

  private static final Pattern SCORE = Pattern.compile("([0-9.]+) of ([0-9.]+) points\\.");

  private static Understood markdown(String text) {
    String plain = text.replaceAll("\\\\(\\p{Punct})", "$1");
    assertThat(text.lines().filter(line -> line.startsWith("#"))).hasSize(1);
    return forPeople(
        plain.lines().skip(2).findFirst().orElseThrow(),
        Pattern.compile("(?m)^- \\*\\*(.*?)\\*\\*")
            .matcher(text)
            .results()
            .map(found -> found.group(1))
            .toList());
  }

  private static Understood html(String text) {
    assertThat(text).startsWith("<!DOCTYPE html><html").doesNotContain("<script", "href", "src=");
    return forPeople(
        text,
        Pattern.compile("<tr><td>(.*?)</td>")
            .matcher(text)
            .results()
            .map(found -> found.group(1))
            .toList());
  }

  private static Understood forPeople(String text, List<String> names) {
    var score = SCORE.matcher(text);
    boolean graded = score.find();
    assertThat(text.contains("could not be graded")).isNotEqualTo(graded);
    return new Understood(
        graded,
        graded ? new BigDecimal(score.group(1)) : ZERO,
        graded ? new BigDecimal(score.group(2)) : ZERO,
        true,
        names);
  }

  private static List<String> texts(JsonNode array, String member) {
    return array.valueStream().map(item -> item.path(member).asString("")).toList();
  }

  private static BigDecimal sum(JsonNode array, String member) {
    return array
        .valueStream()
        .map(item -> item.path(member).decimalValue(ZERO))
        .reduce(ZERO, BigDecimal::add);
  }
}

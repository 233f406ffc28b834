package dev.handshakelab.comparison;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads the catalogue strictly: a member that is misspelt, lacking or twice there is an error with
 * its line, since an entry that is read wrongly explains too much or nothing.
 */
final class DivergenceReader {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final Pattern REQUEST = Pattern.compile("\\{.*}", Pattern.DOTALL);
  private static final Pattern RELEASE = Pattern.compile("[0-9]+(\\.[0-9]+)*");
  private static final Set<String> REQUIRED =
      Collections.unmodifiableSet(
          new TreeSet<>(Set.of("name", "kernels", "aspects", "shownBy", "reason", "source")));
  private static final Set<String> OPTIONAL = Set.of("segments", "scenarios", "when");

  private final Map<String, Node> members = new LinkedHashMap<>();
  private final Node entry;

  private DivergenceReader(Node entry) {
    this.entry = entry;
    if (!(entry instanceof MappingNode mapping)) {
      throw wrong(entry, "an entry is a mapping with " + REQUIRED);
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String member = text(tuple.getKeyNode());
      if (!REQUIRED.contains(member) && !OPTIONAL.contains(member)) {
        throw wrong(
            tuple.getKeyNode(),
            "\"%s\" is unknown; there are %s and, if need be, %s"
                .formatted(member, REQUIRED, new TreeSet<>(OPTIONAL)));
      }
      if (members.put(member, tuple.getValueNode()) != null) {
        throw wrong(tuple.getKeyNode(), "\"" + member + "\" stands there twice");
      }
    }
    for (String member : REQUIRED) {
      if (!members.containsKey(member)) {
        throw wrong(entry, "\"" + member + "\" is missing");
      }
    }
  }

  /**
   * @throws IllegalArgumentException with line and column of what is wrong
   */
  static List<Divergence> read(String yaml) {
    @Nullable Node root;
    try {
      root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(yaml));
    } catch (YAMLException broken) {
      throw new IllegalArgumentException("no YAML: " + broken.getMessage(), broken);
    }
    if (!(root instanceof SequenceNode entries)) {
      throw new IllegalArgumentException("the catalogue is a list of entries");
    }
    List<Divergence> read = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Node each : entries.getValue()) {
      Divergence divergence = new DivergenceReader(each).divergence();
      if (!names.add(divergence.name())) {
        throw wrong(each, "there are two entries named " + divergence.name());
      }
      read.add(divergence);
    }
    return read;
  }

  private Divergence divergence() {
    Node when = members.get("when");
    return new Divergence(
        matching("name", NAME, "words in lower case with hyphens"),
        kernels(),
        choices("aspects", Aspect.class, true),
        choices("segments", Divergence.SegmentKind.class, false),
        Set.copyOf(list("scenarios")),
        when == null ? null : choice(when, Condition.class),
        matching("shownBy", REQUEST, "a request as JSON"),
        said("reason"),
        said("source"));
  }

  /** "any", or a list of beginnings of releases. */
  private List<String> kernels() {
    Node kernels = member("kernels");
    if (kernels instanceof ScalarNode && text(kernels).equals("any")) {
      return List.of();
    }
    List<String> releases = list("kernels");
    for (String release : releases) {
      if (!RELEASE.matcher(release).matches()) {
        throw wrong(kernels, "\"" + release + "\" begins no kernel release; 6.18 would");
      }
    }
    if (releases.isEmpty()) {
      throw wrong(kernels, "names no kernel; \"any\" means every one");
    }
    return releases;
  }

  private String matching(String member, Pattern pattern, String what) {
    String text = said(member);
    if (!pattern.matcher(text).matches()) {
      throw wrong(member(member), "\"%s\" must be %s".formatted(text, what));
    }
    return text;
  }

  private String said(String member) {
    String text = text(member(member)).strip();
    if (text.isEmpty()) {
      throw wrong(member(member), "\"" + member + "\" says nothing");
    }
    return text;
  }

  private <E extends Enum<E>> Set<E> choices(String member, Class<E> type, boolean some) {
    Set<E> chosen = EnumSet.noneOf(type);
    if (members.get(member) instanceof SequenceNode items) {
      items.getValue().forEach(item -> chosen.add(choice(item, type)));
    } else if (members.containsKey(member)) {
      throw wrong(member(member), "\"" + member + "\" is a list");
    }
    if (some && chosen.isEmpty()) {
      throw wrong(member(member), "\"" + member + "\" names none of " + choices(type));
    }
    return chosen;
  }

  private static <E extends Enum<E>> E choice(Node node, Class<E> type) {
    String text = text(node);
    return Arrays.stream(type.getEnumConstants())
        .filter(each -> label(each).equals(text))
        .findFirst()
        .orElseThrow(() -> wrong(node, "\"" + text + "\" is none of " + choices(type)));
  }

  private static <E extends Enum<E>> List<String> choices(Class<E> type) {
    return Arrays.stream(type.getEnumConstants()).map(DivergenceReader::label).toList();
  }

  /** A constant as it stands in the catalogue, e.g. {@code timer-meets-arrival}. */
  static String label(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  private List<String> list(String member) {
    Node node = members.get(member);
    if (node == null) {
      return List.of();
    }
    if (!(node instanceof SequenceNode items)) {
      throw wrong(node, "\"" + member + "\" is a list");
    }
    return items.getValue().stream().map(DivergenceReader::text).toList();
  }

  private Node member(String name) {
    Node node = members.get(name);
    return node == null ? entry : node;
  }

  private static String text(Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      throw wrong(node, "a text belongs here");
    }
    return scalar.getValue();
  }

  private static IllegalArgumentException wrong(Node at, String what) {
    return new IllegalArgumentException(
        "line %d, column %d: %s"
            .formatted(at.getStartMark().getLine() + 1, at.getStartMark().getColumn() + 1, what));
  }
}

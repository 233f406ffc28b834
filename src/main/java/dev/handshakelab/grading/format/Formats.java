package dev.handshakelab.grading.format;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The formats that are offered, by name. Where several have the media type that is asked for, the
 * first of {@link #all} is meant; a name always says which.
 *
 * @param all in order of preference; no two share a name
 */
public record Formats(List<Format> all) {
  /** Every format that there is. The native one is the first, so it is what comes unasked. */
  public static final Formats ALL =
      new Formats(
          List.of(
              new NativeFormat(),
              new GradescopeFormat(),
              new Classroom50Format(),
              new PrairieLearnFormat(),
              new SubmittyFormat(),
              new FloatFormat(),
              new GitHubClassroomFormat(),
              new AutolabFormat(),
              new CodeRunnerFormat(),
              new JUnitFormat(),
              new CtrfFormat(),
              new TapFormat(),
              new AgsFormat(),
              new MarkdownFormat(),
              new HtmlFormat()));

  public Formats {
    all = List.copyOf(all);
    if (all.stream().map(Format::name).distinct().count() != all.size()) {
      throw new IllegalArgumentException("two formats share a name");
    }
  }

  public Optional<Format> named(String name) {
    return all.stream().filter(format -> format.name().equals(name)).findFirst();
  }

  /** All names in one line, for errors and for documents. */
  public String names() {
    return all.stream().map(Format::name).collect(Collectors.joining(", "));
  }
}

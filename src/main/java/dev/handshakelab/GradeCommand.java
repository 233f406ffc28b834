package dev.handshakelab;

import dev.handshakelab.OfflineGrading.Source;
import dev.handshakelab.grading.CheckResult;
import dev.handshakelab.grading.CheckResult.Status;
import dev.handshakelab.grading.Grade;
import dev.handshakelab.grading.Result;
import dev.handshakelab.grading.VariantSeed;
import dev.handshakelab.grading.format.Format;
import dev.handshakelab.grading.format.Formats;
import dev.handshakelab.wire.Octets;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Grades once: a rubric, a seed and answers in, a document for a pipeline out. What goes wrong is
 * said on stderr; stdout has the document or nothing, since pipelines read it to the last line.
 */
final class GradeCommand {
  static final String NAME = "grade";

  /** Exit codes. */
  static final int GRADED = 0;

  /** The score is less than {@code --at-least}. */
  static final int BELOW = 1;

  /** The command was called wrongly. */
  static final int USAGE = 2;

  /** There is no grade: what was given cannot be used, or something could not be graded. */
  static final int NOT_GRADED = 3;

  /** The greatest seed, 2^53−1: what a JSON number holds exactly. */
  private static final long LAST_SEED = (1L << 53) - 1;

  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;
  private final InstantSource clock;

  GradeCommand(
      Map<String, String> environment, PrintStream out, PrintStream err, InstantSource clock) {
    this.environment = environment;
    this.out = out;
    this.err = err;
    this.clock = clock;
  }

  /**
   * @param args without the command's name
   * @return the exit code
   */
  int run(List<String> args) {
    CommandLine command = new CommandLine(spec());
    try {
      ParseResult given = command.parseArgs(args.toArray(String[]::new));
      if (given.isUsageHelpRequested()) {
        command.usage(out);
        return GRADED;
      }
      return grade(command, given);
    } catch (ParameterException wrong) {
      err.println(wrong.getMessage());
      err.println("Try " + NAME + " --help");
      return USAGE;
    } catch (NotGradable why) {
      why.reasons().forEach(err::println);
      return NOT_GRADED;
    } catch (UncheckedIOException why) {
      err.println(why.getMessage());
      return NOT_GRADED;
    }
  }

  private int grade(CommandLine command, ParseResult given) throws NotGradable {
    Format format = format(command, given);
    Map<String, String> parameters = parameters(command, given, format);
    long seed = seed(command, given);
    Source rubric = source(option(given, "--rubric"));
    Source answers = source(option(given, "--answers"));
    Integer version = given.matchedOptionValue("--rubric-version", null);
    Result result = new OfflineGrading().grade(rubric, version, answers, seed);
    String subject = given.matchedOptionValue("--subject", null);
    Instant now = clock.instant();
    Grade grade = new Grade(null, null, null, subject, now, now, null, result);
    try {
      write(format.render(grade, parameters), given.matchedOptionValue("--out", null));
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(command, "--parameter: " + wrong.getMessage(), wrong);
    }
    return exitCode(result, given.matchedOptionValue("--at-least", null));
  }

  private int exitCode(Result result, @Nullable BigDecimal atLeast) {
    if (result.state() == Result.State.ERROR) {
      result.checks().stream()
          .filter(check -> check.status() == Status.ERROR)
          .map(CheckResult::feedback)
          .distinct()
          .forEach(why -> err.println("could not be graded: " + why));
      return NOT_GRADED;
    }
    return atLeast != null && result.score().compareTo(atLeast) < 0 ? BELOW : GRADED;
  }

  private static Format format(CommandLine command, ParseResult given) {
    String name = given.matchedOptionValue("--format", "native");
    return Formats.ALL
        .named(name)
        .orElseThrow(() ->
            new ParameterException(
                command, "there is no format \"" + name + "\"; there are " + Formats.ALL.names()));
  }

  private static Map<String, String> parameters(
      CommandLine command, ParseResult given, Format format) {
    Map<String, String> parameters = given.matchedOptionValue("--parameter", Map.of());
    for (String name : parameters.keySet()) {
      if (!format.parameters().contains(name)) {
        throw new ParameterException(
            command,
            "format %s has no parameter \"%s\"; it has %s"
                .formatted(format.name(), name, new TreeSet<>(format.parameters())));
      }
    }
    return parameters;
  }

  /** Seeds and secrets come by the environment, where other users of a machine cannot see them. */
  private long seed(CommandLine command, ParseResult given) {
    String seedName = given.matchedOptionValue("--seed-env", null);
    String secretName = given.matchedOptionValue("--secret-env", null);
    String subject = given.matchedOptionValue("--subject", null);
    if ((seedName == null) == (secretName == null)) {
      throw new ParameterException(command, "one of --seed-env and --secret-env must be given");
    }
    if (secretName != null) {
      if (subject == null) {
        throw new ParameterException(command, "with --secret-env, --subject must be given");
      }
      String secret = variable(command, secretName);
      return VariantSeed.of(Octets.of(secret.getBytes(StandardCharsets.UTF_8)), subject);
    }
    String text = variable(command, seedName == null ? "" : seedName);
    if (!text.matches("[0-9]{1,16}") || Long.parseLong(text) > LAST_SEED) {
      throw new ParameterException(
          command, "the environment's " + seedName + " must be a whole number 0…" + LAST_SEED);
    }
    return Long.parseLong(text);
  }

  private String variable(CommandLine command, String name) {
    String value = environment.get(name);
    if (value == null || value.isEmpty()) {
      throw new ParameterException(command, "the environment has no " + name);
    }
    return value;
  }

  private static Path option(ParseResult given, String name) {
    return given.matchedOption(name).getValue();
  }

  private static Source source(Path file) throws NotGradable {
    try {
      return new Source(file.toString(), Octets.of(Files.readAllBytes(file)));
    } catch (IOException why) {
      throw new NotGradable(file + " cannot be read: " + why);
    }
  }

  private void write(Octets document, @Nullable Path file) throws NotGradable {
    if (file == null) {
      out.writeBytes(document.toArray());
      out.flush();
      return;
    }
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.write(file, document.toArray());
    } catch (IOException why) {
      throw new NotGradable(file + " cannot be written: " + why);
    }
  }

  private static CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name(NAME).mixinStandardHelpOptions(false);
    spec.usageMessage()
        .description("Grades answers against a rubric, without a service.")
        .footer(
            "",
            "Exits with 0 when it graded, 1 when the score is below --at-least,",
            "2 when it was called wrongly, 3 when it could not grade.");
    spec.addOption(OptionSpec.builder("--help").usageHelp(true).description("Shows this.").build());
    spec.addOption(file("--rubric", "The rubric; JSON when it ends in .json, else YAML.", true));
    spec.addOption(file("--answers", "The answers by check, in JSON or YAML.", true));
    spec.addOption(text("--seed-env", "NAME", "The environment variable with the session's seed."));
    spec.addOption(
        text(
            "--secret-env",
            "NAME",
            "The environment variable with the assignment's secret, instead: the seed is made of"
                + " it and --subject."));
    spec.addOption(text("--subject", "NAME", "Whose answers these are."));
    spec.addOption(text("--format", "NAME", "One of " + Formats.ALL.names() + "."));
    spec.addOption(
        OptionSpec.builder("--parameter")
            .type(Map.class)
            .auxiliaryTypes(String.class, String.class)
            .paramLabel("NAME=VALUE")
            .description("A parameter of the format; may be given more than once.")
            .build());
    spec.addOption(
        OptionSpec.builder("--rubric-version")
            .type(Integer.class)
            .paramLabel("N")
            .description("Which version of a stored rubric this one is.")
            .build());
    spec.addOption(file("--out", "Where to, instead of stdout; folders are created.", false));
    spec.addOption(
        OptionSpec.builder("--at-least")
            .type(BigDecimal.class)
            .paramLabel("POINTS")
            .description("Exit with 1 when the score is less.")
            .build());
    return spec;
  }

  private static OptionSpec file(String name, String description, boolean required) {
    return OptionSpec.builder(name)
        .type(Path.class)
        .paramLabel("FILE")
        .required(required)
        .description(description)
        .build();
  }

  private static OptionSpec text(String name, String label, String description) {
    return OptionSpec.builder(name)
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }
}

package dev.handshakelab.api.document;

import dev.handshakelab.access.Role;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.security.Permissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.node.ObjectNode;

/** One operation as the document tells it, put together step by step. */
final class Operation {
  final HttpMethod method;
  final String path;
  final String id;
  final String tag;
  final String summary;
  final String description;
  final List<Parameter> parameters = new ArrayList<>();
  final List<String> bodyExamples = new ArrayList<>();
  final List<Answer> answers = new ArrayList<>();

  /** What any operation may be answered with. */
  final Set<ProblemType> problems =
      EnumSet.of(
          ProblemType.BAD_REQUEST,
          ProblemType.PARAMETER,
          ProblemType.NOT_ACCEPTABLE,
          ProblemType.MISDIRECTED,
          ProblemType.INTERNAL,
          ProblemType.NO_CAPACITY);

  /** The roles that may call it; none when nobody is asked who they are. */
  final Set<Role> roles;

  @Nullable ObjectNode body;

  /** The name of an example of the body in YAML; null when only JSON is taken. */
  @Nullable String yamlBody;

  Operation(
      HttpMethod method, String path, String id, String tag, String summary, String description) {
    this.method = method;
    this.path = path;
    this.id = id;
    this.tag = tag;
    this.summary = summary;
    this.description = description;
    this.roles = Permissions.of(id);
    // Whoever shows a token is looked at, even where nobody has to.
    refuses(ProblemType.UNAUTHENTICATED, ProblemType.TOO_MANY_CALLS);
    if (!roles.isEmpty() && roles.size() < Role.values().length) {
      refuses(ProblemType.NOT_ALLOWED);
    }
  }

  /** For whom it is, as a sentence. */
  String audience() {
    if (roles.isEmpty()) {
      return "For anybody, without a token too.";
    }
    return roles.size() == Role.values().length
        ? "For every role."
        : "For " + roles.stream().map(Role::name).collect(Collectors.joining(" and ")) + ".";
  }

  Operation with(Parameter... more) {
    parameters.addAll(List.of(more));
    return this;
  }

  /**
   * @param examples names of example files
   */
  Operation takes(ObjectNode schema, String... examples) {
    body = schema;
    bodyExamples.addAll(List.of(examples));
    return refuses(
        ProblemType.SYNTAX,
        ProblemType.SCHEMA,
        ProblemType.BODY_TOO_LARGE,
        ProblemType.UNSUPPORTED_MEDIA_TYPE);
  }

  /** The body may be YAML as well. */
  Operation orYaml(String example) {
    yamlBody = example;
    return this;
  }

  Operation answers(Answer... more) {
    answers.addAll(List.of(more));
    return this;
  }

  Operation refuses(ProblemType... more) {
    problems.addAll(List.of(more));
    return this;
  }

  /** It never has a body, so it does whatever the caller accepts. */
  Operation withoutBody() {
    problems.remove(ProblemType.NOT_ACCEPTABLE);
    return this;
  }

  /** Where a parameter stands. */
  enum In {
    PATH,
    QUERY,
    HEADER
  }

  /**
   * @param example of its value
   */
  record Parameter(In in, String name, String description, ObjectNode schema, Object example) {}

  /**
   * One way in which it succeeds.
   *
   * @param contents empty when there is no body
   * @param headers that are set, by name
   */
  record Answer(int status, String description, List<Content> contents, List<Header> headers) {
    Answer {
      contents = List.copyOf(contents);
      headers = List.copyOf(headers);
    }

    Answer and(Header header) {
      List<Header> more = new ArrayList<>(headers);
      more.add(header);
      return new Answer(status, description, contents, more);
    }

    Answer and(Content content) {
      List<Content> more = new ArrayList<>(contents);
      more.add(content);
      return new Answer(status, description, more, headers);
    }
  }

  /**
   * @param example the name of an example file, e.g. {@code session.json}
   */
  record Content(String mediaType, ObjectNode schema, String example) {}

  record Header(String name, String description, ObjectNode schema, Object example) {}
}

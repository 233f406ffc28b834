package dev.handshakelab.grading.format;

import dev.handshakelab.grading.CheckResult.Status;
import dev.handshakelab.grading.Decimals;
import dev.handshakelab.grading.Grade;
import dev.handshakelab.grading.Result;
import dev.handshakelab.grading.Visibility;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A grade as it may be shown. Pipelines that show students everything they are given get only the
 * open checks in words; those that go by names get every check, the closed ones by their ids alone.
 *
 * @param lines one for each check, in the rubric's order
 */
record Sheet(Grade grade, List<Line> lines) {
  static final Set<String> PARAMETERS = Set.of(Format.RELEASED);

  Sheet {
    lines = List.copyOf(lines);
  }

  static Sheet of(Grade grade, Map<String, String> parameters) {
    boolean released =
        switch (parameters.getOrDefault(Format.RELEASED, "false")) {
          case "true" -> true;
          case "false" -> false;
          case String other ->
              throw new IllegalArgumentException(
                  Format.RELEASED + " must be true or false, not \"" + other + "\"");
        };
    return new Sheet(
        grade,
        grade.result().checks().stream()
            .map(check -> new Line(check, isOpen(check.visibility(), released)))
            .toList());
  }

  private static boolean isOpen(Visibility visibility, boolean released) {
    return switch (visibility) {
      case VISIBLE -> true;
      case AFTER_RELEASE -> released;
      case HIDDEN -> false;
    };
  }

  Result result() {
    return grade.result();
  }

  Result.State state() {
    return result().state();
  }

  boolean isError() {
    return state() == Result.State.ERROR;
  }

  boolean isFull() {
    return state() == Result.State.GRADED && score().compareTo(max()) >= 0;
  }

  BigDecimal score() {
    return Numbers.plain(result().score());
  }

  BigDecimal max() {
    return Numbers.plain(result().maxScore());
  }

  /** 0…1. */
  BigDecimal share() {
    return Numbers.share(score(), max());
  }

  /** E.g. {@code hs-basics@3}; without the number when the rubric is not a stored one. */
  String rubric() {
    Integer version = result().version();
    String id = result().rubric().id();
    return version == null ? id : id + "@" + version;
  }

  String title() {
    return Texts.line(result().rubric().title());
  }

  List<Line> open() {
    return lines.stream().filter(Line::open).toList();
  }

  int count(Status status) {
    return Math.toIntExact(lines.stream().filter(line -> line.status() == status).count());
  }

  /** The score and what else there is to know of it, as whole sentences in one line. */
  String summary() {
    List<String> sentences = new ArrayList<>();
    switch (state()) {
      case GRADED, PENDING_MANUAL ->
          sentences.add(Decimals.text(score()) + " of " + Decimals.text(max()) + " points.");
      case ERROR -> {
        sentences.add("This could not be graded, and counts as not handed in.");
        sentences.addAll(errors());
      }
    }
    if (count(Status.PENDING) > 0) {
      BigDecimal pending =
          lines.stream()
              .filter(line -> line.status() == Status.PENDING)
              .map(Line::max)
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      sentences.add("A person has still to give up to " + Decimals.text(pending) + " of them.");
    }
    int closed = lines.size() - open().size();
    if (closed > 0) {
      sentences.add(closed == 1 ? "One check is not shown." : closed + " checks are not shown.");
    }
    return String.join(" ", sentences);
  }

  /** Why what could not be graded could not, one sentence for each reason; some in ERROR. */
  List<String> errors() {
    List<Line> errors = lines.stream().filter(line -> line.status() == Status.ERROR).toList();
    Map<String, String> idsByReason =
        errors.stream()
            .filter(Line::open)
            .collect(
                Collectors.toMap(
                    line -> Texts.line(line.message()),
                    Line::id,
                    (one, other) -> one + ", " + other,
                    LinkedHashMap::new));
    List<String> sentences = new ArrayList<>();
    idsByReason.forEach((reason, ids) ->
        sentences.add(ids + " could not be graded" + (reason.isEmpty() ? "." : ": " + reason)));
    if (!errors.stream().allMatch(Line::open)) {
      sentences.add("What is not shown could not all be graded.");
    }
    return sentences;
  }

  /** E.g. {@code q1 2/2, q2 0.5/2}, of the open checks that were graded. */
  String pointsByCheck() {
    return open().stream()
        .filter(line -> line.points() != null)
        .map(
            line -> line.id() + " " + Decimals.text(line.known()) + "/" + Decimals.text(line.max()))
        .collect(Collectors.joining(", "));
  }
}

package dev.handshakelab.grading;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What somebody answered, by the ids of the checks that ask. */
public record Answers(SortedMap<String, Answer> byCheck) {
  public static final Answers NONE = new Answers(new TreeMap<>());

  public Answers {
    byCheck = Collections.unmodifiableSortedMap(new TreeMap<>(byCheck));
  }

  public Optional<Answer> to(Check check) {
    return Optional.ofNullable(byCheck.get(check.id()));
  }
}

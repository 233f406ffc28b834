package dev.handshakelab.grading;

import dev.handshakelab.grading.evidence.Sha256;
import dev.handshakelab.grading.source.Syntax;
import dev.handshakelab.wire.Octets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rubrics that work, for an instructor to start from. Together they ask what is asked of the
 * handshake in courses, each of one session.
 */
public final class ReadyRubrics {
  /** The files beside this class, in {@code ready}. */
  static final List<String> NAMES =
      List.of(
          "handshake-basics",
          "options",
          "timing",
          "no-answer",
          "lost-syn-ack",
          "lost-final-ack",
          "closed-port",
          "simultaneous-open",
          "old-duplicate-syn",
          "backlog-full",
          "syn-cookies",
          "fast-open");

  private final RubricReading reading;
  private @Nullable List<Ready> all;

  public ReadyRubrics(RubricReading reading) {
    this.reading = reading;
  }

  /**
   * @param document as it is shipped
   * @param sha256 of the document, in hex
   */
  public record Ready(Rubric rubric, Syntax syntax, Octets document, String sha256) {}

  /** In the order in which a course may come to them. */
  public synchronized List<Ready> all() {
    // Reading them takes a while, which a start that nobody grades after need not.
    if (all == null) {
      all = NAMES.stream().map(name -> load(name, reading)).toList();
    }
    return all;
  }

  private static Ready load(String name, RubricReading reading) {
    try (InputStream file = ReadyRubrics.class.getResourceAsStream("ready/" + name + ".yaml")) {
      if (file == null) {
        throw new IllegalStateException("there is no ready rubric " + name);
      }
      Octets document = Octets.of(file.readAllBytes());
      return new Ready(
          reading.read(document, Syntax.YAML), Syntax.YAML, document, Sha256.hex(document));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (Flawed why) {
      throw new IllegalStateException("ready rubric " + name + ": " + why.flaws(), why);
    }
  }
}

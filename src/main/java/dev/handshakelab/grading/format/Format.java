package dev.handshakelab.grading.format;

import dev.handshakelab.grading.Grade;
import dev.handshakelab.wire.Octets;
import java.util.Map;
import java.util.Set;

/**
 * One way in which a pipeline wants a grade: a projection of the native one, which alone is the
 * model. Everything that serves grades offers every format it is given, so a new one is one class
 * and nothing else.
 *
 * <p>The same grade and parameters give the same octets, always.
 */
public interface Format {
  /**
   * The parameter, of those formats that have it, that opens what is visible after release: {@code
   * true} or {@code false}, which is the default.
   */
  String RELEASED = "released";

  /** What {@code ?format=} calls it, e.g. {@code native}; no two formats share one. */
  String name();

  /** Its media type with parameters, e.g. {@code text/plain;charset=utf-8}. */
  String mediaType();

  /** The names of the parameters that it takes; all of them have defaults. */
  default Set<String> parameters() {
    return Set.of();
  }

  /**
   * The whole document.
   *
   * @param parameters by name, none but those of {@link #parameters}
   * @throws IllegalArgumentException when a parameter has a value that it cannot have; the message
   *     names it
   */
  Octets render(Grade grade, Map<String, String> parameters);
}

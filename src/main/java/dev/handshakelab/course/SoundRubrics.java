package dev.handshakelab.course;

import dev.handshakelab.grading.Flawed;
import dev.handshakelab.grading.Rubric;
import dev.handshakelab.grading.source.Unreadable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Kept rubrics, read. To read one takes milliseconds and it never changes, so the last ones that
 * were asked for are remembered.
 */
public final class SoundRubrics {
  private static final int REMEMBERED = 64;

  private final Rubrics rubrics;
  private final Gradings gradings;

  private final Map<String, Sound> remembered =
      Collections.synchronizedMap(
          new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Sound> eldest) {
              return size() > REMEMBERED;
            }
          });

  public SoundRubrics(Rubrics rubrics, Gradings gradings) {
    this.rubrics = rubrics;
    this.gradings = gradings;
  }

  /** A rubric and which kept version it is. */
  public record Sound(Rubric rubric, int version, String sha256) {}

  public Optional<Sound> find(String id, int version) throws InterruptedException {
    String key = id + "@" + version;
    Sound known = remembered.get(key);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<RubricVersion> kept = rubrics.find(id, version);
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    Sound read = read(kept.get());
    remembered.put(key, read);
    return Optional.of(read);
  }

  /**
   * The one that something kept was made by.
   *
   * @throws IllegalStateException when it is not there, which no caller can cause
   */
  public Sound get(String id, int version) throws InterruptedException {
    return find(id, version)
        .orElseThrow(() -> new IllegalStateException("rubric " + id + "@" + version + " is gone"));
  }

  private Sound read(RubricVersion kept) throws InterruptedException {
    try {
      Rubric rubric = gradings.read(kept.syntax().read(kept.document()));
      return new Sound(rubric, kept.version(), kept.sha256());
    } catch (Unreadable | Flawed since) {
      // It was sound when it was kept: a rule was made stricter since.
      throw new IllegalStateException(
          "rubric " + kept.id() + "@" + kept.version() + " cannot be used any more", since);
    }
  }
}

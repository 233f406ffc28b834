package dev.handshakelab.api.representation;

import dev.handshakelab.grading.Check;
import dev.handshakelab.grading.Decimals;
import dev.handshakelab.grading.Rubric;
import java.util.List;

/** What a sound rubric was understood as. */
public record RubricSoundResource(
    String id,
    String title,
    @Describe("all points together, a decimal") String maxScore,
    List<SoundCheckResource> checks) {

  public static RubricSoundResource of(Rubric rubric) {
    return new RubricSoundResource(
        rubric.id(),
        rubric.title(),
        Decimals.text(rubric.maxScore()),
        rubric.checks().stream().map(SoundCheckResource::of).toList());
  }

  /** One check of it. */
  public record SoundCheckResource(String id, String kind, @Describe("a decimal") String points) {
    static SoundCheckResource of(Check check) {
      return new SoundCheckResource(
          check.id(), check.kind().label(), Decimals.text(check.points()));
    }
  }
}

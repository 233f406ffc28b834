package dev.handshakelab.course;

import dev.handshakelab.grading.ReadyRubrics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Those that the lab ships, which are version 1 of their ids, and those that are stored. */
public final class AllRubrics implements Rubrics {
  private final Rubrics stored;
  private final ReadyRubrics ready;

  /**
   * @param stored where new ones are kept
   */
  public AllRubrics(Rubrics stored, ReadyRubrics ready) {
    this.stored = stored;
    this.ready = ready;
  }

  private List<RubricVersion> shipped() {
    return ready.all().stream()
        .map(each ->
            new RubricVersion(
                each.rubric().id(),
                1,
                each.rubric().title(),
                each.rubric().maxScore(),
                each.sha256(),
                true,
                each.syntax(),
                each.document()))
        .toList();
  }

  @Override
  public List<RubricHeading> headings() {
    List<RubricHeading> all = new ArrayList<>(stored.headings());
    shipped().stream().map(RubricVersion::heading).forEach(all::add);
    all.sort(Comparator.comparing(RubricHeading::id).thenComparingInt(RubricHeading::version));
    return List.copyOf(all);
  }

  @Override
  public Optional<RubricVersion> find(String id, int version) {
    return shipped(id, version).or(() -> stored.find(id, version));
  }

  private Optional<RubricVersion> shipped(String id, int version) {
    return shipped().stream()
        .filter(each -> each.id().equals(id) && each.version() == version)
        .findFirst();
  }

  @Override
  public Kept keep(RubricVersion rubric) {
    return shipped(rubric.id(), rubric.version())
        .map(same -> same.sha256().equals(rubric.sha256()) ? Kept.SAME : Kept.OTHER)
        .orElseGet(() -> stored.keep(rubric));
  }
}

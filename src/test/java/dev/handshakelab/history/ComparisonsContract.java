package dev.handshakelab.history;

import static dev.handshakelab.history.HistoriesContract.assertRefused;
import static dev.handshakelab.history.HistoriesContract.walk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.handshakelab.comparison.Aspect;
import dev.handshakelab.comparison.Difference;
import dev.handshakelab.comparison.Place;
import dev.handshakelab.history.Comparisons.Filter;
import dev.handshakelab.history.Session.Status;
import dev.handshakelab.trace.Party;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of whoever keeps comparisons. */
public abstract class ComparisonsContract {
  private static final Instant START = Instant.parse("2026-11-22T09:00:00Z");

  private final SplittableRandom random = new SplittableRandom(1);
  private Comparisons comparisons;

  /** Comparisons of which there are none yet. */
  protected abstract Comparisons empty();

  @BeforeEach
  void beginEmpty() {
    comparisons = empty();
  }

  /** A comparison that has just begun. */
  public static Compared running(UUID id, @Nullable Owner owner, String scenario) {
    return new Compared(
        id,
        owner,
        scenario,
        5,
        Status.RUNNING,
        null,
        TimeOrderedId.timeOf(id),
        "1.0.0",
        "6.18.44",
        null,
        List.of(),
        List.of());
  }

  private static Compared completed(Compared running) {
    return new Compared(
        running.id(),
        running.owner(),
        running.scenario(),
        running.runs(),
        Status.COMPLETED,
        null,
        running.createdAt(),
        running.engine(),
        running.kernelRelease(),
        running.id(),
        List.of(new Compared.OnKernel(running.id(), 812_345)),
        List.of(
            new Difference(
                new Place(1, Party.SERVER, 3, true, Aspect.SEGMENT),
                null,
                "S. 0:0(0) ack 1 win 65160 <mss 1460>",
                List.of(2, 5),
                "timer-meets-arrival"),
            new Difference(
                new Place(2, null, null, false, Aspect.OUTCOME),
                "CLOSED",
                "RESET",
                List.of(1),
                null)));
  }

  private UUID id(Instant at) {
    return TimeOrderedId.of(at, random::nextLong);
  }

  @Test
  void whatHasEndedIsFoundAsItWasKept() {
    Compared running = running(id(START), new Owner("hs1", "s_\"1\\", false), "lost-syn");
    assertThat(comparisons.find(running.id())).isEmpty();
    comparisons.begin(running);
    assertThat(comparisons.find(running.id())).contains(running);
    comparisons.finish(completed(running));
    assertThat(comparisons.find(running.id())).contains(completed(running));
  }

  @Test
  void whatHasEndedEndsNoSecondTime() {
    Compared running = running(id(START), null, "lost-syn");
    comparisons.begin(running);
    comparisons.finish(running.failed("a fault"));
    assertThatIllegalStateException()
        .isThrownBy(() -> comparisons.finish(completed(running)))
        .withMessageContaining("is not RUNNING any more");
    assertThat(comparisons.find(running.id())).contains(running.failed("a fault"));
  }

  @Test
  void onlyWhatIsOverIsDeleted() {
    Compared running = running(id(START), null, "lost-syn");
    assertThat(comparisons.delete(running.id())).isNull();
    comparisons.begin(running);
    assertThat(comparisons.delete(running.id())).isEqualTo(Status.RUNNING);
    assertThat(comparisons.find(running.id())).contains(running);
    comparisons.finish(completed(running));
    assertThat(comparisons.delete(running.id())).isEqualTo(Status.COMPLETED);
    assertThat(comparisons.find(running.id())).isEmpty();
    assertThat(comparisons.delete(running.id())).isNull();
  }

  /** One a second, of two scenarios, four owners and three ends. */
  private List<Compared> kept(int count) {
    List<@Nullable Owner> owners = new ArrayList<>();
    owners.add(null);
    owners.add(Owner.of("hs1", "s_1"));
    owners.add(Owner.of("hs1", "s_2"));
    owners.add(Owner.of(null, "s_1"));
    List<Compared> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Compared running =
          running(
              id(START.plusSeconds(i)),
              owners.get(i % 4),
              i % 2 == 0 ? "lost-syn" : "lost-syn-ack");
      comparisons.begin(running);
      Compared ended = i % 3 == 0 ? running.failed("a fault") : completed(running);
      if (i % 3 != 1) {
        comparisons.finish(ended);
      }
      all.addFirst(i % 3 == 1 ? running : ended);
    }
    return all;
  }

  @Test
  void everyFilterGivesWhatMatchesNewestFirst() {
    List<Compared> all = kept(24);
    for (Filter filter :
        List.of(
            Filter.ALL,
            new Filter("lost-syn", null, null, null, Sight.EVERYTHING),
            new Filter("nothing-of-the-kind", null, null, null, Sight.EVERYTHING),
            new Filter("lost-syn\0", null, null, null, Sight.EVERYTHING),
            new Filter(null, Status.RUNNING, null, null, Sight.EVERYTHING),
            new Filter(null, Status.FAILED, null, null, Sight.EVERYTHING),
            new Filter(null, null, START.plusSeconds(7), null, Sight.EVERYTHING),
            new Filter(null, null, null, START.plusSeconds(7), Sight.EVERYTHING),
            new Filter(null, null, Instant.MIN, Instant.MAX, Sight.EVERYTHING),
            new Filter(null, null, null, null, new Sight("hs1", null, true)),
            new Filter(null, null, null, null, new Sight(null, "s_1", false)),
            new Filter(null, null, null, null, new Sight("hs1", "s_1", false)),
            new Filter(null, null, null, null, new Sight("hs1", "nobody\0", false)),
            new Filter(
                "lost-syn-ack", Status.COMPLETED, START, null, new Sight("hs1", null, true)))) {
      for (int limit : new int[] {2, 100}) {
        assertThat(walk(after -> comparisons.list(filter, limit, after)))
            .as("%s by %d", filter, limit)
            .isEqualTo(all.stream().filter(each -> matches(filter, each)).toList());
      }
    }
  }

  private static boolean matches(Filter filter, Compared compared) {
    return (filter.scenario() == null || filter.scenario().equals(compared.scenario()))
        && (filter.status() == null || filter.status() == compared.status())
        && (filter.createdFrom() == null || !compared.createdAt().isBefore(filter.createdFrom()))
        && (filter.createdTo() == null || compared.createdAt().isBefore(filter.createdTo()))
        && filter.sight().covers(compared.owner());
  }

  @Test
  void aCursorSurvivesTheDeletionOfItsRowAndIsBoundToItsFilters() {
    List<Compared> all = kept(6);
    var first = comparisons.list(Filter.ALL, 4, null); // the fourth has FAILED
    assertThat(comparisons.delete(all.get(3).id())).isNotNull().isNotEqualTo(Status.RUNNING);
    String cursor = Objects.requireNonNull(first.next());
    assertThat(comparisons.list(Filter.ALL, 4, cursor).items())
        .containsExactlyElementsOf(all.subList(4, 6));
    assertThat(comparisons.list(Filter.ALL, 2, cursor).next()).isNull();
    var other = new Filter("lost-syn", null, null, null, Sight.EVERYTHING);
    assertRefused(() -> comparisons.list(other, 4, cursor));
    assertRefused(() ->
        comparisons.list(
            new Filter(null, null, null, null, new Sight("hs1", null, true)), 4, cursor));
    assertRefused(() -> comparisons.list(Filter.ALL, 4, cursor + "A"));
  }
}

package dev.handshakelab.history.jpa;

import dev.handshakelab.history.Compared;
import dev.handshakelab.history.Comparisons;
import dev.handshakelab.history.Histories.Page;
import dev.handshakelab.history.Session.Status;
import dev.handshakelab.jpa.Database;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.LockMode;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Comparisons in a relational database, a row each. */
final class JpaComparisons implements Comparisons {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Database database;
  private final UUID process;
  private final Begun begun;

  /**
   * @param process whose lease says how long what it has begun is waited for
   */
  JpaComparisons(Database database, UUID process, Begun begun) {
    this.database = database;
    this.process = process;
    this.begun = begun;
  }

  @Override
  public void begin(Compared running) {
    begun.add(running.id());
    boolean kept = false;
    try {
      database.write(at -> at.insert(new ComparisonRow(running, process, told(running))));
      kept = true;
    } finally {
      if (!kept) {
        begun.remove(running.id());
      }
    }
  }

  @Override
  public void finish(Compared finished) {
    try {
      int kept =
          database.change(at ->
              at.createMutationQuery(
                      """
                      update ComparisonRow set status = :status, failure = :failure, process = null,
                        told = :told where id = :id and status = :running
                      """)
                  .setParameter("status", finished.status())
                  .setParameter("failure", finished.failure())
                  .setParameter("told", told(finished))
                  .setParameter("id", finished.id())
                  .setParameter("running", Status.RUNNING)
                  .executeUpdate());
      if (kept == 0) {
        throw new IllegalStateException(
            "comparison %s is not RUNNING any more: the lease of its process ran out"
                .formatted(finished.id()));
      }
    } finally {
      begun.remove(finished.id());
    }
  }

  @Override
  public Optional<Compared> find(UUID id) {
    return database.read(
        at -> Optional.ofNullable(at.get(ComparisonRow.class, id)).map(JpaComparisons::compared));
  }

  @Override
  public Page<Compared> list(Filter filter, int limit, @Nullable String after) {
    Walk walk =
        Walk.over(
            "comparisons",
            filter.scenario(),
            filter.status(),
            filter.createdFrom(),
            filter.createdTo(),
            filter.sight());
    var selection = new Selection("comparison c");
    selection.where("c.scenario = :scenario", "scenario", filter.scenario());
    selection.where("c.status = :status", "status", Selection.name(filter.status()));
    selection.whereCreated("c.id", filter.createdFrom(), filter.createdTo());
    selection.where(
        "c.owner_assignment = :ownerAssignment", "ownerAssignment", filter.sight().assignment());
    selection.where("c.owner_subject = :ownerSubject", "ownerSubject", filter.sight().subject());
    selection.where("c.id < :after", "after", after == null ? null : walk.id(after));
    return database.read(at -> {
      var query =
          at.createNativeQuery(
              "select c.* " + selection.fromWhere() + " order by c.id desc limit :most",
              ComparisonRow.class);
      List<ComparisonRow> rows =
          selection.bind(query).setParameter("most", limit + 1).getResultList();
      List<ComparisonRow> page = rows.subList(0, Math.min(limit, rows.size()));
      return new Page<>(
          page.stream().map(JpaComparisons::compared).toList(),
          rows.size() > limit ? walk.cursor(page.getLast().id) : null);
    });
  }

  @Override
  public @Nullable Status delete(UUID id) {
    return database.change(at -> {
      ComparisonRow row = at.get(ComparisonRow.class, id, LockMode.PESSIMISTIC_WRITE);
      if (row == null) {
        return null;
      }
      if (row.status != Status.RUNNING) {
        at.delete(row);
      }
      return row.status;
    });
  }

  private static String told(Compared compared) {
    return MAPPER.writeValueAsString(compared);
  }

  /** One whose process died is FAILED in its columns only. */
  private static Compared compared(ComparisonRow row) {
    Compared told = MAPPER.readValue(row.told, Compared.class);
    return row.status == told.status() ? told : told.failed(String.valueOf(row.failure));
  }
}

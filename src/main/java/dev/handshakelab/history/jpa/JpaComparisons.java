package dev.handshakelab.history.jpa;

import dev.handshakelab.history.Compared;
import dev.handshakelab.history.Comparisons;
import dev.handshakelab.history.Session.Status;
import dev.handshakelab.jpa.Database;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** Comparisons in a relational database, a row each. */
final class JpaComparisons implements Comparisons {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Database database;
  private final UUID process;

  /**
   * @param process whose lease says how long what it has begun is waited for
   */
  JpaComparisons(Database database, UUID process) {
    this.database = database;
    this.process = process;
  }

  @Override
  public void begin(Compared running) {
    String told = MAPPER.writeValueAsString(running);
    database.write(at ->
        at.insert(
            new ComparisonRow(running.id(), running.status(), running.createdAt(), process, told)));
  }

  @Override
  public void finish(Compared finished) {
    database.write(at ->
        at.createMutationQuery(
                """
                update ComparisonRow set status = :status, failure = :failure, process = null,
                  told = :told where id = :id and status = :running
                """)
            .setParameter("status", finished.status())
            .setParameter("failure", finished.failure())
            .setParameter("told", MAPPER.writeValueAsString(finished))
            .setParameter("id", finished.id())
            .setParameter("running", Status.RUNNING)
            .executeUpdate());
  }

  @Override
  public Optional<Compared> find(UUID id) {
    return database.read(at -> {
      ComparisonRow row = at.get(ComparisonRow.class, id);
      return row == null ? Optional.empty() : Optional.of(compared(row));
    });
  }

  /** One whose process died is FAILED in its columns only. */
  private static Compared compared(ComparisonRow row) {
    Compared told = MAPPER.readValue(row.told, Compared.class);
    return row.status == told.status() ? told : told.failed(String.valueOf(row.failure));
  }
}

package dev.handshakelab.history.jpa;

import dev.handshakelab.history.IdempotencyKeys;
import dev.handshakelab.history.ProcessLease;
import dev.handshakelab.jpa.Database;
import dev.handshakelab.wire.Octets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.hibernate.exception.ConstraintViolationException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Idempotency keys in a relational database. A claim is a row; that two processes cannot insert the
 * same one decides who carries the request out.
 */
final class JpaIdempotencyKeys implements IdempotencyKeys {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final TypeReference<SortedMap<String, String>> HEADERS = new TypeReference<>() {};

  private final Database database;
  private final UUID process;
  private final InstantSource clock;

  JpaIdempotencyKeys(Database database, ProcessLease lease, InstantSource clock) {
    this.database = database;
    this.process = lease.process();
    this.clock = clock;
  }

  @Override
  public Claim claim(Key key, Octets request) {
    byte[] id = id(key);
    byte[] body = Unambiguous.hash(request.toArray());
    // The first look finds nothing or the answer. A claim that another request makes at the same
    // moment is found by the second.
    return look(id, body)
        .or(() -> insert(id, body))
        .or(() -> look(id, body))
        .orElseGet(Claim.InFlight::new); // made and released again meanwhile: as good as in flight
  }

  /** What a row that is there says; a row that binds nobody any more is taken over. */
  private Optional<Claim> look(byte[] id, byte[] body) {
    return database.change(at -> {
      IdempotencyKeyRow row = at.get(IdempotencyKeyRow.class, id, LockMode.PESSIMISTIC_WRITE);
      if (row == null) {
        return Optional.empty();
      }
      Instant now = clock.instant();
      if (isOver(row, now) || row.status == null && !isAlive(at, row.process, now)) {
        at.update(new IdempotencyKeyRow(id, body, process, now));
        return Optional.of(new Claim.Granted());
      }
      return Optional.of(claim(row, body));
    });
  }

  private static Claim claim(IdempotencyKeyRow row, byte[] body) {
    if (!Arrays.equals(row.request, body)) {
      return new Claim.OtherRequest();
    }
    return row.status == null
        ? new Claim.InFlight()
        : new Claim.Answered(
            new Answer(
                row.status,
                MAPPER.readValue(Stored.known(row.headers), HEADERS),
                Stored.known(row.body)));
  }

  private static boolean isOver(IdempotencyKeyRow row, Instant now) {
    return !row.claimedAt.plus(KEPT).isAfter(now);
  }

  private static boolean isAlive(StatelessSession at, UUID process, Instant now) {
    ProcessRow row = at.get(ProcessRow.class, process);
    return row != null && row.leaseUntil.isAfter(now);
  }

  private Optional<Claim> insert(byte[] id, byte[] body) {
    try {
      database.write(at -> at.insert(new IdempotencyKeyRow(id, body, process, clock.instant())));
      return Optional.of(new Claim.Granted());
    } catch (ConstraintViolationException claimedMeanwhile) {
      return Optional.empty();
    }
  }

  @Override
  public void complete(Key key, Answer answer) {
    database.write(at ->
        at.createMutationQuery(
                """
                update IdempotencyKeyRow set status = :status, headers = :headers, body = :body
                where id = :id and process = :process and status is null
                """)
            .setParameter("status", answer.status())
            .setParameter("headers", MAPPER.writeValueAsString(answer.headers()))
            .setParameter("body", answer.body())
            .setParameter("id", id(key))
            .setParameter("process", process)
            .executeUpdate());
  }

  @Override
  public void release(Key key) {
    database.write(at ->
        at.createMutationQuery(
                """
                delete from IdempotencyKeyRow
                where id = :id and process = :process and status is null
                """)
            .setParameter("id", id(key))
            .setParameter("process", process)
            .executeUpdate());
  }

  private static byte[] id(Key key) {
    return new Unambiguous()
        .add(key.caller())
        .add(key.method())
        .add(key.path())
        .add(key.value())
        .hash();
  }
}

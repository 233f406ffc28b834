package dev.handshakelab.course;

import dev.handshakelab.history.Histories;
import dev.handshakelab.history.Owner;
import dev.handshakelab.history.Session;
import dev.handshakelab.scenario.NoCapacity;
import dev.handshakelab.scenario.Problem;
import dev.handshakelab.scenario.Reading;
import dev.handshakelab.scenario.RequestReading;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.session.NotFeasible;
import dev.handshakelab.session.Sessions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Hands sessions out: each subject's own, drawn from the assignment's secret and the subject's
 * name, so that it is the same whenever it is asked for, and nobody else's. Where all share one,
 * each is given the same session again, to have for themselves.
 */
public final class Handouts {
  /** Whom a session is drawn for that all share: no subject can be named so. */
  private static final String EVERYBODY = "";

  private final Assignments assignments;
  private final Sessions sessions;
  private final Histories histories;
  private final RequestReading reading;
  private final Duration patience;

  /**
   * @param patience how long to wait for a session to be over
   */
  public Handouts(
      Assignments assignments,
      Sessions sessions,
      Histories histories,
      RequestReading reading,
      Duration patience) {
    this.assignments = assignments;
    this.sessions = sessions;
    this.histories = histories;
    this.reading = reading;
    this.patience = patience;
  }

  /** What the subject was handed out before. */
  public Optional<Variant> find(Assignment assignment, String subject) {
    return assignments.variant(assignment.id(), subject);
  }

  /**
   * What the subject is handed out, now or before. A session that somebody deleted meanwhile is run
   * again; a simulated one is the same again.
   *
   * @throws NotFeasible when this process cannot run the rubric's session
   * @throws NoCapacity when it could not be run now
   */
  public Variant give(Assignment assignment, SoundRubrics.Sound rubric, String subject)
      throws NotFeasible, InterruptedException {
    Optional<Variant> known = find(assignment, subject);
    if (known.isPresent() && isWhole(known.get())) {
      return known.get();
    }
    String drawnFor =
        switch (assignment.variants()) {
          case PER_SUBJECT -> subject;
          case SHARED -> EVERYBODY;
        };
    UUID ran = run(assignment, rubric, subject, drawnFor);
    UUID id = assignment.secret().variantOf(drawnFor, assignment.createdAt());
    Variant kept =
        keep(
            new Variant(assignment.id(), subject, id, ran),
            known.map(Variant::session).orElse(null));
    if (ran != null && !ran.equals(kept.session())) {
      histories.delete(ran); // another call was first
    }
    return kept;
  }

  private Variant keep(Variant made, @Nullable UUID gone) {
    if (gone != null) {
      assignments.replaceSession(made, gone);
    }
    return assignments.keep(made);
  }

  private boolean isWhole(Variant variant) {
    return variant.session() == null || histories.find(variant.session()).isPresent();
  }

  private @Nullable UUID run(
      Assignment assignment, SoundRubrics.Sound rubric, String subject, String drawnFor)
      throws NotFeasible, InterruptedException {
    ObjectNode wanted = rubric.rubric().session();
    if (wanted == null) {
      return null;
    }
    long seed = assignment.secret().seedOf(drawnFor);
    SessionRequest request =
        switch (reading.read(wanted.put("seed", seed), () -> seed)) {
          case Reading.Complete(SessionRequest complete) -> complete;
          case Reading.Unreadable(List<Problem> problems) -> throw new NotFeasible(problems);
          case Reading.Infeasible(List<Problem> problems) -> throw new NotFeasible(problems);
        };
    Session session = sessions.start(request, Owner.ofVariant(assignment.id(), subject), patience);
    if (session.status() == Session.Status.FAILED) {
      histories.delete(session.id());
      throw new NoCapacity("the session could not be carried out: " + session.failure());
    }
    return session.id();
  }
}

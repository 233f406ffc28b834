package dev.handshakelab.course;

import dev.handshakelab.access.Caller;
import dev.handshakelab.course.AttemptPolicy.Ruling;
import dev.handshakelab.course.AttemptPolicy.Standing;
import dev.handshakelab.course.Attempts.Graded;
import dev.handshakelab.grading.Answers;
import dev.handshakelab.grading.Result;
import dev.handshakelab.history.Histories;
import dev.handshakelab.history.Owner;
import dev.handshakelab.history.TimeOrderedId;
import dev.handshakelab.session.NotFeasible;
import dev.handshakelab.trace.Trace;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes what subjects hand in. An attempt and its grade are kept together or not at all: whatever
 * goes wrong on the way, nobody has used an attempt up for nothing.
 */
public final class HandIns {
  private final Handouts handouts;
  private final Attempts attempts;
  private final Gradings gradings;
  private final Histories histories;
  private final InstantSource clock;
  private final LongSupplier chance;

  /**
   * @param chance 64 bits that cannot be foretold, at each call
   */
  public HandIns(
      Handouts handouts,
      Attempts attempts,
      Gradings gradings,
      Histories histories,
      InstantSource clock,
      LongSupplier chance) {
    this.handouts = handouts;
    this.attempts = attempts;
    this.gradings = gradings;
    this.histories = histories;
    this.clock = clock;
    this.chance = chance;
  }

  /**
   * What somebody hands in.
   *
   * @param answers understood
   * @param answersJson the same as it was sent
   * @param session of the subject's own, where the rubric has none; else null
   * @param caller who sent it
   * @param receivedAt when the lab got it
   */
  public record HandIn(
      Assignment assignment,
      SoundRubrics.Sound rubric,
      String subject,
      Answers answers,
      String answersJson,
      @Nullable UUID session,
      Caller caller,
      Instant receivedAt) {}

  /**
   * Grades it and keeps it, in the order in which the lab got it.
   *
   * @throws Refused when the assignment's policy lets nothing be handed in now
   * @throws Unusable when there is no session to be graded
   */
  public Graded take(HandIn handIn) throws Refused, Unusable, NotFeasible, InterruptedException {
    Variant variant = handouts.give(handIn.assignment(), handIn.rubric(), handIn.subject());
    // Grading costs more than looking; whether it is so still is seen when it is kept.
    rule(handIn, attempts.standing(variant.assignment(), variant.subject()));
    UUID session = session(variant, handIn);
    Trace trace =
        histories
            .trace(session)
            .orElseThrow(
                () -> new Unusable("session " + session + " is not over, or left no trace"));
    SoundRubrics.Sound rubric = handIn.rubric();
    Result result =
        gradings.grade(rubric.rubric(), rubric.version(), rubric.sha256(), trace, handIn.answers());
    return kept(handIn, session, result);
  }

  private UUID session(Variant variant, HandIn handIn) throws Unusable {
    UUID handedIn = handIn.session();
    if (variant.session() != null) {
      if (handedIn != null && !handedIn.equals(variant.session())) {
        throw new Unusable(
            "the answers are about the subject's own session "
                + variant.session()
                + ", and no other");
      }
      return variant.session();
    }
    if (handedIn == null) {
      throw new Unusable("the rubric runs no session of its own, so one session must be handed in");
    }
    if (histories.find(handedIn).filter(found -> isOf(handIn, found.owner())).isEmpty()) {
      throw new Unusable("there is no session " + handedIn + " of " + handIn.subject());
    }
    return handedIn;
  }

  /** Sessions of nobody in particular are run where nobody has to say who they are. */
  private static boolean isOf(HandIn handIn, @Nullable Owner owner) {
    return owner == null
        ? handIn.caller().maySee(null, null)
        : handIn.subject().equals(owner.subject());
  }

  private Graded kept(HandIn handIn, UUID session, Result result) throws Refused {
    String assignment = handIn.assignment().id();
    try {
      return attempts.hold(
          assignment,
          handIn.subject(),
          held -> {
            try {
              rule(handIn, held.standing());
            } catch (Refused since) {
              throw new RefusedMeanwhile(since);
            }
            Optional<Attempt> last = held.last();
            Instant at = after(last.map(Attempt::submittedAt), handIn.receivedAt());
            UUID id = TimeOrderedId.of(at, chance);
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            KeptGrade grade =
                KeptGrade.first(
                    TimeOrderedId.of(now, chance), id, handIn.caller().name(), now, result);
            Attempt attempt =
                new Attempt(
                    id,
                    assignment,
                    handIn.subject(),
                    last.map(Attempt::number).orElse(0) + 1,
                    at,
                    handIn.caller().name(),
                    session,
                    handIn.answersJson(),
                    grade.id(),
                    result.state());
            held.add(attempt, grade);
            return new Graded(attempt, grade);
          });
    } catch (RefusedMeanwhile why) {
      throw why.refused;
    }
  }

  /** Each attempt of a subject is later than the one before, whatever the clock does. */
  private static Instant after(Optional<Instant> last, Instant received) {
    Instant at = received.truncatedTo(ChronoUnit.MICROS);
    return last.filter(before -> !before.isBefore(at))
        .map(before -> before.plus(1, ChronoUnit.MICROS))
        .orElse(at);
  }

  private static void rule(HandIn handIn, Standing standing) throws Refused {
    Ruling ruling = handIn.assignment().attempts().on(standing, handIn.receivedAt());
    if (!(ruling instanceof Ruling.Allowed)) {
      throw new Refused(ruling);
    }
  }

  /** Carries a refusal out of a transaction, which thereby keeps nothing. */
  private static final class RefusedMeanwhile extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Refused refused;

    RefusedMeanwhile(Refused refused) {
      super(refused);
      this.refused = refused;
    }
  }
}

package dev.handshakelab.course;

import java.util.List;
import java.util.Optional;

/** Every version of every rubric. What is kept once is never changed. */
public interface Rubrics {
  /** Of every version, by id and then by version. */
  List<RubricHeading> headings();

  Optional<RubricVersion> find(String id, int version);

  /** What became of a version that was to be kept. */
  enum Kept {
    NEW,
    /** The same octets were there already. */
    SAME,
    /** Other octets are there; nothing was changed. */
    OTHER
  }

  Kept keep(RubricVersion rubric);
}

package dev.handshakelab.grading;

import dev.handshakelab.grading.evidence.SegmentField;
import org.jspecify.annotations.Nullable;

/** What a field of a segment is compared with. */
public sealed interface FieldValue {
  /**
   * Written into the rubric.
   *
   * @param value of the field's type; null for an option that is not there
   */
  record Literal(@Nullable Object value) implements FieldValue {}

  /**
   * A field of another segment, and so much more modulo 2^32.
   *
   * @param segment its place in order of sending, from 0
   */
  record OfSegment(int segment, SegmentField field, long plus) implements FieldValue {}
}

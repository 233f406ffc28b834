package dev.handshakelab.history.jpa;

import dev.handshakelab.trace.Entry;

/**
 * One entry of a timeline, whichever table keeps it. Together the rows of a session bear the
 * numbers 1, 2, … without a gap, so a stretch of the timeline is a range of numbers in each table.
 */
sealed interface TimelineRow permits SegmentRow, DeliveryRow, TransitionRow, EntryRow {
  int entryNo();

  Entry entry();
}

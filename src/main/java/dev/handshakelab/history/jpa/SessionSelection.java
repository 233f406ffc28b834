package dev.handshakelab.history.jpa;

import dev.handshakelab.history.Histories.SessionFilter;
import dev.handshakelab.history.Sight;

/** Which sessions are meant, by a filter over them and whose they may be. */
final class SessionSelection extends Selection {
  private int labels;

  SessionSelection(SessionFilter filter) {
    super("session s");
    where("s.mode = :mode", "mode", name(filter.mode()));
    where("s.scenario = :scenario", "scenario", filter.scenario());
    where("s.outcome = :outcome", "outcome", name(filter.outcome()));
    where("s.status = :status", "status", name(filter.status()));
    whereCreated("s.id", filter.createdFrom(), filter.createdTo());
    filter.labels().forEach(this::whereLabel);
    within(filter.sight(), !filter.labels().isEmpty());
  }

  /**
   * @param byLabels whether labels say which sessions are meant
   */
  private void within(Sight sight, boolean byLabels) {
    where("s.owner_assignment = :ownerAssignment", "ownerAssignment", sight.assignment());
    where(
        "(s.owner_subject = :ownerSubject or s.owner_subject is null and s.variant)",
        "ownerSubject",
        sight.subject());
    if (byLabels && !sight.secrets()) {
      where("not s.variant");
    }
  }

  /** A session has a label at most once, so the join gives no row twice. */
  private void whereLabel(String label, String value) {
    String alias = "label" + ++labels;
    join(
        "join session_label %1$s on %1$s.session_id = s.id and %1$s.label_name = :%1$sName"
            .formatted(alias),
        alias + "Name",
        label);
    where("%1$s.label_value = :%1$sValue".formatted(alias), alias + "Value", value);
  }
}

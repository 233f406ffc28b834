package dev.handshakelab.history.jpa;

import dev.handshakelab.history.Histories.SessionFilter;
import dev.handshakelab.history.Sight;
import dev.handshakelab.history.TimeOrderedId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.query.CommonQueryContract;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions are meant, as the middle of an SQL query: {@code from session s … where …}. Only
 * what filters is written, so that the planner sees what there is to use an index for.
 */
final class SessionSelection {
  private final StringBuilder tables = new StringBuilder("session s");
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, Object> parameters = new LinkedHashMap<>();

  SessionSelection(SessionFilter filter) {
    where("s.mode = :mode", "mode", name(filter.mode()));
    where("s.scenario = :scenario", "scenario", filter.scenario());
    where("s.outcome = :outcome", "outcome", name(filter.outcome()));
    where("s.status = :status", "status", name(filter.status()));
    if (filter.createdFrom() != null) {
      where("s.id >= :createdFrom", "createdFrom", TimeOrderedId.notBefore(filter.createdFrom()));
    }
    if (filter.createdTo() != null) {
      where("s.id < :createdTo", "createdTo", TimeOrderedId.notBefore(filter.createdTo()));
    }
    filter.labels().forEach(this::join);
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

  private static @Nullable String name(@Nullable Enum<?> constant) {
    return constant == null ? null : constant.name();
  }

  /** A session has a label at most once, so the join gives no row twice. */
  private void join(String label, String value) {
    String alias = "label" + parameters.size();
    tables.append(
        " join session_label %1$s on %1$s.session_id = s.id and %1$s.label_name = :%1$sName"
            .formatted(alias));
    conditions.add("%1$s.label_value = :%1$sValue".formatted(alias));
    set(alias + "Name", label);
    set(alias + "Value", value);
  }

  /** Adds a condition with its parameter, unless the value is null. */
  void where(String condition, String parameter, @Nullable Object value) {
    if (value != null) {
      conditions.add(condition);
      set(parameter, value);
    }
  }

  void where(String condition) {
    conditions.add(condition);
  }

  /** Adds tables that keep every session, with the parameter that they mention. */
  void join(String tables, String parameter, Object value) {
    this.tables.append(' ').append(tables);
    set(parameter, value);
  }

  private void set(String parameter, Object value) {
    if (value instanceof String text && text.indexOf('\0') >= 0) {
      conditions.add("1 = 0"); // no text that is kept has it, and PostgreSQL refuses to look
      parameters.put(parameter, "");
    } else {
      parameters.put(parameter, value);
    }
  }

  String fromWhere() {
    return "from "
        + tables
        + (conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions));
  }

  <Q extends CommonQueryContract> Q bind(Q query) {
    parameters.forEach(query::setParameter);
    return query;
  }
}

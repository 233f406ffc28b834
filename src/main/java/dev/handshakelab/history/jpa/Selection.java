package dev.handshakelab.history.jpa;

import dev.handshakelab.history.TimeOrderedId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.query.CommonQueryContract;
import org.jspecify.annotations.Nullable;

/**
 * Which rows are meant, as the middle of an SQL query: {@code from session s … where …}. Only what
 * filters is written, so that the planner sees what there is to use an index for.
 */
class Selection {
  private final StringBuilder tables;
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, Object> parameters = new LinkedHashMap<>();

  /**
   * @param table with its alias
   */
  Selection(String table) {
    tables = new StringBuilder(table);
  }

  /** As a column keeps it. */
  static @Nullable String name(@Nullable Enum<?> constant) {
    return constant == null ? null : constant.name();
  }

  /** Adds a condition with its parameter, unless the value is null. */
  final void where(String condition, String parameter, @Nullable Object value) {
    if (value != null) {
      conditions.add(condition);
      set(parameter, value);
    }
  }

  final void where(String condition) {
    conditions.add(condition);
  }

  /**
   * Rows by when they were named.
   *
   * @param id the column with a {@link TimeOrderedId}
   * @param from inclusive, null for no bound
   * @param to exclusive, null for no bound
   */
  final void whereCreated(String id, @Nullable Instant from, @Nullable Instant to) {
    where(
        id + " >= :createdFrom",
        "createdFrom",
        from == null ? null : TimeOrderedId.notBefore(from));
    where(id + " < :createdTo", "createdTo", to == null ? null : TimeOrderedId.notBefore(to));
  }

  /** Adds tables that keep every row, with a parameter that they mention. */
  final void join(String more, String parameter, Object value) {
    tables.append(' ').append(more);
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

  final String fromWhere() {
    return "from "
        + tables
        + (conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions));
  }

  final <Q extends CommonQueryContract> Q bind(Q query) {
    parameters.forEach(query::setParameter);
    return query;
  }
}

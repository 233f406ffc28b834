package dev.handshakelab.history.jpa;

import jakarta.persistence.Table;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a session as bare values, to be stored under any id by nothing but JDBC: one batch a
 * table.
 */
final class PlainRows {
  /** By insert statement; the first value of each row is the id of the session. */
  private final Map<String, List<List<Object>>> tables = new LinkedHashMap<>();

  PlainRows(SessionRows rows) {
    add(rows.session());
    rows.others().forEach(table -> table.forEach(this::add));
  }

  int size() {
    return tables.values().stream().mapToInt(List::size).sum();
  }

  void store(UUID id, Connection connection) throws SQLException {
    for (var table : tables.entrySet()) {
      try (PreparedStatement insert = connection.prepareStatement(table.getKey())) {
        for (List<Object> values : table.getValue()) {
          insert.setObject(1, id);
          for (int i = 1; i < values.size(); i++) {
            bind(insert, i + 1, values.get(i));
          }
          insert.addBatch();
        }
        insert.executeBatch();
      }
    }
    connection.commit();
  }

  private static void bind(PreparedStatement insert, int at, Object value) throws SQLException {
    switch (value) {
      case String text -> insert.setString(at, text);
      case Integer number -> insert.setInt(at, number);
      case Long number -> insert.setLong(at, number);
      case Short number -> insert.setShort(at, number);
      case Boolean truth -> insert.setBoolean(at, truth);
      case byte[] octets -> insert.setBytes(at, octets);
      case Absent absent -> insert.setNull(at, absent.type);
      default -> throw new IllegalArgumentException("no column holds " + value.getClass());
    }
  }

  /** A null, with the type of its column. */
  private record Absent(int type) {}

  private void add(Object row) {
    Map<String, Object> columns = new LinkedHashMap<>();
    for (Field field : row.getClass().getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        add(columns, field.getName(), field.getType(), read(field, row));
      }
    }
    String insert =
        "insert into %s (%s) values (?%s)"
            .formatted(
                row.getClass().getAnnotation(Table.class).name(),
                String.join(",", columns.keySet()),
                ",?".repeat(columns.size() - 1));
    tables.computeIfAbsent(insert, none -> new ArrayList<>()).add(List.copyOf(columns.values()));
  }

  private static void add(
      Map<String, Object> columns, String name, Class<?> type, @Nullable Object value) {
    if (type == CauseColumns.class) {
      for (RecordComponent part : CauseColumns.class.getRecordComponents()) {
        add(columns, part.getName(), part.getType(), value == null ? null : read(part, value));
      }
      return;
    }
    columns.put(
        name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT),
        switch (value) {
          case null -> new Absent(sqlType(type));
          case Enum<?> constant -> constant.name();
          default -> value;
        });
  }

  private static int sqlType(Class<?> type) {
    if (type == Long.class) {
      return Types.BIGINT;
    }
    if (type == Integer.class) {
      return Types.INTEGER;
    }
    return type == UUID.class ? Types.OTHER : Types.VARCHAR;
  }

  private static @Nullable Object read(Field field, Object row) {
    try {
      return field.get(row);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Object read(RecordComponent part, Object of) {
    try {
      return part.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}

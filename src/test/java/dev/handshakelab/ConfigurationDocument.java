package dev.handshakelab;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Writes {@code docs/configuration.md} from the record that the configuration is read into. */
final class ConfigurationDocument {
  private static final Pattern HUMP = Pattern.compile("([a-z])([A-Z])");

  private final StringBuilder page = new StringBuilder();

  static String write() {
    return new ConfigurationDocument().page();
  }

  private String page() {
    page.append(
        """
        # Configuration

        Every limit of the lab is a property, set in `application.yaml`, on the command line (`--lab.http.max-page=200`) or in the
        environment (`LAB_HTTP_MAXPAGE=200`). Durations are written `500ms`, `10s`, `2m`. This page is written from the record that
        the properties are read into.

        Beside these: `SERVER_PORT` (8080), `SERVER_ADDRESS` (127.0.0.1), `SPRING_DATASOURCE_URL`, `SPRING_DATASOURCE_USERNAME` and
        `SPRING_DATASOURCE_PASSWORD` (an H2 file under `data/`, or any H2 or PostgreSQL).

        | property | default | |
        |---|---|---|
        """);
    LabProperties defaults =
        new Binder(new MapConfigurationPropertySource()).bindOrCreate("lab", LabProperties.class);
    rows("lab", defaults);
    page.append(
        """

        ## Metrics and logs

        `/actuator/prometheus` has, beside what the JVM, the server and the pool of connections tell of themselves:

        | metric | |
        |---|---|
        | `lab_sessions_seconds` | sessions that ended, and how long they took from their creation until they were stored, by `mode`, `status` and `outcome` |
        | `lab_sessions_running`, `lab_sessions_waiting` | sessions that run now, and that wait for a thread |
        | `lab_capture_drops_total` | packets of sessions on real sockets, and events of the kernel's tracepoints, that no buffer had room for; `GET /sessions/{id}/kernel` says so too |

        One line is logged for every session that ended. With `LOGGING_STRUCTURED_FORMAT_CONSOLE` set to `ecs`, `gelf` or
        `logstash` each line of the log is one JSON object, and the session's id, mode, scenario, status, outcome and milliseconds
        are members of it.
        """);
    return page.toString();
  }

  private void rows(String prefix, Object values) {
    for (RecordComponent component : values.getClass().getRecordComponents()) {
      String name =
          prefix
              + "."
              + HUMP.matcher(component.getName())
                  .replaceAll("$1-$2")
                  .toLowerCase(java.util.Locale.ROOT);
      Object value = valueOf(component, values);
      Meaning meaning = component.getAnnotation(Meaning.class);
      if (meaning == null) {
        rows(name, value);
      } else {
        page.append("| `%s` | %s | %s |\n".formatted(name, shown(value), meaning.value()));
      }
    }
  }

  private static Object valueOf(RecordComponent component, Object values) {
    try {
      return Objects.requireNonNull(component.getAccessor().invoke(values));
    } catch (ReflectiveOperationException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  private static String shown(Object value) {
    return switch (value) {
      case Duration duration -> duration.toSeconds() + "s";
      case List<?> list when list.isEmpty() -> "none";
      default -> value.toString();
    };
  }
}

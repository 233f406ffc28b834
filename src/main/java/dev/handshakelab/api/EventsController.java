package dev.handshakelab.api;

import dev.handshakelab.access.Caller;
import dev.handshakelab.api.input.Query;
import dev.handshakelab.api.problem.InputError;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.api.representation.TimelineItem;
import dev.handshakelab.history.Histories;
import dev.handshakelab.history.Histories.Numbered;
import dev.handshakelab.history.Session;
import dev.handshakelab.session.Live;
import dev.handshakelab.session.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * The timeline as Server-Sent Events: what is there already, then what comes while the session
 * runs, then {@code event: end}. A client that lost the connection goes on after its {@code
 * Last-Event-ID}. Each stream has a virtual thread of its own, which blocks where it waits.
 */
@RestController
class EventsController {
  private static final int BATCH = 500;

  /** A comment this often tells both sides that the other is still there. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  /** How often the history is asked about a session that another process runs. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final SessionsInSight inSight;
  private final Histories histories;
  private final Sessions sessions;
  private final JsonMapper mapper;

  EventsController(
      SessionsInSight inSight, Histories histories, Sessions sessions, JsonMapper mapper) {
    this.inSight = inSight;
    this.histories = histories;
    this.sessions = sessions;
    this.mapper = mapper;
  }

  @GetMapping(path = "/api/v1/sessions/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  void events(
      @PathVariable String id, HttpServletRequest call, HttpServletResponse response, Caller caller)
      throws IOException, InterruptedException {
    Query.of(call).check();
    int after = lastEvent(call.getHeader("Last-Event-ID"));
    UUID session = inSight.named(id, caller).id();
    Optional<Live> live = sessions.live(session);
    response.setContentType("text/event-stream;charset=utf-8");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    Stream stream = new Stream(response.getOutputStream(), after);
    boolean whole = true;
    if (live.isPresent()) {
      follow(live.get(), stream);
    } else {
      whole = replay(session, stream);
    }
    if (whole) {
      stream.end(status(session));
    }
  }

  private void follow(Live live, Stream stream) throws IOException, InterruptedException {
    while (true) {
      Live.News news = live.after(stream.last, HEARTBEAT);
      stream.tell(news.entries());
      if (news.over()) {
        return;
      }
      if (news.entries().isEmpty()) {
        stream.beat();
      }
      stream.flush();
    }
  }

  /** Tells what is kept; false when it stops before the end, because the lab shuts down. */
  private boolean replay(UUID session, Stream stream) throws IOException, InterruptedException {
    while (true) {
      boolean running = status(session) == Session.Status.RUNNING;
      List<Numbered> batch;
      do {
        batch = histories.timelineAfter(session, stream.last, BATCH);
        stream.tell(batch);
      } while (!batch.isEmpty());
      if (!running) {
        return true;
      }
      stream.beat();
      stream.flush();
      // Another process runs it: its entries come all at once, when it is over.
      if (sessions.isClosedWithin(LOOK)) {
        return false;
      }
    }
  }

  private Session.@Nullable Status status(UUID session) {
    return histories.find(session).map(Session::status).orElse(null);
  }

  private static int lastEvent(@Nullable String header) {
    if (header == null || header.isEmpty()) {
      return 0;
    }
    try {
      int last = Integer.parseInt(header);
      if (last >= 0) {
        return last;
      }
    } catch (NumberFormatException notANumber) {
      // told below
    }
    throw Refusal.of(
        ProblemType.HEADER,
        List.of(InputError.header("Last-Event-ID", "must be the id of an event, a whole number")));
  }

  /** Writes events in the format of the HTML standard, §9.2.6. */
  private final class Stream {
    private final OutputStream out;
    private int last;

    Stream(OutputStream out, int last) {
      this.out = out;
      this.last = last;
    }

    void tell(List<Numbered> entries) throws IOException {
      for (Numbered entry : entries) {
        write("id: " + entry.entry() + "\ndata: " + json(TimelineItem.of(entry)) + "\n\n");
        last = entry.entry();
      }
    }

    /** A line that begins with a colon is a comment. */
    void beat() throws IOException {
      write(":\n\n");
    }

    void flush() throws IOException {
      out.flush();
    }

    void end(Session.@Nullable Status status) throws IOException {
      String data = status == null ? "{}" : json(Map.of("status", status));
      write("event: end\ndata: " + data + "\n\n");
      out.flush();
    }

    private String json(Object value) {
      return mapper.writeValueAsString(value);
    }

    private void write(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}

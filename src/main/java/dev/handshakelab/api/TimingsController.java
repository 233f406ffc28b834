package dev.handshakelab.api;

import dev.handshakelab.access.Caller;
import dev.handshakelab.api.input.Query;
import dev.handshakelab.api.problem.InputError;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.api.representation.TimingsResource;
import dev.handshakelab.history.Histories;
import dev.handshakelab.history.Histories.SessionFilter;
import dev.handshakelab.history.Timings;
import dev.handshakelab.history.Timings.GroupBy;
import dev.handshakelab.history.Timings.Measure;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How one time is distributed over many sessions. */
@RestController
class TimingsController {
  /** The measures by the names that the contract gives them. */
  private static final Map<String, Measure> MEASURES =
      Map.of(
          "handshake", Measure.HANDSHAKE,
          "clientRtt", Measure.CLIENT_RTT,
          "serverRtt", Measure.SERVER_RTT,
          "retransmissionWait", Measure.RETRANSMISSION_WAIT);

  private static final String LABEL = "label.";

  private final Histories histories;

  TimingsController(Histories histories) {
    this.histories = histories;
  }

  @GetMapping(path = "/api/v1/timings", produces = MediaType.APPLICATION_JSON_VALUE)
  TimingsResource timings(HttpServletRequest call, Caller caller) {
    Query query = Query.of(call);
    String name = query.text("measure");
    Measure measure = name == null ? null : MEASURES.get(name);
    if (measure == null) {
      query.wrong("measure", "must be one of handshake, clientRtt, serverRtt, retransmissionWait");
    }
    GroupBy groupBy = groupBy(query);
    SessionFilter filter = SessionQueries.filter(query, caller);
    query.check();
    if (name == null || measure == null) {
      throw new IllegalStateException("refused above");
    }
    try {
      return TimingsResource.of(name, histories.timings(measure, groupBy, filter));
    } catch (Timings.TooManyGroups tooMany) {
      throw Refusal.of(
          ProblemType.PARAMETER,
          List.of(InputError.parameter("groupBy", String.valueOf(tooMany.getMessage()))));
    }
  }

  private static @Nullable GroupBy groupBy(Query query) {
    String text = query.text("groupBy");
    return switch (text) {
      case null -> null;
      case "scenario" -> new GroupBy.ByScenario();
      case "mode" -> new GroupBy.ByMode();
      case "outcome" -> new GroupBy.ByOutcome();
      default -> {
        if (text.startsWith(LABEL) && text.length() > LABEL.length()) {
          yield new GroupBy.ByLabel(text.substring(LABEL.length()));
        }
        query.wrong("groupBy", "must be scenario, mode, outcome or label.<name>");
        yield null;
      }
    };
  }
}

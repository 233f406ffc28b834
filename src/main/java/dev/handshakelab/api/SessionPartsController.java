package dev.handshakelab.api;

import dev.handshakelab.access.Caller;
import dev.handshakelab.api.input.Paging;
import dev.handshakelab.api.input.Query;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.api.representation.ConnectionResource;
import dev.handshakelab.api.representation.KernelResource;
import dev.handshakelab.api.representation.PageResource;
import dev.handshakelab.api.representation.SegmentResource;
import dev.handshakelab.api.representation.TimelineItem;
import dev.handshakelab.api.representation.TimingResource;
import dev.handshakelab.api.representation.TransitionResource;
import dev.handshakelab.history.Histories;
import dev.handshakelab.history.Histories.SegmentFilter;
import dev.handshakelab.history.Histories.TransitionFilter;
import dev.handshakelab.history.KernelAccounts;
import dev.handshakelab.history.Session;
import dev.handshakelab.trace.Party;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What one session consists of. While it is RUNNING the lists are empty. */
@RestController
@RequestMapping(path = "/api/v1/sessions/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
class SessionPartsController {
  private static final String CONNECTION = "connection";

  private final SessionsInSight inSight;
  private final Histories histories;
  private final KernelAccounts accounts;
  private final HttpLimits limits;

  SessionPartsController(
      SessionsInSight inSight, Histories histories, KernelAccounts accounts, HttpLimits limits) {
    this.inSight = inSight;
    this.histories = histories;
    this.accounts = accounts;
    this.limits = limits;
  }

  @GetMapping("/connections")
  PageResource<ConnectionResource> connections(
      @PathVariable String id, HttpServletRequest call, Caller caller) {
    Query query = Query.of(call);
    Paging paging = Pages.paging(query, limits);
    query.check();
    Session session = inSight.named(id, caller);
    return PageResource.of(
        histories.conversations(session.id(), paging.limit(), paging.after()),
        measures -> ConnectionResource.of(measures, session.request()));
  }

  @GetMapping("/segments")
  PageResource<SegmentResource> segments(
      @PathVariable String id, HttpServletRequest call, Caller caller) {
    Query query = Query.of(call);
    SegmentFilter filter =
        new SegmentFilter(
            query.whole(CONNECTION, 1, Integer.MAX_VALUE),
            query.oneOf("from", Party.class),
            query.flags("flags"));
    Paging paging = Pages.paging(query, limits);
    query.check();
    return PageResource.of(
        histories.segments(inSight.named(id, caller).id(), filter, paging.limit(), paging.after()),
        SegmentResource::of);
  }

  @GetMapping("/transitions")
  PageResource<TransitionResource> transitions(
      @PathVariable String id, HttpServletRequest call, Caller caller) {
    Query query = Query.of(call);
    TransitionFilter filter =
        new TransitionFilter(
            query.whole(CONNECTION, 1, Integer.MAX_VALUE), query.oneOf("endpoint", Party.class));
    Paging paging = Pages.paging(query, limits);
    query.check();
    return PageResource.of(
        histories.transitions(
            inSight.named(id, caller).id(), filter, paging.limit(), paging.after()),
        TransitionResource::of);
  }

  @GetMapping("/timeline")
  PageResource<TimelineItem> timeline(
      @PathVariable String id, HttpServletRequest call, Caller caller) {
    Query query = Query.of(call);
    Paging paging = Pages.paging(query, limits);
    query.check();
    return PageResource.of(
        histories.timeline(inSight.named(id, caller).id(), paging.limit(), paging.after()),
        TimelineItem::of);
  }

  @GetMapping("/timing")
  TimingResource timing(@PathVariable String id, HttpServletRequest call, Caller caller) {
    Query.of(call).check();
    Session.Summary summary = inSight.named(id, caller).summary();
    if (summary == null) {
      throw new Refusal(
          ProblemType.CONFLICT,
          "session " + id + " has no timing: it is not over, or left no trace");
    }
    return TimingResource.of(summary.first().timing());
  }

  @GetMapping("/kernel")
  KernelResource kernel(@PathVariable String id, HttpServletRequest call, Caller caller) {
    Query.of(call).check();
    return accounts
        .find(inSight.named(id, caller).id())
        .map(KernelResource::of)
        .orElseThrow(() ->
            new Refusal(
                ProblemType.CONFLICT,
                "no kernel says anything of session "
                    + id
                    + ": none took part, or it is not over"));
  }
}

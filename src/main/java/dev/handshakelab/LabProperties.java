package dev.handshakelab;

import dev.handshakelab.access.Openness;
import dev.handshakelab.linux.Tier;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Every limit of the lab, under {@code lab} in the configuration. {@code docs/configuration.md} is
 * written from this record, its comments included, and a test holds the two together.
 */
@ConfigurationProperties("lab")
record LabProperties(
    @DefaultValue Http http,
    @DefaultValue Request request,
    @DefaultValue Run run,
    @DefaultValue Comparison comparison,
    @DefaultValue Grading grading,
    @DefaultValue Lease lease,
    @DefaultValue Access access) {

  record Http(
      @Meaning("octets of a request body") @DefaultValue("1048576") long maxBody,
      @Meaning("nesting of JSON in a request body") @DefaultValue("32") int maxDepth,
      @Meaning("items of a page when `limit` is not given") @DefaultValue("100") int defaultPage,
      @Meaning("the greatest `limit`") @DefaultValue("1000") int maxPage,
      @Meaning("how long a call waits for its session without `Prefer: wait`") @DefaultValue("10s")
          Duration defaultWait,
      @Meaning("the longest `Prefer: wait`; what asks for more gets this much") @DefaultValue("60s")
          Duration maxWait,
      @Meaning("what `Retry-After` says when there is no capacity") @DefaultValue("1s")
          Duration retryAfter,
      @Meaning(
              "names that a service on a loopback address answers for, besides `localhost` and"
                  + " loopback addresses")
          @DefaultValue
          List<String> hosts) {}

  record Request(
      @Meaning("faults, injections and steps of a request, each") @DefaultValue("1000") int listed,
      @Meaning("labels of a session") @DefaultValue("16") int labels,
      @Meaning("characters of one string") @DefaultValue("65536") int text,
      @Meaning("spoofed SYNs of all floods of a request together, at most 131,072")
          @DefaultValue("100000")
          int flooded,
      @Meaning("connections of each kind in one sample of ISNs") @DefaultValue("1000") int isns) {}

  record Run(
      @Meaning("simulated sessions that run at a time; 0 means one per core") @DefaultValue("0")
          int simulations,
      @Meaning("sessions on real sockets that run at a time") @DefaultValue("8") int kernelRuns,
      @Meaning(
              "sessions that wait for a thread, simulated ones and those on real sockets each; more"
                  + " are answered 503")
          @DefaultValue("256")
          int queue,
      @Meaning(
              "the best way that is tried to have sessions on real sockets: `NETNS_TUN`,"
                  + " `REFLECT_TUN`, `LOOPBACK` or `SOCKETS_ONLY`")
          @DefaultValue("NETNS_TUN")
          Tier kernelTier,
      @Meaning("whether the kernel's tracepoints are read for sessions on real sockets")
          @DefaultValue("true")
          boolean kernelTrace,
      @Meaning(
              "the loopback address of sessions on real sockets; with `::1` they run over IPv6 in"
                  + " every tier")
          @DefaultValue("127.0.0.1")
          String kernelAddress,
      @Meaning("how long a session on real sockets may take before it is FAILED")
          @DefaultValue("200s")
          Duration kernelDeadline,
      @Meaning("how long a shutdown waits for sessions under way before it marks them FAILED")
          @DefaultValue("20s")
          Duration shutdownGrace) {}

  record Comparison(
      @Meaning("comparisons under way at a time; more are answered 503") @DefaultValue("2")
          int atATime,
      @Meaning("the most sessions on the kernel that one comparison may ask for")
          @DefaultValue("20")
          int runs,
      @Meaning(
              "a session on the kernel of a comparison in which something came later than this is"
                  + " repeated")
          @DefaultValue("10ms")
          Duration late,
      @Meaning("how often at the most, the first time included; the least late one counts")
          @DefaultValue("3")
          int tries) {}

  record Grading(
      @Meaning("gradings at a time; 0 means one per two cores") @DefaultValue("0") int gradings,
      @Meaning("gradings that wait for a thread; more are answered 503") @DefaultValue("256")
          int queue) {}

  record Access(
      @Meaning(
              "whether a caller without a token is taken for an instructor: `ON_LOOPBACK`, that is"
                  + " while `server.address` is a loopback address, `ALWAYS` or `NEVER`. Behind a"
                  + " proxy set `NEVER`: whom it lets through comes from this machine")
          @DefaultValue("ON_LOOPBACK")
          Openness open,
      @Meaning(
              "whether an instructor's token is printed at this start; without it that happens at"
                  + " the first start that asks for tokens and has none, and never again")
          @DefaultValue("false")
          boolean printToken,
      @Meaning("calls a minute with one token; more are answered 429") @DefaultValue("3000")
          int calls,
      @Meaning("calls a minute with all tokens of one subject together") @DefaultValue("600")
          int subjectCalls) {}

  record Lease(
      @Meaning(
              "how long after its last sign of life a process counts as dead, and its running"
                  + " sessions become FAILED")
          @DefaultValue("30s")
          Duration length,
      @Meaning("how often a process gives a sign of life, and looks for dead ones")
          @DefaultValue("5s")
          Duration renewal) {}
}

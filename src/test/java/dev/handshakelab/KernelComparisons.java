package dev.handshakelab;

import dev.handshakelab.comparison.Comparison;
import dev.handshakelab.comparison.Difference;
import dev.handshakelab.comparison.Divergences;
import dev.handshakelab.comparison.SideBySide;
import dev.handshakelab.linux.LinuxRunner;
import dev.handshakelab.scenario.Limits;
import dev.handshakelab.scenario.Reading;
import dev.handshakelab.scenario.RequestReading;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.session.Comparing;
import dev.handshakelab.simulation.Simulator;
import dev.handshakelab.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Requests simulated and run on this machine's kernel, and what differs between the two. */
final class KernelComparisons {
  /** A machine that was later than this tells nothing of TCP. */
  static final long TOO_LATE_NS = 20_000_000;

  /** A run in which something came later than this is repeated, if it can be. */
  private static final long LATE_NS = 10_000_000;

  private static final int TRIES = 4;
  private static final RequestReading READING = new RequestReading(Limits.USUAL);

  private final LinuxRunner runner;

  KernelComparisons(LinuxRunner runner) {
    this.runner = runner;
  }

  /** The same request, asked of the kernel. */
  static String onTheKernel(String json) {
    return "{\"mode\": \"REAL_SOCKET\", " + json.strip().substring(1);
  }

  static Reading read(String json) {
    return READING.read(JsonMapper.shared().readTree(json), () -> 7);
  }

  static SessionRequest request(String json) {
    return switch (read(json)) {
      case Reading.Complete(SessionRequest request) -> request;
      case Reading.Unreadable(var problems) -> throw new AssertionError(json + problems);
      case Reading.Infeasible(var problems) -> throw new AssertionError(json + problems);
    };
  }

  /** The two sides of a comparison, and what differs without any explanation looked for. */
  record Compared(String what, SessionRequest request, Trace simulated, List<Trace> real) {
    List<Difference> differences(Divergences divergences) {
      return Comparison.of(
          simulated,
          real,
          divergences,
          Comparing.circumstances(
              request, System.getProperty("os.version", ""), request.until().endNs()));
    }

    List<Difference> unexplained(Divergences divergences) {
      return differences(divergences).stream()
          .filter(each -> each.verdict() == Difference.Judgement.UNEXPLAINED)
          .toList();
    }

    /** Of the run that was latest. */
    long latenessNs() {
      return real.stream()
          .mapToLong(each -> Comparison.latenessNs(simulated, each))
          .max()
          .orElse(0);
    }

    /** The ladders of the first run that shows something unexplained, and what was asked. */
    String story(Divergences divergences) {
      List<Difference> all = differences(divergences);
      int run =
          all.stream()
              .filter(each -> each.divergence() == null)
              .map(each -> each.runs().getFirst())
              .findFirst()
              .orElse(1);
      return what
          + "\n"
          + all.stream().map(Difference::toString).collect(Collectors.joining("\n"))
          + "\n"
          + SideBySide.draw(simulated, real.get(run - 1), run, all);
    }
  }

  /** Another simulation, held against runs that there are. */
  Compared held(String what, SessionRequest simulated, List<Trace> real) throws RunFailure {
    return new Compared(what, simulated, new Simulator().run(simulated, _ -> {}), real);
  }

  Compared compare(String what, SessionRequest simulated, SessionRequest real, int runs)
      throws RunFailure {
    Trace expected = new Simulator().run(simulated, _ -> {});
    List<Trace> traces = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      traces.add(leastLate(expected, real, LATE_NS, TRIES));
    }
    return new Compared(what, simulated, expected, traces);
  }

  /**
   * One run, or of several the one of which the machine was least late.
   *
   * @param lateNs what is not later is taken
   * @param most runs, until one is not late
   */
  Trace leastLate(Trace simulated, SessionRequest request, long lateNs, int most)
      throws RunFailure {
    Trace best = runner.run(request, _ -> {});
    for (int tries = 1; tries < most; tries++) {
      long least = Comparison.latenessNs(simulated, best);
      if (least <= lateNs) {
        break;
      }
      Trace again = runner.run(request, _ -> {});
      best = Comparison.latenessNs(simulated, again) < least ? again : best;
    }
    return best;
  }
}

package dev.handshakelab.session;

import dev.handshakelab.scenario.Mode;
import dev.handshakelab.scenario.Problem;
import dev.handshakelab.scenario.Runner;
import dev.handshakelab.scenario.SessionRequest;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Who can run what: one runner for each mode that this process has. */
final class Runners {
  private final Map<Mode, Runner> byMode = new EnumMap<>(Mode.class);

  Runners(List<Runner> runners) {
    runners.forEach(runner -> byMode.put(runner.mode(), runner));
  }

  /** A mode without a runner is not there. */
  Map<Mode, Runner.Capability> capabilities() {
    Map<Mode, Runner.Capability> capabilities = new EnumMap<>(Mode.class);
    byMode.forEach((mode, runner) -> capabilities.put(mode, runner.capability()));
    return capabilities;
  }

  /**
   * What keeps a request from being run here, whenever it is asked for: empty when nothing does but
   * perhaps a lack of room.
   */
  List<Problem> objections(SessionRequest request) {
    Runner runner = byMode.get(request.mode());
    if (runner == null) {
      return List.of(
          new Problem(
              "/mode",
              "this process cannot run " + request.mode() + "; it can run " + byMode.keySet()));
    }
    Runner.Capability capability = runner.capability();
    return capability.available()
        ? runner.refuse(request)
        : List.of(new Problem("/mode", unavailable(request.mode(), capability)));
  }

  /** The one that can carry a request out. */
  Runner runnerFor(SessionRequest request) throws NotFeasible {
    List<Problem> objections = objections(request);
    if (!objections.isEmpty()) {
      throw new NotFeasible(objections);
    }
    return Objects.requireNonNull(byMode.get(request.mode()));
  }

  private static String unavailable(Mode mode, Runner.Capability capability) {
    StringBuilder why = new StringBuilder("this process cannot run ").append(mode);
    capability
        .missing()
        .forEach(missing ->
            why.append("; ").append(missing.tier()).append(": ").append(missing.reason()));
    return why.toString();
  }
}

package dev.handshakelab.api.representation;

import dev.handshakelab.scenario.Mode;
import dev.handshakelab.scenario.Runner;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What this process can run, and for what it cannot, why and what would enable it. */
public record CapabilitiesResource(
    Map<Mode, CapabilityResource> modes,
    @Describe("null where the kernel is not Linux") @Nullable String kernelRelease) {

  public static CapabilitiesResource of(
      Map<Mode, Runner.Capability> capabilities, @Nullable String kernelRelease) {
    Map<Mode, CapabilityResource> modes = new EnumMap<>(Mode.class);
    capabilities.forEach((mode, can) -> modes.put(mode, CapabilityResource.of(can)));
    return new CapabilitiesResource(modes, kernelRelease);
  }

  /** One mode. */
  public record CapabilityResource(
      boolean available,
      @Describe("which of several ways is in use, null when there is only one")
          @Nullable String tier,
      @Describe("better ways that cannot be taken here") List<MissingResource> missing) {

    static CapabilityResource of(Runner.Capability capability) {
      return new CapabilityResource(
          capability.available(),
          capability.tier(),
          capability.missing().stream()
              .map(missing -> new MissingResource(missing.tier(), missing.reason()))
              .toList());
    }
  }

  /** A way that cannot be taken. */
  public record MissingResource(
      String tier, @Describe("why not, and what would enable it") String reason) {}
}

package dev.handshakelab.api.representation;

import dev.handshakelab.scenario.EndSpec.Profile;
import dev.handshakelab.tcp.Switches.Range;
import dev.handshakelab.tcp.Switches.Switch;
import dev.handshakelab.tcp.Switches.Value;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One switch: where RFC 9293 leaves a choice, contradicts itself, or is not followed by Linux. */
public record PolicyResource(
    @Describe("as it stands in `policy` of an end") String name,
    @Describe("what it decides") String meaning,
    @Describe("what it can be set to; empty for a time") List<ValueResource> values,
    @Describe("which times it takes, as digits in a string; null for a choice")
        @Nullable RangeResource nanoseconds,
    @Describe("how each profile has it") Map<Profile, String> defaults) {

  public static PolicyResource of(Switch one) {
    Map<Profile, String> defaults = new EnumMap<>(Profile.class);
    defaults.put(Profile.LINUX, one.linux());
    defaults.put(Profile.RFC_9293, one.rfc9293());
    return new PolicyResource(
        one.name(),
        one.meaning(),
        one.values().stream().map(ValueResource::of).toList(),
        one.nanoseconds() == null ? null : RangeResource.of(one.nanoseconds()),
        defaults);
  }

  /** One setting. */
  public record ValueResource(
      String name, @Describe("null where the name says it all") @Nullable String meaning) {
    static ValueResource of(Value value) {
      return new ValueResource(value.name(), value.meaning().isEmpty() ? null : value.meaning());
    }
  }

  /** The shortest and the longest time, in nanoseconds. */
  public record RangeResource(long least, long most) {
    static RangeResource of(Range range) {
      return new RangeResource(range.least(), range.most());
    }
  }
}

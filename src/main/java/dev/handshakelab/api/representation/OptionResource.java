package dev.handshakelab.api.representation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.TcpOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One option of a TCP header as on the wire: its kind by name, and the members that this kind has.
 * Numbers are unsigned and as carried; octets are base64.
 *
 * @param value MSS, TIMESTAMPS (TSval) and USER_TIMEOUT
 * @param echo TIMESTAMPS (TSecr)
 * @param shift WINDOW_SCALE
 * @param blocks SACK
 * @param minutes USER_TIMEOUT: the unit of {@code value}, else seconds
 * @param cookie FAST_OPEN and FAST_OPEN_EXPERIMENTAL; empty asks for one
 * @param number UNKNOWN and ILLEGAL: the kind octet
 * @param data END (padding), UNKNOWN (without kind and length) and ILLEGAL (the rest of the
 *     options)
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Describe("One option as on the wire: `kind`, and the members that this kind has")
public record OptionResource(
    Kind kind,
    @Describe("MSS; TSval of TIMESTAMPS; USER_TIMEOUT") @Nullable Long value,
    @Describe("TSecr of TIMESTAMPS") @Nullable Long echo,
    @Describe("WINDOW_SCALE, 0…255 as carried") @Nullable Integer shift,
    @Describe("SACK") @Nullable List<BlockResource> blocks,
    @Describe("whether USER_TIMEOUT is in minutes, else seconds") @Nullable Boolean minutes,
    @Describe("FAST_OPEN and FAST_OPEN_EXPERIMENTAL, base64; empty asks for one")
        @Nullable String cookie,
    @Describe("the kind octet of UNKNOWN and ILLEGAL") @Nullable Integer number,
    @Describe("base64: the padding of END, the data of UNKNOWN, what is left of ILLEGAL")
        @Nullable String data) {

  /** Kinds by name. */
  public enum Kind {
    END,
    NOP,
    MSS,
    WINDOW_SCALE,
    SACK_PERMITTED,
    SACK,
    TIMESTAMPS,
    USER_TIMEOUT,
    FAST_OPEN,
    FAST_OPEN_EXPERIMENTAL,
    UNKNOWN,
    ILLEGAL
  }

  /** Octets held from {@code left} (inclusive) to {@code right} (exclusive). */
  public record BlockResource(long left, long right) {}

  static OptionResource of(TcpOption option) {
    return switch (option) {
      case TcpOption.EndOfList(Octets padding) -> bare(Kind.END).withData(padding);
      case TcpOption.NoOperation _ -> bare(Kind.NOP);
      case TcpOption.MaximumSegmentSize(int value) -> valued(Kind.MSS, value, null, null);
      case TcpOption.WindowScale(int shift) ->
          new OptionResource(Kind.WINDOW_SCALE, null, null, shift, null, null, null, null, null);
      case TcpOption.SackPermitted _ -> bare(Kind.SACK_PERMITTED);
      case TcpOption.SelectiveAcknowledgment(var blocks) ->
          new OptionResource(
              Kind.SACK,
              null,
              null,
              null,
              blocks.stream()
                  .map(block -> new BlockResource(block.left().value(), block.right().value()))
                  .toList(),
              null,
              null,
              null,
              null);
      case TcpOption.Timestamps(long value, long echo) ->
          valued(Kind.TIMESTAMPS, value, echo, null);
      case TcpOption.UserTimeout(boolean minutes, int value) ->
          valued(Kind.USER_TIMEOUT, value, null, minutes);
      case TcpOption.FastOpen(Octets cookie) -> cookie(Kind.FAST_OPEN, cookie);
      case TcpOption.ExperimentalFastOpen(Octets cookie) ->
          cookie(Kind.FAST_OPEN_EXPERIMENTAL, cookie);
      case TcpOption.Unknown(int kind, Octets data) -> numbered(Kind.UNKNOWN, kind, data);
      case TcpOption.Illegal(int kind, Octets octets) -> numbered(Kind.ILLEGAL, kind, octets);
    };
  }

  private static OptionResource bare(Kind kind) {
    return valued(kind, null, null, null);
  }

  private static OptionResource valued(
      Kind kind, @Nullable Number value, @Nullable Long echo, @Nullable Boolean minutes) {
    return new OptionResource(
        kind,
        value == null ? null : value.longValue(),
        echo,
        null,
        null,
        minutes,
        null,
        null,
        null);
  }

  private static OptionResource cookie(Kind kind, Octets cookie) {
    return new OptionResource(kind, null, null, null, null, null, cookie.toBase64(), null, null);
  }

  private static OptionResource numbered(Kind kind, int number, Octets data) {
    return new OptionResource(kind, null, null, null, null, null, null, number, data.toBase64());
  }

  private OptionResource withData(Octets data) {
    return data.isEmpty()
        ? this
        : new OptionResource(
            kind, value, echo, shift, blocks, minutes, cookie, number, data.toBase64());
  }
}

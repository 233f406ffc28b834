package dev.handshakelab.wire;

import java.util.List;

/** Writes the one notation. */
final class NotationPrinter {
  private NotationPrinter() {}

  static String print(Segment segment) {
    SequenceNumber sequence = segment.sequence();
    int length = segment.payload().length();
    StringBuilder out = new StringBuilder(96);
    out.append(segment.flags().letters()).append(' ');
    out.append(sequence.value()).append(':').append(sequence.plus(length).value());
    out.append('(').append(length).append(')');
    if (segment.isAck()) {
      out.append(" ack ").append(segment.acknowledgment().value());
    }
    out.append(" win ").append(segment.window());
    if (segment.has(Flag.URG)) {
      out.append(" urg ").append(segment.urgentPointer());
    }
    List<TcpOption> options = segment.options();
    if (!options.isEmpty()) {
      char before = '<';
      out.append(' ');
      for (int i = 0; i < options.size(); i++) {
        print(options.get(i), out.append(before));
        before = ',';
      }
      out.append('>');
    }
    return out.toString();
  }

  private static void print(TcpOption option, StringBuilder out) {
    switch (option) {
      case TcpOption.EndOfList(Octets padding) -> hex(out.append("eol"), padding);
      case TcpOption.NoOperation _ -> out.append("nop");
      case TcpOption.MaximumSegmentSize(int value) -> out.append("mss ").append(value);
      case TcpOption.WindowScale(int shift) -> out.append("wscale ").append(shift);
      case TcpOption.SackPermitted _ -> out.append("sackOK");
      case TcpOption.SelectiveAcknowledgment(
              List<TcpOption.SelectiveAcknowledgment.Block> blocks) -> {
        out.append("sack");
        for (TcpOption.SelectiveAcknowledgment.Block block : blocks) {
          out.append(' ').append(block.left().value()).append(':').append(block.right().value());
        }
      }
      case TcpOption.Timestamps(long value, long echo) ->
          out.append("TS val ").append(value).append(" ecr ").append(echo);
      case TcpOption.UserTimeout(boolean minutes, int value) ->
          out.append("uto ").append(value).append(minutes ? 'm' : 's');
      case TcpOption.FastOpen(Octets cookie) -> hex(out.append("FO"), cookie);
      case TcpOption.ExperimentalFastOpen(Octets cookie) -> hex(out.append("FOEXP"), cookie);
      case TcpOption.Unknown(int kind, Octets data) ->
          hex(out.append("unknown-").append(kind), data);
      case TcpOption.Illegal(int _, Octets octets) -> hex(out.append("illegal"), octets);
    }
  }

  private static void hex(StringBuilder out, Octets octets) {
    if (!octets.isEmpty()) {
      out.append(' ').append(octets.toHex());
    }
  }
}

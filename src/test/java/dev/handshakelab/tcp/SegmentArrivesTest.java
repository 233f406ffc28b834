package dev.handshakelab.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.wire.SequenceNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole of SEGMENT ARRIVES (§3.10.7) as a table: what every kind of segment does in every
 * state. The table is what the machine answers, not what it is made from; after a change that is
 * meant, {@code ./mvnw test -Dtest=SegmentArrivesTest -Ddocs.write=true} writes it anew, to be read
 * line by line in the diff.
 */
class SegmentArrivesTest {
  private static final Path TABLES = Path.of("src", "test", "resources", "tcp");

  /** Further away than any window of a ready state reaches. */
  private static final int FAR = 70_000;

  /**
   * The numbers of a connection that a segment may hit or miss.
   *
   * @param rcvNxt in CLOSED, LISTEN and SYN-SENT, where there is none, what the others have
   */
  private record Numbers(SequenceNumber una, SequenceNumber sndNxt, SequenceNumber rcvNxt) {
    static Numbers of(State state) {
      var first = SequenceNumber.of(101);
      return switch (state) {
        case State.Closed _, State.Listen _ -> new Numbers(first, first, SequenceNumber.of(301));
        case State.SynSent(var calling) ->
            new Numbers(calling.iss(), calling.nxt(), SequenceNumber.of(301));
        case State.Connected(_, var tcb) ->
            new Numbers(tcb.send().una(), tcb.send().nxt(), tcb.receive().nxt());
      };
    }
  }

  /**
   * One kind of segment.
   *
   * @param seq from RCV.NXT, or from the peer's ISN where {@code fromIrs}
   * @param ack from SND.NXT, or from SND.UNA where it says so; empty for none
   */
  private record Kind(String name, String flags, int seq, boolean fromIrs, int length, String ack) {
    String at(Numbers numbers) {
      var from = fromIrs ? SequenceNumber.of(300) : numbers.rcvNxt();
      var first = from.plus(seq);
      String text = "%s %s:%s(%d)".formatted(flags, first, first.plus(length), length);
      return ack.isEmpty() ? text + " win 10000" : text + " ack " + acked(numbers) + " win 10000";
    }

    private SequenceNumber acked(Numbers numbers) {
      String[] words = ack.split(" ", -1);
      var from = words[0].equals("NXT") ? numbers.sndNxt() : numbers.una();
      return words.length == 1 ? from : from.plus(Integer.parseInt(words[1]));
    }
  }

  private static Kind kind(String name, String flags, int seq, int length, String ack) {
    return new Kind(name, flags, seq, false, length, ack);
  }

  private static final List<Kind> KINDS =
      List.of(
          kind("RST at RCV.NXT", "R", 0, 0, ""),
          kind("RST,ACK at RCV.NXT", "R.", 0, 0, "NXT"),
          kind("RST,ACK, bad ACK", "R.", 0, 0, "NXT 10"),
          kind("RST in the window", "R", 10, 0, ""),
          kind("RST below it", "R", -1, 0, ""),
          kind("RST beyond it", "R", FAR, 0, ""),
          new Kind("SYN again", "S", 0, true, 0, ""),
          kind("SYN in the window", "S", 10, 0, ""),
          kind("SYN below it", "S", -100, 0, ""),
          new Kind("SYN,ACK", "S.", 0, true, 0, "NXT"),
          new Kind("SYN,ACK, bad ACK", "S.", 0, true, 0, "NXT 10"),
          kind("ACK", ".", 0, 0, "NXT"),
          kind("ACK of nothing new", ".", 0, 0, "UNA"),
          kind("old ACK", ".", 0, 0, "UNA -10"),
          kind("too old an ACK", ".", 0, 0, "UNA -20000"),
          kind("ACK above SND.NXT", ".", 0, 0, "NXT 10"),
          kind("ACK below the window", ".", -1, 0, "NXT"),
          kind("text", "P.", 0, 5, "NXT"),
          kind("text behind a gap", "P.", 10, 5, "NXT"),
          kind("text again", "P.", -5, 5, "NXT"),
          kind("text again, ACK of SND.UNA", "P.", -5, 5, "UNA"),
          kind("text across RCV.NXT", "P.", -3, 8, "UNA"),
          kind("text beyond the window", "P.", FAR, 5, "NXT"),
          kind("text, bad ACK", "P.", 0, 5, "NXT 10"),
          kind("text without ACK", "P", 0, 5, ""),
          kind("FIN", "F.", 0, 0, "UNA"),
          kind("FIN that acknowledges", "F.", 0, 0, "NXT"),
          kind("FIN again", "F.", -1, 0, "NXT"),
          kind("FIN again, ACK of SND.UNA", "F.", -1, 0, "UNA"),
          kind("FIN without ACK", "F", 0, 0, ""),
          kind("SYN,FIN", "SF", 10, 0, ""),
          kind("no flags", "-", 0, 0, ""));

  @ParameterizedTest
  @ValueSource(strings = {"RFC", "LINUX"})
  void everyKindOfSegmentInEveryState(String profile) throws IOException {
    String table =
        Machine.states().stream()
            .map(state -> section(profile, state))
            .collect(Collectors.joining("\n"));
    Path file =
        TABLES.resolve("segment-arrives.%s.txt".formatted(profile.toLowerCase(Locale.ROOT)));
    if (Boolean.getBoolean("docs.write")) {
      Files.createDirectories(TABLES);
      Files.writeString(file, table);
    }
    assertThat(file).content().isEqualTo(table);
  }

  private static String section(String profile, String state) {
    var numbers = Numbers.of(Machine.of(profile).in(state).state());
    StringBuilder section =
        new StringBuilder(
            "%s    SND.UNA=%s SND.NXT=%s RCV.NXT=%s%n"
                .formatted(state, numbers.una(), numbers.sndNxt(), numbers.rcvNxt()));
    for (Kind kind : KINDS) {
      String segment = kind.at(numbers);
      var machine = Machine.of(profile).in(state).when("< " + segment);
      String effects =
          machine.effects().stream()
              .map(machine::print)
              .map(line -> line.replace("[RFC 9293 ", "[").replace(" win 0", ""))
              .collect(Collectors.joining("; "));
      section.append(
          "  %-26s %-34s %-12s %s%n"
              .formatted(
                  kind.name(),
                  segment.replace(" win 10000", ""),
                  machine.state().label().label(),
                  effects));
    }
    return section.toString();
  }
}

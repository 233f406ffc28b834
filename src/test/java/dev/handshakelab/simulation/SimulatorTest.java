package dev.handshakelab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.scenario.EndSpec.Profile;
import dev.handshakelab.scenario.Limits;
import dev.handshakelab.scenario.Reading;
import dev.handshakelab.scenario.RequestReading;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.Flags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * The simulator as a whole. Its stories are kept as files; after a change that is meant, {@code
 * ./mvnw test -Dtest=SimulatorTest -Ddocs.write=true} writes them anew, to be read line by line in
 * the diff.
 */
class SimulatorTest {
  private static final Path STORIES = Path.of("src/test/resources/simulation");

  static Stream<List<String>> stories() {
    return Stream.of(
            "basic-three-way-handshake",
            "handshake-then-data",
            "lost-syn",
            "lost-syn-ack",
            "lost-final-ack",
            "closed-port",
            "server-unreachable",
            "normal-close")
        .flatMap(name -> Stream.of(Profile.values()).map(profile -> List.of(name, profile.name())));
  }

  @ParameterizedTest
  @MethodSource("stories")
  void tellsTheSameStoryForEver(List<String> which) throws Exception {
    String name = which.getFirst();
    String profile = which.getLast();
    String story =
        Story.of(
            run(
                """
                {"scenario": "%s", "seed": 42, "network": {"delayMs": 20},
                 "client": {"profile": "%s"}, "server": {"profile": "%s"}}\
                """
                    .formatted(name, profile, profile)));
    Path file = STORIES.resolve(name + "." + profile + ".txt");
    if (Boolean.getBoolean("docs.write")) {
      Files.createDirectories(STORIES);
      Files.writeString(file, story);
    }
    assertThat(story).isEqualTo(read(file));
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file);
  }

  @Test
  void theSameRequestGivesTheSameOctets() throws Exception {
    String request =
        """
        {"seed": 7, "network": {"delayMs": 5, "jitterMs": 3, "lossRate": 0.3, "duplicateRate": 0.2},
         "exchange": {"clientBytes": 5000, "serverBytes": 3000, "close": "BOTH"}}\
        """;
    assertThat(run(request)).isEqualTo(run(request));
  }

  @Test
  void anotherSeedGivesOtherNumbers() throws Exception {
    assertThat(run("{\"seed\": 1}").conversation(1).clientIsn())
        .isNotEqualTo(run("{\"seed\": 2}").conversation(1).clientIsn());
  }

  @ParameterizedTest
  @CsvSource({
    "LINUX,    '0, 1, 2, 3, 4, 5, 7, 11, 19, 35, 67', 131",
    "RFC_9293, '0, 1, 3, 7, 15, 31, 63, 127',         255",
  })
  void anUnreachableServerIsTriedBySchedule(Profile profile, String syns, int givesUp)
      throws Exception {
    var trace =
        run(
            "{\"scenario\": \"server-unreachable\", \"client\": {\"profile\": \"%s\"}}"
                .formatted(profile));
    List<String> seconds = new ArrayList<>();
    for (var segment : trace.segments()) {
      assertThat(segment.sent().packet().segment().flags()).isEqualTo(Flags.SYN);
      assertThat(Objects.requireNonNull(segment.sent().atNs()) % 1_000_000_000).isZero();
      seconds.add(seconds(segment.sent().atNs()));
    }
    assertThat(String.join(", ", seconds)).isEqualTo(syns);
    assertThat(seconds(trace.transitions().getLast().atNs())).isEqualTo("" + givesUp);
  }

  /** 127 is the most that tcp_syn_retries takes; 2^128 s fit no counter. */
  @ParameterizedTest
  @CsvSource({"1, 3", "2, 7", "5, 67", "7, 251", "40, 4211", "127, 14651"})
  void linuxGivesUpByItsOwnCountHoweverMany(int synRetries, int givesUp) throws Exception {
    var trace =
        run(
            "{\"scenario\": \"server-unreachable\", \"client\": {\"synRetries\": %d}}"
                .formatted(synRetries));
    assertThat(seconds(trace.transitions().getLast().atNs())).isEqualTo("" + givesUp);
  }

  private static String seconds(@Nullable Long ns) {
    return Long.toString(Objects.requireNonNull(ns) / 1_000_000_000);
  }

  /** MUST-3: a machine that is alive says nothing to what fails its checksum. */
  @Test
  @Tag("MUST-3")
  @Tag("rule-118")
  void aDamagedSynIsDroppedInSilence() throws Exception {
    String request =
        "{\"scenario\": \"closed-port\", \"network\": {\"toServer\": {\"corruptRate\": %d}}}";
    assertThat(run(request.formatted(0)).segments()).hasSize(2);
    assertThat(run(request.formatted(1)).segments())
        .hasSize(11)
        .allSatisfy(
            each -> assertThat(each.sent().packet().segment().flags()).isEqualTo(Flags.SYN));
  }

  @Test
  void everyEntryIsHandedOutWhileItRuns() throws Exception {
    List<Entry> live = new ArrayList<>();
    var trace = new Simulator().run(request("{}"), live::add);
    assertThat(live).isEqualTo(trace.entries());
  }

  @Test
  void timesNeverRunBackwards() throws Exception {
    long last = 0;
    for (Entry entry : run("{\"scenario\": \"lost-syn-ack\"}").entries()) {
      assertThat(entry.atNs()).isGreaterThanOrEqualTo(last);
      last = Objects.requireNonNull(entry.atNs());
    }
  }

  private static Trace run(String request) throws Exception {
    return new Simulator().run(request(request), _ -> {});
  }

  private static SessionRequest request(String json) {
    var reading =
        new RequestReading(Limits.USUAL).read(JsonMapper.shared().readTree(json), () -> 42L);
    assertThat(reading).isInstanceOf(Reading.Complete.class);
    return ((Reading.Complete) reading).request();
  }
}

package dev.handshakelab.scenario;

import dev.handshakelab.scenario.EndSpec.Profile;
import dev.handshakelab.scenario.Expectation.Line;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Party;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Writes {@code docs/scenarios.md} from the catalogue. */
final class CatalogueDocument {
  private static final JsonMapper PRETTY = JsonMapper.builder().build();

  private static final String HEAD =
      """
      # The catalogue of scenarios

      Each has a name that a request can give (`{"scenario": "lost-syn"}`), and stands for the members of a request that are shown; whatever is given beside the name overrides them.
      What comes of it is shown for both ends under one profile: times in milliseconds, `──▶` from the client and `◀──` from the server, segments in the one notation. Numbers of a side
      whose ISN is fixed are absolute, as the RFC prints them; those of a side whose ISN is drawn are counted from it, timestamps from the first of their side, and cookies are zeros, so that every seed
      gives these very lines. A test runs every scenario in every mode and under every profile that it claims. This page is written from the catalogue.

      """;

  private CatalogueDocument() {}

  static String write(List<Scenario> scenarios) {
    StringBuilder out = new StringBuilder(HEAD);
    out.append("| name | shows | reference |\n|---|---|---|\n");
    for (Scenario scenario : scenarios) {
      out.append(
          "| [`%s`](#%s) | %s | %s |\n"
              .formatted(scenario.name(), scenario.name(), scenario.title(), scenario.reference()));
    }
    scenarios.forEach(scenario -> out.append(section(scenario)));
    return out.toString();
  }

  private static String section(Scenario scenario) {
    StringBuilder out = new StringBuilder();
    out.append("\n## %s\n\n".formatted(scenario.name()));
    out.append(
        "**%s.** %s (%s)\n\n".formatted(scenario.title(), scenario.shows(), scenario.reference()));
    if (!scenario.members().isEmpty()) {
      out.append(
          "```json\n%s\n```\n\n"
              .formatted(
                  PRETTY.writerWithDefaultPrettyPrinter().writeValueAsString(scenario.members())));
    }
    scenario
        .whyNot(Mode.REAL_SOCKET)
        .ifPresent(why -> out.append("Not in mode `REAL_SOCKET`: %s.\n\n".formatted(why)));
    scenario.expected().forEach((profile, expected) -> out.append(ladder(profile, expected)));
    out.append("**Look at:** %s\n".formatted(scenario.lookAt()));
    return out.toString();
  }

  private static String ladder(Profile profile, Expectation expected) {
    StringBuilder out = new StringBuilder();
    out.append("```text\n%s: %s\n".formatted(profile, expected.outcome()));
    out.append("client  %s\n".formatted(path(expected.clientPath())));
    out.append("server  %s\n".formatted(path(expected.serverPath())));
    for (Line line : expected.lines()) {
      String ms = BigDecimal.valueOf(line.atNs(), 6).stripTrailingZeros().toPlainString();
      String arrow = line.from() == Party.CLIENT ? "──▶" : "◀──";
      out.append("%8s  %s  %s\n".formatted(ms, arrow, line.segment()));
    }
    return out.append("```\n\n".formatted()).toString();
  }

  private static String path(List<StateName> states) {
    return states.stream().map(StateName::name).collect(Collectors.joining(" → "));
  }
}

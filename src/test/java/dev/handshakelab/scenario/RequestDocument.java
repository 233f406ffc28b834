package dev.handshakelab.scenario;

import dev.handshakelab.scenario.Member.Standing;
import dev.handshakelab.trace.Party;
import java.util.Arrays;
import java.util.List;

/** Writes {@code docs/request.md} from the table that requests are checked against. */
final class RequestDocument {
  private static final String HEAD =
      """
      # The request

      Every member that `POST /api/v1/sessions` takes. All are optional, but for those marked *required* in an object that is given; `{}` is a simulated basic handshake. A scenario
      fills in what is not given; what it leaves open has its default. Objects are laid over those of the scenario member by member, a list replaces the scenario's list. A number
      written `1.0` is the whole number 1; otherwise nothing is converted.

      The defaults of an end are those of what plays it: **LINUX** or **RFC_9293**, the profile of a simulated end, or the **kernel** in mode `REAL_SOCKET`. *open*: honoured, and nothing
      is asked for unless it is said. *refused*: not honoured, so giving it answers 422 with its pointer. What a kernel honours may still need a privilege or a better tier than this
      machine has (`GET /api/v1/capabilities`), and then answers 422 too: loss, delay and whatever else happens to segments takes tier `netns-tun` or `reflect-tun`, what is a setting of a whole kernel (its options, cookies, queues) takes `netns-tun`, where such a session gets network namespaces of its own.

      This page is written from the table that requests are checked against.
      """;

  private final StringBuilder out = new StringBuilder(HEAD);

  static String write(Limits limits) {
    var document = new RequestDocument();
    Shape.Group request = Members.of(limits);
    document.section("", request);
    for (Member member : request.members()) {
      document.below("/" + member.name(), member.shape());
    }
    return document.out.toString();
  }

  /** The tables of what lies inside a member; both ends are alike, so is each direction. */
  private void below(String pointer, Shape shape) {
    if (pointer.equals("/server") || pointer.equals("/network/toClient")) {
      return;
    }
    Shape inside = shape instanceof Shape.Items(Shape each, int _) ? each : shape;
    String at = shape instanceof Shape.Items ? pointer + "/*" : pointer;
    if (inside instanceof Shape.WordOr(String _, Shape.Group group)) {
      inside = group;
    }
    if (inside instanceof Shape.Group group) {
      section(at, group);
      group.members().forEach(member -> below(at + "/" + member.name(), member.shape()));
    }
  }

  private void section(String pointer, Shape.Group group) {
    String title =
        switch (pointer) {
          case "" -> "The whole";
          case "/client" -> "`/client` and `/server`";
          case "/network/toServer" -> "`/network/toServer` and `/network/toClient`";
          default -> "`" + pointer + "`";
        };
    out.append("\n## ").append(title).append("\n\n");
    boolean ends = pointer.equals("/client");
    out.append(
        ends
            ? "| member | type and range | LINUX | RFC_9293 | kernel | |\n|---|---|---|---|---|---|\n"
            : "| member | type and range | default | |\n|---|---|---|---|\n");
    for (Member member : group.members()) {
      out.append("| `").append(member.name()).append('`');
      out.append(member.required() ? " *required*" : "");
      out.append(" | ").append(member.shape().words().replace("|", "\\|"));
      if (ends) {
        for (Player player : Player.values()) {
          out.append(" | ").append(ofBothEnds(member, player));
        }
      } else {
        out.append(" | ").append(sameForAll(member));
      }
      out.append(" | ").append(member.text()).append(" |\n");
    }
  }

  private static String sameForAll(Member member) {
    List<String> said =
        Arrays.stream(Player.values()).map(player -> words(member.to(player))).distinct().toList();
    if (said.size() > 1) {
      throw new IllegalStateException(member.name() + " needs a column for each player: " + said);
    }
    return said.getFirst().equals("open") ? "" : said.getFirst();
  }

  private static String ofBothEnds(Member client, Player player) {
    String said = words(client.to(player));
    for (Member server : EndMembers.of(Party.SERVER).members()) {
      if (server.name().equals(client.name())) {
        String other = words(server.to(player));
        return other.equals(said) ? said : "client " + said + ", server " + other;
      }
    }
    throw new IllegalStateException("both ends have the same members");
  }

  private static String words(Standing standing) {
    return switch (standing) {
      case Standing.Default(var value) -> "`" + value + "`";
      case Standing.Open() -> "open";
      case Standing.Refused(var why) -> "refused: " + why;
    };
  }
}

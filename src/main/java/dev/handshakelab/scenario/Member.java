package dev.handshakelab.scenario;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One member of a request.
 *
 * @param required an object without it is none of its kind
 * @param standings what it is to each player
 * @param text what it says, one sentence
 */
public record Member(
    String name, Shape shape, boolean required, Map<Player, Standing> standings, String text) {
  private static final JsonMapper LITERALS = JsonMapper.builder().build();

  public Member {
    standings = Collections.unmodifiableMap(new EnumMap<Player, Standing>(standings));
  }

  /** What a member is to a player. */
  public sealed interface Standing {
    /** Honoured; this value when nothing is said. */
    record Default(JsonNode value) implements Standing {}

    /** Honoured; when nothing is said, nobody asks for anything. */
    record Open() implements Standing {}

    /**
     * Not honoured, so a request that gives it is refused.
     *
     * @param why and what would do, as a clause
     */
    record Refused(String why) implements Standing {}
  }

  public Standing to(Player player) {
    return Objects.requireNonNull(standings.get(player));
  }

  /** A member that everybody honours and nobody has a default for. */
  static Member of(String name, Shape shape, String text) {
    Map<Player, Standing> open = new EnumMap<>(Player.class);
    for (Player player : Player.values()) {
      open.put(player, new Standing.Open());
    }
    return new Member(name, shape, false, open, text);
  }

  Member mandatory() {
    return new Member(name, shape, true, standings, text);
  }

  /**
   * With this default everywhere.
   *
   * @param literal JSON
   */
  Member byDefault(String literal) {
    return with(new Standing.Default(LITERALS.readTree(literal)), Player.values());
  }

  /**
   * With a default of one player's own.
   *
   * @param literal JSON
   */
  Member under(Player player, String literal) {
    return with(new Standing.Default(LITERALS.readTree(literal)), player);
  }

  Member leftOpenBy(Player player) {
    return with(new Standing.Open(), player);
  }

  Member refusedBy(Player player, String why) {
    return with(new Standing.Refused(why), player);
  }

  private Member with(Standing standing, Player... players) {
    Map<Player, Standing> changed = new EnumMap<>(Player.class);
    changed.putAll(standings);
    List.of(players).forEach(player -> changed.put(player, standing));
    return new Member(name, shape, required, changed, text);
  }
}

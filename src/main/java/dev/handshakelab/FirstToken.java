package dev.handshakelab;

import dev.handshakelab.access.Door;
import dev.handshakelab.access.Role;
import dev.handshakelab.access.Token;
import dev.handshakelab.access.TokenText;
import dev.handshakelab.access.Tokens;
import dev.handshakelab.history.TimeOrderedId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;

/**
 * Lets the first instructor in. A lab that asks for tokens and has never had an instructor's would
 * be shut for good, so its first start makes one and prints it. It is kept under one fixed id, so
 * that it is made once, however many processes start on the database; whoever loses it starts the
 * lab with {@code lab.access.print-token}.
 */
final class FirstToken implements ApplicationRunner {
  private static final Logger LOG = LoggerFactory.getLogger(FirstToken.class);

  /** The least UUID of version 7. */
  private static final UUID FIRST = new UUID(0x7000L, 0x8000_0000_0000_0000L);

  private final Door door;
  private final Tokens tokens;
  private final boolean another;
  private final InstantSource clock;
  private final LongSupplier chance;

  /**
   * @param another whether one is wanted although there were others
   */
  FirstToken(Door door, Tokens tokens, boolean another, InstantSource clock, LongSupplier chance) {
    this.door = door;
    this.tokens = tokens;
    this.another = another;
    this.clock = clock;
    this.chance = chance;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    Instant now = clock.instant();
    if (another) {
      print(TimeOrderedId.of(now, chance), now);
    } else if (!door.isOpen() && !tokens.hasInstructor(now)) {
      print(FIRST, now);
    }
  }

  private void print(UUID id, Instant now) {
    TokenText text = TokenText.of(Role.INSTRUCTOR, chance);
    Token token =
        new Token(
            id, Role.INSTRUCTOR, null, null, "first instructor", now, "the lab", null, null, null);
    if (tokens.keep(token, text.hash())) {
      LOG.warn("An instructor's token, shown this once: {}", text.reveal());
    } else {
      LOG.warn(
          "Tokens are asked for and no instructor's is good any more; start with"
              + " --lab.access.print-token=true to have a new one");
    }
  }
}

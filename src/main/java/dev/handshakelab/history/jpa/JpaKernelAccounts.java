package dev.handshakelab.history.jpa;

import dev.handshakelab.history.KernelAccounts;
import dev.handshakelab.jpa.Database;
import dev.handshakelab.scenario.KernelAccount;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** Kernel accounts in a relational database, a row with JSON each. */
final class JpaKernelAccounts implements KernelAccounts {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Database database;

  JpaKernelAccounts(Database database) {
    this.database = database;
  }

  static KernelAccountRow row(UUID session, KernelAccount account) {
    return new KernelAccountRow(session, MAPPER.writeValueAsString(account));
  }

  @Override
  public Optional<KernelAccount> find(UUID session) {
    return database.read(at -> {
      KernelAccountRow row = at.get(KernelAccountRow.class, session);
      return row == null
          ? Optional.empty()
          : Optional.of(MAPPER.readValue(row.account, KernelAccount.class));
    });
  }
}

package dev.handshakelab.history.jpa;

import com.zaxxer.hikari.HikariDataSource;
import dev.handshakelab.history.Histories;
import dev.handshakelab.history.IdempotencyKeys;
import dev.handshakelab.history.ProcessLease;
import jakarta.persistence.EntityManagerFactory;
import java.time.InstantSource;
import org.hibernate.SessionFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Plugs the kept sessions into the program, which hands in its lease and its clock. */
@Configuration(proxyBeanMethods = false)
class HistoryStorage {

  @Bean
  Histories histories(EntityManagerFactory database, ProcessLease lease) {
    return new JpaHistories(database.unwrap(SessionFactory.class), lease.process());
  }

  @Bean
  IdempotencyKeys idempotencyKeys(
      EntityManagerFactory database, ProcessLease lease, InstantSource clock) {
    return new JpaIdempotencyKeys(database.unwrap(SessionFactory.class), lease, clock);
  }

  @Bean
  LeaseKeeper leaseKeeper(EntityManagerFactory database, ProcessLease lease, InstantSource clock) {
    return new LeaseKeeper(
        new Processes(database.unwrap(SessionFactory.class), lease, clock), lease);
  }

  @Bean
  static BeanPostProcessor batchesOfThePool() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool) {
          letRowsOfABatchTravelTogether(pool);
        }
        return bean;
      }
    };
  }

  /**
   * Lets PostgreSQL's driver send a batch of rows as one insert with many rows, which more than
   * halves what a row costs. It is a property of the driver that others refuse, so it cannot stand
   * beside the URL in the configuration.
   */
  static void letRowsOfABatchTravelTogether(HikariDataSource pool) {
    if (String.valueOf(pool.getJdbcUrl()).startsWith("jdbc:postgresql:")) {
      pool.addDataSourceProperty("reWriteBatchedInserts", "true");
    }
  }
}

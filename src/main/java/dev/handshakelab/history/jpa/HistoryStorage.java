package dev.handshakelab.history.jpa;

import com.zaxxer.hikari.HikariDataSource;
import dev.handshakelab.history.Comparisons;
import dev.handshakelab.history.Histories;
import dev.handshakelab.history.IdempotencyKeys;
import dev.handshakelab.history.KernelAccounts;
import dev.handshakelab.history.ProcessLease;
import dev.handshakelab.jpa.Database;
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
  Begun begun() {
    return new Begun();
  }

  @Bean
  Histories histories(Database database, ProcessLease lease, Begun begun) {
    return new JpaHistories(database, lease.process(), begun);
  }

  @Bean
  KernelAccounts kernelAccounts(Database database) {
    return new JpaKernelAccounts(database);
  }

  @Bean
  Comparisons comparisons(Database database, ProcessLease lease, Begun begun) {
    return new JpaComparisons(database, lease.process(), begun);
  }

  @Bean
  IdempotencyKeys idempotencyKeys(Database database, ProcessLease lease, InstantSource clock) {
    return new JpaIdempotencyKeys(database, lease, clock);
  }

  @Bean
  LeaseKeeper leaseKeeper(
      EntityManagerFactory database, ProcessLease lease, InstantSource clock, Begun begun) {
    return new LeaseKeeper(
        new Processes(database.unwrap(SessionFactory.class), lease, clock, begun), lease);
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

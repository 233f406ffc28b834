package dev.handshakelab;

import dev.handshakelab.history.ProcessLease;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Hands the storage what it may not take for itself: the clock and this process's name. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StoragePlugs.LeaseTerms.class)
class StoragePlugs {

  /**
   * @param length how long after its last sign of life a process counts as dead and its running
   *     sessions become FAILED
   * @param renewal how often a process gives a sign of life, and looks for dead ones
   */
  @ConfigurationProperties("lab.lease")
  record LeaseTerms(@DefaultValue("30s") Duration length, @DefaultValue("5s") Duration renewal) {}

  @Bean
  InstantSource clock() {
    return InstantSource.system();
  }

  @Bean
  ProcessLease processLease(LeaseTerms terms) {
    return new ProcessLease(UUID.randomUUID(), terms.length(), terms.renewal());
  }
}

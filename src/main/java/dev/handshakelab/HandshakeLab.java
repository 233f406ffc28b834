package dev.handshakelab;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;

/**
 * Starts the lab: one process that runs handshakes, keeps what it saw of them, and serves it over
 * HTTP. This package stands above all others; it is the only one that knows both who makes traces
 * and who reads them.
 */
// Callers show tokens: there are no users with passwords, and none is to be made up and logged.
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class)
public class HandshakeLab {

  public static void main(String[] args) {
    SpringApplication.run(HandshakeLab.class, args);
  }
}

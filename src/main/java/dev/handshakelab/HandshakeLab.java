package dev.handshakelab;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Starts the lab: one process that runs handshakes, keeps what it saw of them, and serves it over
 * HTTP. This package stands above all others; it is the only one that knows both who makes traces
 * and who reads them.
 */
@SpringBootApplication
public class HandshakeLab {

  public static void main(String[] args) {
    SpringApplication.run(HandshakeLab.class, args);
  }
}

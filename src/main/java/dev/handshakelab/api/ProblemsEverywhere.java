package dev.handshakelab.api;

import dev.handshakelab.api.input.BodyLimit;
import dev.handshakelab.api.input.KnownHosts;
import dev.handshakelab.api.input.WellFormedPaths;
import dev.handshakelab.api.problem.ProblemValve;
import java.net.InetAddress;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** What stands before the operations: the container's own errors, hosts, and sizes of bodies. */
@Configuration(proxyBeanMethods = false)
class ProblemsEverywhere {

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> containerErrorsAsProblems() {
    return factory ->
        factory.addContextCustomizers(
            context -> context.getParent().getPipeline().addValve(new ProblemValve()));
  }

  @Bean
  FilterRegistrationBean<KnownHosts> knownHosts(
      HttpLimits limits, @Value("${server.address:}") String address) throws Exception {
    var registration = new FilterRegistrationBean<>(new KnownHosts(limits.hosts()));
    boolean loopbackOnly = !address.isEmpty() && InetAddress.getByName(address).isLoopbackAddress();
    registration.setEnabled(loopbackOnly);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }

  @Bean
  FilterRegistrationBean<WellFormedPaths> wellFormedPaths() {
    var registration = new FilterRegistrationBean<>(new WellFormedPaths());
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
    return registration;
  }

  @Bean
  FilterRegistrationBean<BodyLimit> bodyLimit(HttpLimits limits) {
    var registration = new FilterRegistrationBean<>(new BodyLimit(limits.maxBody()));
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
    return registration;
  }
}

package dev.handshakelab.api.security;

import dev.handshakelab.access.Door;
import dev.handshakelab.access.Rates;
import dev.handshakelab.api.HttpLimits;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.ProblemWriter;
import dev.handshakelab.api.problem.Refusal;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * What stands before every operation. There are no cookies: a browser sends a bearer token only
 * where a page's own script says so, which is why nothing guards against forged requests.
 */
@Configuration(proxyBeanMethods = false)
class SecurityChain {

  @Bean
  SecurityFilterChain securityFilterChain(
      HttpSecurity http, Door door, Rates rates, Routes routes, HttpLimits limits)
      throws Exception {
    Gate gate = new Gate(routes);
    return http.csrf(AbstractHttpConfigurer::disable)
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .anonymous(AbstractHttpConfigurer::disable)
        .headers(headers ->
            headers
                .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                // Drawings are pages of their own, with styles and scripts inside: they load
                // nothing.
                .contentSecurityPolicy(policy ->
                    policy.policyDirectives(
                        "frame-ancestors 'none'; base-uri 'none'; object-src 'none';"
                            + " form-action 'none'")))
        .addFilterBefore(new CallerFilter(door, rates, limits), AuthorizationFilter.class)
        .authorizeHttpRequests(calls ->
            calls
                .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                .permitAll()
                .anyRequest()
                .access(gate))
        .exceptionHandling(refusals ->
            refusals
                .authenticationEntryPoint((call, response, why) ->
                    ProblemWriter.write(Refusals.noToken(), call, response))
                .accessDeniedHandler((call, response, why) ->
                    ProblemWriter.write(refusal(call, gate), call, response)))
        .build();
  }

  private static Refusal refusal(HttpServletRequest call, Gate gate) {
    return SecurityContextHolder.getContext().getAuthentication() instanceof KnownCaller known
        ? Refusals.notAllowed(known.caller().role(), gate.whoMay(call))
        : Refusals.noToken();
  }

  /** A method that is none is left to those who know which there are. */
  @Bean
  HttpFirewall firewall() {
    var firewall = new StrictHttpFirewall();
    firewall.setUnsafeAllowAnyHttpMethod(true);
    return firewall;
  }

  /** What the firewall does not let in at all: URLs that mean one thing here and another there. */
  @Bean
  RequestRejectedHandler rejectedAsProblem() {
    return (call, response, why) ->
        ProblemWriter.write(
            new Refusal(ProblemType.BAD_REQUEST, String.valueOf(why.getMessage())), call, response);
  }
}

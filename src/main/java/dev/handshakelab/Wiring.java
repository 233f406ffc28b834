package dev.handshakelab;

import dev.handshakelab.access.Door;
import dev.handshakelab.access.Rates;
import dev.handshakelab.access.Tokens;
import dev.handshakelab.api.HttpLimits;
import dev.handshakelab.api.TraceAsJson;
import dev.handshakelab.comparison.Divergences;
import dev.handshakelab.course.Assignments;
import dev.handshakelab.course.Attempts;
import dev.handshakelab.course.Copying;
import dev.handshakelab.course.Grades;
import dev.handshakelab.course.Gradings;
import dev.handshakelab.course.HandIns;
import dev.handshakelab.course.Handouts;
import dev.handshakelab.course.Marking;
import dev.handshakelab.course.Regrading;
import dev.handshakelab.course.Rubrics;
import dev.handshakelab.course.SoundRubrics;
import dev.handshakelab.drawing.TextLadder;
import dev.handshakelab.grading.Grader;
import dev.handshakelab.grading.ReadyRubrics;
import dev.handshakelab.grading.RubricReading;
import dev.handshakelab.grading.expression.Evaluator;
import dev.handshakelab.grading.expression.Expressions;
import dev.handshakelab.grading.expression.Fence;
import dev.handshakelab.grading.format.Formats;
import dev.handshakelab.history.Comparisons;
import dev.handshakelab.history.Histories;
import dev.handshakelab.history.ProcessLease;
import dev.handshakelab.linux.LinuxRunner;
import dev.handshakelab.linux.hybrid.HybridRunner;
import dev.handshakelab.scenario.Limits;
import dev.handshakelab.scenario.RequestReading;
import dev.handshakelab.scenario.Runner;
import dev.handshakelab.session.Comparing;
import dev.handshakelab.session.ComparingLimits;
import dev.handshakelab.session.RunLimits;
import dev.handshakelab.session.Sessions;
import dev.handshakelab.session.Witness;
import dev.handshakelab.simulation.Simulator;
import dev.handshakelab.trace.Rendering;
import dev.handshakelab.wire.IpAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plugs the parts together: hands out the time, chance and limits, which no part takes for itself,
 * and the lists of runners and renderings, to which one line adds one.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LabProperties.class)
class Wiring {

  @Bean
  InstantSource clock() {
    return InstantSource.system();
  }

  @Bean
  ProcessLease processLease(LabProperties properties) {
    LabProperties.Lease lease = properties.lease();
    return new ProcessLease(UUID.randomUUID(), lease.length(), lease.renewal());
  }

  /** 64 bits at each call that cannot be foretold. */
  @Bean
  LongSupplier chance() {
    return new SecureRandom()::nextLong;
  }

  @Bean
  HttpLimits httpLimits(LabProperties properties) {
    LabProperties.Http http = properties.http();
    return new HttpLimits(
        http.maxBody(),
        http.maxDepth(),
        properties.request().text(),
        http.defaultPage(),
        http.maxPage(),
        http.defaultWait(),
        http.maxWait(),
        http.retryAfter(),
        http.hosts());
  }

  @Bean
  Door door(
      Tokens tokens,
      LabProperties properties,
      InstantSource clock,
      @Value("${server.address:}") String address)
      throws UnknownHostException {
    boolean loopbackOnly = !address.isEmpty() && InetAddress.getByName(address).isLoopbackAddress();
    return new Door(tokens, properties.access().open().isOpen(loopbackOnly), clock);
  }

  @Bean
  Rates rates(LabProperties properties, InstantSource clock) {
    LabProperties.Access access = properties.access();
    return new Rates(access.calls(), access.subjectCalls(), clock);
  }

  @Bean
  FirstToken firstToken(
      Door door,
      Tokens tokens,
      LabProperties properties,
      InstantSource clock,
      LongSupplier chance) {
    return new FirstToken(door, tokens, properties.access().printToken(), clock, chance);
  }

  @Bean
  Limits requestLimits(LabProperties properties) {
    LabProperties.Request request = properties.request();
    return new Limits(
        request.listed(), request.labels(), request.text(), request.flooded(), request.isns());
  }

  @Bean
  RequestReading requestReading(Limits limits) {
    return new RequestReading(limits);
  }

  @Bean
  Runner simulator() {
    return new Simulator();
  }

  @Bean
  LinuxRunner.Limits kernelLimits(LabProperties properties) {
    LinuxRunner.Limits usual = LinuxRunner.Limits.USUAL;
    return new LinuxRunner.Limits(
        IpAddress.parse(properties.run().kernelAddress()),
        properties.run().kernelTier(),
        properties.run().kernelTrace(),
        properties.run().kernelRuns(),
        usual.patience(),
        properties.run().kernelDeadline(),
        usual.tapBufferBytes());
  }

  @Bean
  LinuxRunner linuxRunner(LinuxRunner.Limits kernelLimits) {
    return new LinuxRunner(kernelLimits);
  }

  @Bean
  HybridRunner hybridRunner(LinuxRunner.Limits kernelLimits, LinuxRunner kernel) {
    return new HybridRunner(kernelLimits, kernel::log);
  }

  @Bean
  Sessions sessions(
      Histories histories,
      List<Runner> runners,
      InstantSource clock,
      LongSupplier chance,
      BuildProperties build,
      LabProperties properties,
      Witness witness) {
    LabProperties.Run run = properties.run();
    return new Sessions(
        histories,
        runners,
        clock,
        chance,
        String.valueOf(build.getVersion()),
        new RunLimits(run.simulations(), run.kernelRuns(), run.queue(), run.shutdownGrace()),
        witness);
  }

  @Bean
  Comparing comparing(
      Sessions sessions,
      Histories histories,
      Comparisons comparisons,
      InstantSource clock,
      LongSupplier chance,
      BuildProperties build,
      ComparingLimits limits) {
    boolean linux = System.getProperty("os.name", "").equals("Linux");
    return new Comparing(
        sessions,
        histories,
        comparisons,
        Divergences.known(),
        clock,
        chance,
        String.valueOf(build.getVersion()),
        linux ? System.getProperty("os.version") : null,
        limits);
  }

  @Bean
  ComparingLimits comparingLimits(LabProperties properties) {
    LabProperties.Comparison limits = properties.comparison();
    return new ComparingLimits(limits.atATime(), limits.runs(), limits.late(), limits.tries());
  }

  @Bean
  @Order(1)
  Rendering traceAsJson(JsonMapper mapper) {
    return new TraceAsJson(mapper);
  }

  @Bean
  @Order(2)
  Rendering textLadder() {
    return new TextLadder();
  }

  @Bean
  Expressions expressions() {
    return new Expressions(Fence.USUAL);
  }

  @Bean
  RubricReading rubricReading(Limits limits, Expressions expressions) {
    return new RubricReading(limits, expressions);
  }

  @Bean
  ReadyRubrics readyRubrics(RubricReading reading) {
    return new ReadyRubrics(reading);
  }

  /** Nobody's first rubric waits until the expression language is loaded, nor does the start. */
  @Bean
  ApplicationListener<ApplicationReadyEvent> rubricsAreReadAhead(ReadyRubrics ready) {
    return _ -> Thread.ofPlatform().daemon().name("rubrics-ahead").start(ready::all);
  }

  @Bean
  Evaluator evaluator(LabProperties properties) {
    LabProperties.Grading grading = properties.grading();
    return new Evaluator(Fence.USUAL, width(grading), grading.queue());
  }

  @Bean
  Gradings gradings(
      RubricReading reading, Evaluator evaluator, Rendering traceAsJson, LabProperties properties) {
    LabProperties.Grading grading = properties.grading();
    return new Gradings(
        reading, new Grader(evaluator), traceAsJson, width(grading), grading.queue());
  }

  private static int width(LabProperties.Grading grading) {
    return grading.gradings() > 0
        ? grading.gradings()
        : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }

  @Bean
  SoundRubrics soundRubrics(Rubrics rubrics, Gradings gradings) {
    return new SoundRubrics(rubrics, gradings);
  }

  @Bean
  Handouts handouts(
      Assignments assignments,
      Sessions sessions,
      Histories histories,
      RequestReading reading,
      LabProperties properties) {
    return new Handouts(assignments, sessions, histories, reading, properties.http().maxWait());
  }

  @Bean
  HandIns handIns(
      Handouts handouts,
      Attempts attempts,
      Gradings gradings,
      Histories histories,
      InstantSource clock,
      LongSupplier chance) {
    return new HandIns(handouts, attempts, gradings, histories, clock, chance);
  }

  @Bean
  Grades grades(SoundRubrics rubrics, InstantSource clock) {
    return new Grades(rubrics, clock);
  }

  @Bean
  Marking marking(Attempts attempts, Grades grades, InstantSource clock, LongSupplier chance) {
    return new Marking(attempts, grades, clock, chance);
  }

  @Bean
  Regrading regrading(
      Assignments assignments,
      Attempts attempts,
      Histories histories,
      Gradings gradings,
      Grades grades,
      Marking marking) {
    return new Regrading(assignments, attempts, histories, gradings, grades, marking);
  }

  @Bean
  Copying copying(
      Assignments assignments,
      Attempts attempts,
      Histories histories,
      SoundRubrics rubrics,
      Gradings gradings,
      Grades grades) {
    return new Copying(assignments, attempts, histories, rubrics, gradings, grades);
  }

  @Bean
  Formats formats() {
    return Formats.ALL;
  }
}

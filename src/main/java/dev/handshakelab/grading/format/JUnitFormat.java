package dev.handshakelab.grading.format;

import dev.handshakelab.grading.CheckResult.Status;
import dev.handshakelab.grading.Decimals;
import dev.handshakelab.grading.Grade;
import dev.handshakelab.grading.Result;
import dev.handshakelab.wire.Octets;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A JUnit report as Surefire's schema has it: what is wrong is a failure, what could not be graded
 * an error, what a person has still to look at is skipped. Points have no place in it, so they
 * stand in the suite's properties and in the messages. It took no time that was measured.
 */
final class JUnitFormat implements Format {
  @Override
  public String name() {
    return "junit";
  }

  @Override
  public String mediaType() {
    return "application/xml";
  }

  @Override
  public Set<String> parameters() {
    return Sheet.PARAMETERS;
  }

  @Override
  public Octets render(Grade grade, Map<String, String> parameters) {
    Sheet sheet = Sheet.of(grade, parameters);
    return Documents.octets(Xml.document(xml -> suite(xml, sheet)));
  }

  private static void suite(XMLStreamWriter xml, Sheet sheet) throws XMLStreamException {
    Grade grade = sheet.grade();
    Result result = sheet.result();
    int failures = sheet.count(Status.FAILED) + sheet.count(Status.PARTIAL);
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", sheet.rubric());
    xml.writeAttribute("time", "0");
    if (grade.gradedAt() != null) {
      xml.writeAttribute("timestamp", Times.secondsWithoutZone(grade.gradedAt()));
    }
    xml.writeAttribute("tests", String.valueOf(sheet.lines().size()));
    xml.writeAttribute("errors", String.valueOf(sheet.count(Status.ERROR)));
    xml.writeAttribute("skipped", String.valueOf(sheet.count(Status.PENDING)));
    xml.writeAttribute("failures", String.valueOf(failures));
    xml.writeStartElement("properties");
    if (grade.id() != null) {
      property(xml, "grade", grade.id());
    }
    property(xml, "state", result.state().name());
    property(xml, "score", Decimals.text(result.score()));
    property(xml, "maxScore", Decimals.text(result.maxScore()));
    property(xml, "resultSha256", result.sha256());
    xml.writeEndElement();
    for (Line line : sheet.lines()) {
      testCase(xml, result.rubric().id(), line);
    }
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private static void property(XMLStreamWriter xml, String name, String value)
      throws XMLStreamException {
    xml.writeEmptyElement("property");
    xml.writeAttribute("name", name);
    xml.writeAttribute("value", value);
  }

  private static void testCase(XMLStreamWriter xml, String suite, Line line)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("name", line.name());
    xml.writeAttribute("classname", suite);
    xml.writeAttribute("time", "0");
    switch (line.status()) {
      case PASSED -> {
        // nothing to say
      }
      case PARTIAL, FAILED -> outcome(xml, "failure", line);
      case ERROR -> outcome(xml, "error", line);
      case PENDING -> {
        xml.writeEmptyElement("skipped");
        xml.writeAttribute("message", line.message());
      }
    }
    xml.writeEndElement();
  }

  private static void outcome(XMLStreamWriter xml, String element, Line line)
      throws XMLStreamException {
    xml.writeStartElement(element);
    xml.writeAttribute("message", line.pointsInWords());
    xml.writeAttribute("type", line.status().name());
    xml.writeCharacters(line.message());
    xml.writeEndElement();
  }
}

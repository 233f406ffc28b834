package dev.handshakelab.grading.format;

import dev.handshakelab.grading.Grade;
import dev.handshakelab.wire.Octets;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * What a student is told, as a page that needs nothing else: no script, no style from elsewhere.
 */
final class HtmlFormat implements Format {
  @Override
  public String name() {
    return "html";
  }

  @Override
  public String mediaType() {
    return "text/html;charset=utf-8";
  }

  @Override
  public Set<String> parameters() {
    return Sheet.PARAMETERS;
  }

  @Override
  public Octets render(Grade grade, Map<String, String> parameters) {
    Sheet sheet = Sheet.of(grade, parameters);
    return Documents.octets(Xml.document(html -> page(html, sheet)));
  }

  /** One paragraph of text, escaped. */
  static String paragraph(String text) {
    return Xml.document(html -> Xml.element(html, "p", text));
  }

  private static void page(XMLStreamWriter html, Sheet sheet) throws XMLStreamException {
    html.writeDTD("<!DOCTYPE html>");
    html.writeStartElement("html");
    html.writeAttribute("lang", "en");
    html.writeStartElement("head");
    html.writeEmptyElement("meta");
    html.writeAttribute("charset", "utf-8");
    Xml.element(html, "title", sheet.title());
    Xml.element(html, "style", "th, td { padding: 0.3em; text-align: left; vertical-align: top; }");
    html.writeEndElement();
    html.writeStartElement("body");
    Xml.element(html, "h1", sheet.title());
    Xml.element(html, "p", sheet.summary());
    html.writeStartElement("table");
    row(html, "th", "Check", "Points", "Of", "Question", "Given", "Feedback");
    for (Line line : sheet.open()) {
      row(
          html,
          "td",
          line.id(),
          line.points() == null ? "–" : line.known().toPlainString(),
          line.max().toPlainString(),
          line.prompt(),
          line.given(),
          line.message());
    }
    html.writeEndElement();
    html.writeEndElement();
    html.writeEndElement();
  }

  private static void row(XMLStreamWriter html, String cell, String... texts)
      throws XMLStreamException {
    html.writeStartElement("tr");
    for (String text : texts) {
      Xml.element(html, cell, text);
    }
    html.writeEndElement();
  }
}

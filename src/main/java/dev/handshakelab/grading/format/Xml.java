package dev.handshakelab.grading.format;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Documents of elements and attributes, escaped by the JDK's own writer. */
final class Xml {
  private Xml() {}

  /** Writes a document. */
  @FunctionalInterface
  interface Body {
    void write(XMLStreamWriter xml) throws XMLStreamException;
  }

  static String document(Body body) {
    StringWriter text = new StringWriter();
    try {
      // The default one, whatever else is on the path: the same octets everywhere.
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      body.write(xml);
      xml.close();
    } catch (XMLStreamException impossible) {
      throw new IllegalStateException("a string takes everything", impossible);
    }
    return text.toString();
  }

  static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeCharacters(text);
    xml.writeEndElement();
  }
}

import ProseRendering
import StoryEvents

extension Feed {
    /// A text of the record has no character that XML lacks, once controls are shown by name.
    ///
    /// Source: RFC 4287.
    var atom: [UInt8] {
        var xml = Markup()
        xml.tag("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n")
        xml.element("feed", ["xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en"]) { xml in
            xml.element("id", id)
            xml.element("title", title)
            xml.element("updated", updated.description)
            xml.element("author") { $0.element("name", origin) }
            xml.element("link", ["rel": "self", "type": "application/atom+xml", "href": address]) { _ in }
            xml.element("link", ["rel": "alternate", "type": "text/html", "href": page]) { _ in }
            for entry in entries { xml.element("entry") { write(entry, &$0) } }
        }
        xml.tag("\n")
        return xml.bytes
    }

    private func write(_ entry: Entry, _ xml: inout Markup) {
        xml.element("id", entry.id)
        xml.element("title", entry.title)
        xml.element("updated", entry.recorded.description)
        xml.element("link", ["rel": "alternate", "type": "text/html", "href": entry.address]) { _ in }
        xml.element("category", ["term": entry.type.rawValue]) { _ in }
        xml.element("summary", entry.line)
        guard let content = entry.content else { return }
        xml.element("content", ["type": "html", "xml:lang": entry.language]) { $0.exact(content) }
    }
}

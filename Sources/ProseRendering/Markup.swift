/// Builds HTML and XML. Tags and the names of attributes are literals of the program, so that all other text is escaped.
public struct Markup: Sendable {
    /// An attribute of an element; one without a value is left out.
    public typealias Attributes = KeyValuePairs<StaticString, String?>

    /// UTF-8.
    public private(set) var bytes: [UInt8] = []

    /// Whether the words in place of withheld text are marked: in HTML, not in XML and pictures.
    private let marksWithheld: Bool

    /// Creates an empty text.
    ///
    /// - Parameter marksWithheld: Whether the words in place of withheld text are marked, which is for HTML alone.
    public init(marksWithheld: Bool = false) { self.marksWithheld = marksWithheld }

    /// Markup that a file of the program holds.
    package init(trusted bytes: [UInt8]) { (self.bytes, marksWithheld) = (bytes, false) }

    /// The markup so far.
    public var html: String { String(decoding: bytes, as: UTF8.self) }

    /// Writes a literal unchanged.
    public mutating func tag(_ literal: StaticString) {
        literal.withUTF8Buffer { bytes += $0 }
    }

    /// Writes an opening tag; an attribute with an empty value is written as its name alone.
    public mutating func open(_ name: StaticString, _ attributes: Attributes = [:]) {
        tag("<")
        tag(name)
        for (name, value) in attributes {
            guard let value else { continue }
            tag(" ")
            tag(name)
            guard !value.isEmpty else { continue }
            tag("=\"")
            plain(value)
            tag("\"")
        }
        tag(">")
    }

    /// Writes a closing tag.
    public mutating func close(_ name: StaticString) {
        tag("</")
        tag(name)
        tag(">")
    }

    /// Writes an element with what the body writes.
    public mutating func element(
        _ name: StaticString, _ attributes: Attributes = [:], _ body: (inout Markup) throws -> Void
    ) rethrows {
        open(name, attributes)
        try body(&self)
        close(name)
    }

    /// Writes an element that contains only text.
    public mutating func element(_ name: StaticString, _ attributes: Attributes, _ text: String) {
        open(name, attributes)
        // In these there is no markup.
        if ["title", "option", "textarea", "text"].contains("\(name)") { plain(text) } else { self.text(text) }
        close(name)
    }

    /// Writes an element without attributes that contains only text.
    public mutating func element(_ name: StaticString, _ text: String) { element(name, [:], text) }

    /// Writes text. Control characters, also bidirectional ones, are shown by name; words in place of withheld text are marked.
    public mutating func text(_ text: String) {
        guard marksWithheld else { return plain(text) }
        var shown = VisibleText.string(Array(text.utf8)[...])
        shown.withUTF8 { Self.escapeMarking($0, into: &bytes) }
    }

    /// Writes text where there can be no markup: in attributes, titles and pictures.
    public mutating func plain(_ text: String) {
        Self.escape(VisibleText.string(Array(text.utf8)[...]), into: &bytes)
    }

    /// Writes text that a program reads back: escaped, and nothing else. Use ``text(_:)`` for what people read.
    public mutating func exact(_ text: [UInt8]) { text.withUnsafeBufferPointer { Self.escape($0, into: &bytes) } }

    /// Writes the HTML of an ``HTMLFragment``.
    mutating func add(_ fragment: HTMLFragment) { bytes += Array(fragment.html.utf8) }

    /// Writes other markup.
    public mutating func add(_ other: Markup) { bytes += other.bytes }

    /// Appends text with all special characters of HTML escaped.
    static func escape(_ text: String, into html: inout [UInt8]) {
        var text = text
        text.withUTF8 { escape($0, into: &html) }
    }

    /// Appends UTF-8; all special characters of HTML are ASCII.
    static func escape(_ utf8: UnsafeBufferPointer<UInt8>, into html: inout [UInt8]) {
        var start = 0
        for index in utf8.indices {
            guard let entity = entity(utf8[index]) else { continue }
            html += utf8[start..<index]
            html += Array(entity.utf8)
            start = index + 1
        }
        html += utf8[start..<utf8.count]
    }

    @inline(__always)
    private static func entity(_ byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}

/// Builds HTML. Tags are literals of this module, so that all other text is escaped.
struct Markup {
    /// UTF-8.
    private var bytes: [UInt8] = []

    /// The HTML so far.
    var html: String { String(decoding: bytes, as: UTF8.self) }

    /// Writes a literal unchanged.
    mutating func tag(_ literal: StaticString) { write("\(literal)") }

    /// Writes an opening tag with attributes.
    mutating func open(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>) {
        write("<\(name)")
        for (name, value) in attributes {
            write(" \(name)=\"")
            text(value)
            write("\"")
        }
        write(">")
    }

    /// Writes text. Control characters, also bidirectional ones, are shown by name.
    mutating func text(_ text: String) { Self.escape(VisibleText.string(Array(text.utf8)[...]), into: &bytes) }

    /// Writes an element that contains only text.
    mutating func element(_ name: StaticString, _ text: String) {
        write("<\(name)>")
        self.text(text)
        write("</\(name)>")
    }

    /// Writes the HTML of an ``HTMLFragment``.
    mutating func add(_ fragment: HTMLFragment) { write(fragment.html) }

    /// Writes markup of this module.
    private mutating func write(_ markup: String) { bytes += Array(markup.utf8) }

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

import ProseDiff

/// Builds well-formed HTML. The only function that takes text escapes it. Inline elements are closed at the end of a
/// paragraph and opened again after it.
struct HTMLFragment {
    /// An inline element. Its names and values come only from this module.
    struct Inline {
        var tag: StaticString
        var attributes: [(name: StaticString, value: String)] = []
        /// Whether its tag is open in this paragraph.
        fileprivate var isWritten = false
        /// Whether it was open before; an id may occur only once.
        fileprivate var wasWritten = false

        init(tag: StaticString, attributes: [(name: StaticString, value: String)] = []) {
            self.tag = tag
            self.attributes = attributes
        }
    }

    /// UTF-8.
    private var bytes: [UInt8] = []
    private var inlines: [Inline] = []
    private var inParagraph = false

    /// Whether nothing has been written.
    var isEmpty: Bool { bytes.isEmpty }

    /// The HTML so far.
    var html: String { String(decoding: bytes, as: UTF8.self) }

    /// Opens an element. Its tag is written with the next text.
    mutating func open(_ inline: Inline) { inlines.append(inline) }

    mutating func close() {
        if let inline = inlines.popLast(), inline.isWritten { write("</\(inline.tag)>") }
    }

    /// Writes text. A blank line in it ends a paragraph; other line breaks are kept.
    mutating func text(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            var start = 0
            while start < utf8.count {
                if utf8[start] == 0x0A {
                    lineBreaks += 1
                    start += 1
                    continue
                }
                let end = ByteStrings.lineEnd(UnsafeRawBufferPointer(utf8), from: start)
                flushLineBreaks()
                beginParagraph()
                Markup.escapeMarking(UnsafeBufferPointer(rebasing: utf8[start..<end]), into: &bytes)
                start = end
            }
        }
        if lineBreaks > 1 { flushLineBreaks() }
    }

    private var lineBreaks = 0

    private mutating func flushLineBreaks() {
        if lineBreaks > 1 { endParagraph() } else if lineBreaks == 1 && inParagraph { write("<br>") }
        lineBreaks = 0
    }

    /// Writes text that is folded under a few words, for the reader to open.
    mutating func fold(_ note: String, _ hidden: String) {
        lineBreaks = 0
        endParagraph()
        write("<details class=\"fold\"><summary>")
        Markup.escape(note, into: &bytes)
        write("</summary>\n")
        text(hidden)
        lineBreaks = 0
        endParagraph()
        write("</details>\n")
    }

    /// Closes all elements and the paragraph.
    mutating func finish() {
        while !inlines.isEmpty { close() }
        lineBreaks = 0
        endParagraph()
    }

    /// Writes markup of this module.
    private mutating func write(_ markup: String) { bytes += Array(markup.utf8) }

    private mutating func beginParagraph() {
        flushLineBreaks()
        if !inParagraph { write("<p dir=\"auto\">") }
        inParagraph = true
        for index in inlines.indices where !inlines[index].isWritten { writeOpening(index) }
    }

    private mutating func endParagraph() {
        guard inParagraph else { return }
        for index in inlines.indices.reversed() where inlines[index].isWritten {
            write("</\(inlines[index].tag)>")
            inlines[index].isWritten = false
        }
        write("</p>\n")
        inParagraph = false
    }

    private mutating func writeOpening(_ index: Int) {
        write("<\(inlines[index].tag)")
        for attribute in inlines[index].attributes where !(inlines[index].wasWritten && "\(attribute.name)" == "id") {
            write(" \(attribute.name)=\"\(attribute.value)\"")
        }
        write(">")
        inlines[index].isWritten = true
        inlines[index].wasWritten = true
    }
}

/// HTML being written. Text is escaped by the only way in that takes text, and inline elements are closed and opened
/// again around a paragraph's end, so what comes out is well formed whatever goes in.
struct HTMLFragment {
    /// An inline element; its names and values come from this module alone.
    struct Inline {
        var tag: StaticString
        var attributes: [(name: StaticString, value: String)] = []
        /// Whether its tag stands open in this paragraph.
        fileprivate var isWritten = false
        /// Whether it stood open before; an id may occur once only.
        fileprivate var wasWritten = false

        init(tag: StaticString, attributes: [(name: StaticString, value: String)] = []) {
            self.tag = tag
            self.attributes = attributes
        }
    }

    private(set) var html = ""
    private var inlines: [Inline] = []
    private var inParagraph = false

    /// Opens an element; its tag is written when text comes.
    mutating func open(_ inline: Inline) { inlines.append(inline) }

    mutating func close() {
        if let inline = inlines.popLast(), inline.isWritten { html += "</\(inline.tag)>" }
    }

    /// Writes text; a blank line in it ends a paragraph, any other line break is kept.
    mutating func text(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n":
                lineBreaks += 1
            default:
                flushLineBreaks()
                beginParagraph()
                Markup.escape(scalar, into: &html)
            }
        }
        if lineBreaks > 1 { flushLineBreaks() }
    }

    private var lineBreaks = 0

    private mutating func flushLineBreaks() {
        if lineBreaks > 1 { endParagraph() } else if lineBreaks == 1 && inParagraph { html += "<br>" }
        lineBreaks = 0
    }

    /// Writes text that a reader need not see but may open, under a few words about it.
    mutating func fold(_ note: String, _ hidden: String) {
        lineBreaks = 0
        endParagraph()
        html += "<details class=\"fold\"><summary>"
        Markup.escape(note, into: &html)
        html += "</summary>\n"
        text(hidden)
        lineBreaks = 0
        endParagraph()
        html += "</details>\n"
    }

    /// Closes what is open, and the paragraph.
    mutating func finish() {
        while !inlines.isEmpty { close() }
        lineBreaks = 0
        endParagraph()
    }

    private mutating func beginParagraph() {
        flushLineBreaks()
        if !inParagraph { html += "<p>" }
        inParagraph = true
        for index in inlines.indices where !inlines[index].isWritten { writeOpening(index) }
    }

    private mutating func endParagraph() {
        guard inParagraph else { return }
        for index in inlines.indices.reversed() where inlines[index].isWritten {
            html += "</\(inlines[index].tag)>"
            inlines[index].isWritten = false
        }
        html += "</p>\n"
        inParagraph = false
    }

    private mutating func writeOpening(_ index: Int) {
        html += "<\(inlines[index].tag)"
        for attribute in inlines[index].attributes where !(inlines[index].wasWritten && "\(attribute.name)" == "id") {
            html += " \(attribute.name)=\"\(attribute.value)\""
        }
        html += ">"
        inlines[index].isWritten = true
        inlines[index].wasWritten = true
    }
}

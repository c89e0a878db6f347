/// HTML being written with its tags as literals of this module, so that text from anywhere else can only come in escaped.
struct Markup {
    private(set) var html = ""

    /// Writes a literal as it stands.
    mutating func tag(_ literal: StaticString) { html += "\(literal)" }

    /// Writes an opening tag with attributes.
    mutating func open(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>) {
        html += "<\(name)"
        for (name, value) in attributes {
            html += " \(name)=\""
            text(value)
            html += "\""
        }
        html += ">"
    }

    /// Writes text; controls in it, those of direction too, are shown by name.
    mutating func text(_ text: String) { Self.escape(VisibleText.string(Array(text.utf8)[...]), into: &html) }

    /// Writes an element that holds nothing but text.
    mutating func element(_ name: StaticString, _ text: String) {
        html += "<\(name)>"
        self.text(text)
        html += "</\(name)>"
    }

    /// Writes what ``HTMLFragment`` made.
    mutating func add(_ fragment: HTMLFragment) { html += fragment.html }

    /// Appends text with every character that means something in HTML escaped.
    static func escape(_ text: String, into html: inout String) {
        for scalar in text.unicodeScalars { escape(scalar, into: &html) }
    }

    /// Appends one scalar.
    static func escape(_ scalar: UnicodeScalar, into html: inout String) {
        switch scalar {
        case "&": html += "&amp;"
        case "<": html += "&lt;"
        case ">": html += "&gt;"
        case "\"": html += "&quot;"
        case "'": html += "&#39;"
        default: html.unicodeScalars.append(scalar)
        }
    }
}

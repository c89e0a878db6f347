import Foundation
import StoryEvents

@testable import AuditSite

/// A translation in which every word stands in white brackets: what pages show without them is in no table.
enum Pseudotranslation {
    static let words: Words = {
        do {
            let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(Words.english))
            var words = try JSONDecoder().decode(Words.self, from: JSONSerialization.data(withJSONObject: mapped(json)))
            (words.language, words.inRendering.language) = ("en", "en")
            return words
        } catch { fatalError("\(error)") }
    }()

    static let sentences = RecordWords { translated($0) }

    private static func mapped(_ value: Any) -> Any {
        switch value {
        case let text as String: translated(text)
        case let list as [Any]: list.map(mapped)
        case let object as [String: Any]: object.mapValues(mapped)
        default: value
        }
    }

    /// `⟦asked ⟧{1}⟦ for comment⟧`: values stay outside of the brackets.
    static func translated(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let place = rest.firstMatch(of: /\{\d+\}/) {
            result += bracketed(rest[..<place.range.lowerBound]) + place.output
            rest = rest[place.range.upperBound...]
        }
        return result + bracketed(rest)
    }

    private static func bracketed(_ text: Substring) -> String {
        text.contains { $0.isLetter } ? "\u{27E6}\(text)\u{27E7}" : String(text)
    }

    /// The words of Latin letters that a page shows outside of brackets, in its text and in attributes that people read.
    static func bareWords(of page: String) -> [String] {
        var text = page
        for hidden in [
            /<pre\b[^>]*>.*?<\/pre>/, /<code\b[^>]*>.*?<\/code>/, /<script\b[^>]*>.*?<\/script>/,
            /<style\b[^>]*>.*?<\/style>/, /<mark class="hole"[^>]*>.*?<\/mark>/,
        ] { text = text.replacing(hidden.dotMatchesNewlines(), with: " ") }
        let read = text.matches(of: /(?:title|aria-label|placeholder|data-mark|alt)="([^"]*)"/).map {
            String($0.output.1)
        }
        text = ([text.replacing(/<[^>]*>/, with: " ")] + read).joined(separator: "\n")
        for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
            text = text.replacing(entity, with: character)
        }
        text = text.replacing(/(?:http:\/)?\/stories\/[^ <]*/, with: " ")
        while text.contains(inBrackets) { text = text.replacing(inBrackets, with: " ") }
        return text.matches(of: /[A-Za-z]{2,}/).map { String($0.output) }
    }

    nonisolated(unsafe) private static let inBrackets = /\u{27E6}[^\u{27E6}\u{27E7}]*\u{27E7}/
}

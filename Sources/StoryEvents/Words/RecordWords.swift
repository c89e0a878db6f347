import Threads

/// Sentences about the record in another language than English.
///
/// Projections write their sentences with ``said(_:)``. In English, and where a table has none for a sentence, they stay as they
/// are written; the CLI, the API and all that is persisted are English. Pages of the audit site set a table for the time in
/// which they read and write.
package struct RecordWords: Sendable {
    /// Gives the sentence in the language of the table, with the same places; nil where there is none.
    private let translate: @Sendable (String) -> String?

    /// The table of the current page; nil for English.
    package static let table = ThreadValue<RecordWords?>(nil)

    /// The same table.
    package static var current: RecordWords? { table.value }

    /// - Parameter table: By the English sentence, with its places as `{1}`, `{2}`: the other one.
    package init(_ table: [String: String]) { translate = { table[$0] } }

    /// - Parameter translate: Gives the other sentence for an English one.
    package init(translate: @escaping @Sendable (String) -> String?) { self.translate = translate }

    fileprivate func text(_ sentence: String, _ values: [String]) -> String {
        guard let found = translate(sentence) else { return Self.fill(sentence, values) }
        return Self.fill(found, values)
    }

    /// Puts values in the places of a sentence.
    private static func fill(_ sentence: String, _ values: [String]) -> String {
        var text = ""
        var rest = sentence[...]
        while let start = rest.firstIndex(of: "{") {
            text += rest[..<start]
            rest = rest[start...]
            guard let end = rest.firstIndex(of: "}"), let number = Int(rest[rest.index(after: start)..<end]),
                values.indices.contains(number - 1)
            else {
                text.append("{")
                rest = rest.dropFirst()
                continue
            }
            text += values[number - 1]
            rest = rest[rest.index(after: end)...]
        }
        return text + rest
    }
}

/// An English sentence, and the values in its places.
package struct SaidSentence: ExpressibleByStringInterpolation {
    fileprivate let text: String

    package init(stringLiteral text: String) {
        self.text = RecordWords.current.map { $0.text(text, []) } ?? text
    }

    package init(stringInterpolation words: StringInterpolation) {
        text = words.words.map { $0.text(words.sentence, words.values) } ?? words.sentence
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate let words = RecordWords.current
        /// With places instead of values where it is to be translated.
        fileprivate var sentence = ""
        fileprivate var values: [String] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            sentence.reserveCapacity(literalCapacity + 8 * interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) { sentence += literal }

        package mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            guard words != nil else { return sentence += value.description }
            values.append(value.description)
            sentence += "{\(values.count)}"
        }
    }
}

/// A sentence about the record, in the language of ``RecordWords/current``.
package func said(_ sentence: SaidSentence) -> String { sentence.text }

/// A word that stands for a value of an event, such as a status, in the language of ``RecordWords/current``.
package func said(code: some StringProtocol) -> String {
    RecordWords.current.map { $0.text(String(code), []) } ?? String(code)
}

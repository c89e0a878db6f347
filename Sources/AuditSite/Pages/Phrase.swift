import ProseRendering

/// Words with places for others: `{1}`, `{2}`. A translation may have the places in another order.
struct Phrase: Hashable, Sendable, ExpressibleByStringLiteral, Codable {
    private let parts: [Part]

    private enum Part: Hashable, Sendable {
        case words(String)
        /// The place of a value, from 0.
        case place(Int)
    }

    init(stringLiteral text: String) {
        var parts: [Part] = []
        for (index, piece) in text.split(separator: "{", omittingEmptySubsequences: false).enumerated() {
            let halves = piece.split(separator: "}", maxSplits: 1, omittingEmptySubsequences: false)
            if index > 0, halves.count == 2, let number = Int(halves[0]) {
                parts.append(.place(number - 1))
                parts.append(.words(String(halves[1])))
            } else {
                parts.append(.words((index > 0 ? "{" : "") + piece))
            }
        }
        self.parts = parts
    }

    /// The words with values in their places; a place without a value stays empty.
    func callAsFunction(_ values: String...) -> String {
        parts.map { part in
            switch part {
            case .words(let words): words
            case .place(let place): values.indices.contains(place) ? values[place] : ""
            }
        }.joined()
    }

    /// Writes the words, and markup in their places.
    func write(_ page: inout Markup, _ values: ((inout Markup) -> Void)...) {
        for part in parts {
            switch part {
            case .words(let words): page.text(words)
            case .place(let place): if values.indices.contains(place) { values[place](&page) }
            }
        }
    }

    init(from decoder: any Decoder) throws {
        self.init(stringLiteral: try decoder.singleValueContainer().decode(String.self))
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    /// With its places as `{1}`, `{2}`.
    private var text: String {
        parts.map { part in
            switch part {
            case .words(let words): words
            case .place(let place): "{\(place + 1)}"
            }
        }.joined()
    }
}

import CanonicalJSON
import EventLog
import StoryEvents

/// Looks for words in what events say, as the search of stories does in their current texts: everything that a query asks for
/// must be in the event, each phrase within one of its texts.
public struct EventSearch {
    private let query: SearchQuery
    private var scalars = SearchScalars()
    private var cutter: SnippetCutter

    /// - Parameter query: What is looked for.
    public init(_ query: SearchQuery) {
        self.query = query
        cutter = SnippetCutter(query)
    }

    /// Where an event says it: its texts, notes, reasons, statements, claims and names.
    ///
    /// - Returns: An excerpt; nil where the event does not say it, and where its data was withheld.
    /// - Throws: `PayloadFault` where the stored data cannot be decoded.
    public mutating func excerpt(of event: RecordedEvent) throws(PayloadFault) -> Snippet? {
        guard let data = try event.data() else { return nil }
        var texts: [String] = []
        Self.collect(.object(data), &texts)
        // A hole says what a takedown said, not what the event did.
        for label in event.labels.map({ String(decoding: $0, as: UTF8.self) }) {
            for index in texts.indices { texts[index] = texts[index].replacing(label, with: "\n\n") }
        }
        return finds(in: texts) ? cutter.cut(texts) : nil
    }

    /// Whether texts hold all that is wanted, and nothing that is not.
    mutating func finds(in texts: [String]) -> Bool {
        var missing = query.wanted
        for text in texts {
            let folded = SearchText(text, &scalars, recordsTokens: true)
            for start in folded.tokens.indices {
                if query.unwanted.contains(where: { $0.isAt(start, in: folded) }) { return false }
                missing.removeAll { $0.isAt(start, in: folded) }
            }
            if missing.isEmpty, query.unwanted.isEmpty { return true }
        }
        return missing.isEmpty
    }

    /// Members whose strings are no words of anybody: ids of claims, hops, requests and events, words of the format, addresses,
    /// and times.
    private static let unsaid: Set<Text> = [
        "id", "claim", "claims", "hop", "request", "answers", "corrects", "change", "outcome", "extent", "strength",
        "placement", "channel", "kind", "field", "language", "url", "at", "zone", "asked", "embargo",
    ]

    private static func collect(_ value: JSON, isSaid: Bool = true, _ texts: inout [String]) {
        switch value {
        case .string(let text): if isSaid { texts.append(text.string) }
        case .array(let values): for value in values { collect(value, isSaid: isSaid, &texts) }
        case .object(let object):
            // What the ledger knows of the file is no word of its source.
            for member in object.members where member.key != "context" {
                collect(member.value, isSaid: !unsaid.contains(member.key), &texts)
            }
        default: break
        }
    }
}

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

    /// Where an event says it: texts, notes, reasons, statements, claims, names, every string of its data.
    ///
    /// - Returns: An excerpt; nil where the event does not say it, and where its data was withheld.
    /// - Throws: `PayloadFault` where the stored data cannot be decoded.
    public mutating func excerpt(of event: RecordedEvent) throws(PayloadFault) -> Snippet? {
        guard let data = try event.data() else { return nil }
        var (names, texts): ([String], [String]) = ([], [])
        Self.collect(.object(data), &names, &texts)
        // Of equally good places the last is shown.
        return finds(in: names + texts) ? cutter.cut(names + texts) : nil
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

    /// Members that name claims, hops, requests and events; what people read is shown rather than they.
    private static let namingMembers: Set<Text> = ["id", "claim", "claims", "hop", "request", "answers", "corrects"]

    private static func collect(_ value: JSON, isName: Bool = false, _ names: inout [String], _ texts: inout [String]) {
        switch value {
        case .string(let text): isName ? names.append(text.string) : texts.append(text.string)
        case .array(let values): for value in values { collect(value, isName: isName, &names, &texts) }
        case .object(let object):
            for member in object.members {
                collect(member.value, isName: namingMembers.contains(member.key), &names, &texts)
            }
        default: break
        }
    }
}

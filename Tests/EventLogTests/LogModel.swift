import CanonicalJSON
import EventLog
import LedgerTestKit

/// What a document of the model says: it publishes or updates a story, with an id or none.
struct ModelDocument: Hashable {
    static let stories: [Text] = ["a", "b", "\u{E9}", "\u{C9}"]

    let story: Text
    let isPublication: Bool
    let id: Text?
    let body: Text
    /// The revision that is expected of the story, or -1 for none.
    let expected: Int64?

    static func random(using random: inout SeededRandom) -> ModelDocument {
        let id = Int.random(in: 0..<40, using: &random)
        let expected = Int64.random(in: -1..<40, using: &random)
        return ModelDocument(
            story: stories.randomElement(using: &random)!, isPublication: Int.random(in: 0..<4, using: &random) == 0,
            id: id < 25 ? "\(id)" : nil, body: "Body \(Int.random(in: 0..<3, using: &random)).",
            expected: expected < 4 ? expected : nil)
    }

    var json: JSON {
        let expecting: JSON? = expected.map { $0 < 0 ? "none" : .integer($0) }
        return isPublication
            ? Documents.published(story, id: id, body: body, expecting: expecting)
            : Documents.updated(story, id: id, body: body, expecting: expecting)
    }

    /// What makes two documents the same, whatever they expect.
    var content: [Text] { [isPublication ? "published" : "updated", story, body] }
}

/// The log as a list and a few dictionaries.
struct LogModel {
    struct File {
        let documents: [ModelDocument]
        let mayWait: Bool
    }

    private(set) var events: [ModelDocument] = []
    private(set) var bodies: [Text: Text] = [:]
    /// Contents by id, and the contents that gave an event its id; of documents that changed nothing, too.
    private var identities: [[Text]: [Text]] = [:]

    /// Each event's revision.
    var revisions: [Int64] {
        var counts: [Text: Int64] = [:]
        return events.map { event in
            defer { counts[event.story, default: 0] += 1 }
            return counts[event.story, default: 0]
        }
    }

    /// - Returns: For each file its outcome and those of its documents; nil where it waits.
    mutating func record(_ files: [File], dryRun: Bool) -> [[Receipt.Outcome]?] {
        let before = self
        defer { if dryRun { self = before } }
        return files.map { record($0) }
    }

    private mutating func record(_ file: File) -> [Receipt.Outcome]? {
        let before = self
        var outcomes: [Receipt.Outcome] = []
        for document in file.documents {
            switch take(document) {
            case .took(let outcome): outcomes.append(outcome)
            case .refused:
                self = before
                return [.quarantined]
            case .storyless:
                self = before
                return file.mayWait ? nil : [.quarantined]
            }
        }
        let whole: Receipt.Outcome =
            outcomes.contains(.appended) ? .appended : outcomes.contains(.unchanged) ? .unchanged : .duplicate
        return [whole] + outcomes
    }

    private enum Fate {
        case took(Receipt.Outcome)
        case refused
        case storyless
    }

    private mutating func take(_ document: ModelDocument) -> Fate {
        let identity = document.id.map { [$0] } ?? document.content
        if let known = identities[identity] { return known == document.content ? .took(.duplicate) : .refused }
        let count = Int64(events.filter { $0.story == document.story }.count)
        if count == 0, !document.isPublication { return .storyless }
        if let expected = document.expected, expected != count - 1 { return .refused }
        if document.isPublication, count > 0 { return .refused }
        identities[identity] = document.content
        if !document.isPublication, bodies[document.story] == document.body { return .took(.unchanged) }
        bodies[document.story] = document.body
        events.append(document)
        return .took(.appended)
    }
}

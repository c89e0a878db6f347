import CanonicalJSON
import EventLog
import LedgerTestKit

/// A document about a few stories, from whatever source it claims.
struct SourcedDocument {
    enum Kind: CaseIterable { case published, updated, denied }

    let kind: Kind
    let story: Text
    /// The source it names; nil for none.
    let source: Text?
    let id: Text?
    let text: Text
    let time: Text

    /// Texts of two times, the second of which is told in three ways.
    static let times: [Text] = [
        "2026-03-02T11:20:00.5Z", "2026-03-02T11:20:00Z", "2026-03-02T11:20:00.000Z", "2026-03-02 11:20:00+00:00",
    ]

    static func random(using random: inout SeededRandom) -> SourcedDocument {
        SourcedDocument(
            kind: Kind.allCases.randomElement(using: &random)!,
            story: (["s", "t", "u"] as [Text]).randomElement(using: &random)!,
            source: Bool.random(using: &random) ? nil : SourcesModel.sources.randomElement(using: &random),
            id: Int.random(in: 0..<3, using: &random) == 0 ? nil : Text("\(Int.random(in: 0..<30, using: &random))"),
            text: Text("Text \(Int.random(in: 0..<3, using: &random))"),
            time: times.randomElement(using: &random)!)
    }

    var json: JSON {
        var document: JSONObject
        switch kind {
        case .published:
            document = ["data": ["headline": "H", "body": .string(text), "claims": [["id": "c", "text": "C"]]]]
        case .updated: document = ["data": ["body": .string(text)]]
        case .denied: document = ["data": ["by": .string(text)]]
        }
        document["type"] = .string(Text("\(kind)"))
        document["subject"] = .string(story)
        document["time"] = .string(time)
        document["id"] = id.map(JSON.string)
        document["source"] = source.map(JSON.string)
        return .object(document)
    }

    var content: [Text] {
        [
            "\(kind)" == "published" ? "p" : "\(kind)" == "updated" ? "u" : "d", story, text,
            time == Self.times[0] ? "0" : "1",
        ]
    }
}

/// Who may do what, as a few dictionaries.
struct SourcesModel {
    enum Who: CaseIterable { case admin, a, b, c, d, inbox }

    static let sources: [Text] = ["a", "b", "c", "d", "inbox", "https://one.example", "https://two.example"]
    static let rules: SourceRules = {
        var rules = SourceRules()
        rules.rules["a"] = SourceRules.Rule()
        rules.rules["a"]?.names = ["https://one.example"]
        rules.rules["b"] = SourceRules.Rule()
        rules.rules["b"]?.edits = .of(["a", "inbox"])
        rules.rules["c"] = SourceRules.Rule()
        rules.rules["c"]?.edits = .any
        return rules
    }()

    private var publishers: [Text: Text] = [:]
    private var texts: [Text: Text] = [:]
    private var known: [[Text]: (content: [Text], source: Text)] = [:]
    private(set) var events = 0

    static func producer(_ who: Who) -> Producer {
        switch who {
        case .admin: .admin("inbox")
        case .a, .b, .c, .d: rules.producer(inDirectory: Text("\(who)"))
        case .inbox: rules.producerInNoDirectory(besides: ["d"])
        }
    }

    /// - Returns: An outcome, or the code of a refusal.
    mutating func take(_ document: SourcedDocument, from who: Who) -> String {
        let own: Text = who == .admin || who == .inbox ? "inbox" : Text("\(who)")
        let source = document.source ?? own
        switch who {
        case .admin: break
        case .a: if source != "a", source != "https://one.example" { return "source-not-allowed" }
        case .b, .c, .d: if source != own { return "source-not-allowed" }
        case .inbox:
            if ["a", "b", "c", "d", "https://one.example"].contains(source) { return "source-not-allowed" }
        }
        let identity = document.id.map { [source, $0] } ?? document.content
        if let before = known[identity], isTold(of: before, to: document, from: who, source) {
            return before.content == document.content ? "duplicate" : "identity-conflict"
        }
        guard let publisher = publishers[document.story] else {
            guard document.kind == .published else { return "unknown-story" }
            publishers[document.story] = source
            texts[document.story] = document.text
            return append(identity, document, source)
        }
        switch document.kind {
        case .published: return "story-exists"
        case .denied: return append(identity, document, source)
        case .updated:
            let mayEdit =
                source == publisher || who == .admin || who == .c || (who == .b && ["a", "inbox"].contains(publisher))
            guard mayEdit else { return "not-your-story" }
            if texts[document.story] == document.text {
                known[identity] = (document.content, source)
                return "unchanged"
            }
            texts[document.story] = document.text
            return append(identity, document, source)
        }
    }

    /// What another source has said is a duplicate only of what this one may say.
    private func isTold(
        of before: (content: [Text], source: Text), to document: SourcedDocument, from who: Who, _ source: Text
    ) -> Bool {
        if before.source == source || document.kind == .denied { return true }
        guard before.content == document.content, let publisher = publishers[document.story] else { return true }
        switch who {
        case .admin, .c: return true
        case .a: return publisher == "a" || publisher == "https://one.example"
        case .b: return ["a", "b", "inbox"].contains(publisher)
        case .d: return publisher == "d"
        case .inbox: return !["a", "b", "c", "d", "https://one.example"].contains(publisher)
        }
    }

    private mutating func append(_ identity: [Text], _ document: SourcedDocument, _ source: Text) -> String {
        known[identity] = (document.content, source)
        events += 1
        return "appended"
    }
}

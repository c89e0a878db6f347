import CanonicalJSON
import EventLog
import Foundation
import LedgerTestKit
import SQLite
import StoryEvents
import Testing
import Verification

@Suite("Rows that share pieces read as what was appended minus what was withheld")
struct SharedRowsTests {
    /// What an oracle knows of one event.
    fileprivate struct Known: Equatable {
        let envelope: Envelope
        var texts: [[UInt8]]
        /// The pieces that were withheld.
        var hidden: Set<Int> = []
        var isGone = false
    }

    /// Texts that stand in many events: some short, some with escapes, some with line breaks.
    private static func texts(_ random: inout SeededRandom) -> [String] {
        (0..<10).map { number in
            let name = "<\(String(random.next(), radix: 36))>"
            let texts = [
                "Paragraph \(name) is long enough to be shared.", "\"Quoted\\\" \(name)\t\u{1} and escaped at length.",
                name,
                "Two lines \(name)\nin one paragraph, which is one piece.",
                "\u{E9}tude \(name) \u{1F6A2} is of many bytes",
            ]
            return texts[number % texts.count]
        }
    }

    private static func document(
        _ story: Text, isNew: Bool, _ number: Int, _ texts: [String], _ random: inout SeededRandom
    ) -> JSON {
        func some(_ counts: ClosedRange<Int>) -> Text {
            let count = Int.random(in: counts, using: &random)
            return Text((0..<count).map { _ in texts.randomElement(using: &random)! }.joined(separator: "\n\n"))
        }
        let id = Text("e-\(number)")
        if isNew { return Documents.published(story, id: id, headline: some(1...1), body: some(1...7)) }
        guard Int.random(in: 0..<5, using: &random) == 0 else {
            return Documents.updated(story, id: id, body: some(0...8))
        }
        return .object([
            "type": "responded", "subject": .string(story), "id": .string(id), "time": "2026-03-02T11:20:00+01:00",
            "data": ["by": "Port", "outcome": "statement", "statement": .object(["text": .string(some(1...1))])],
        ])
    }

    private static func request(
        _ known: [Known], _ texts: [String], _ random: inout SeededRandom
    ) -> WithholdingRequest {
        let event = known.randomElement(using: &random)!
        let position = event.envelope.position
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return .event(position)
        case 1: return .field(position, "body")
        case 2: return .piece(position, Int.random(in: 0..<max(1, event.texts.count), using: &random))
        default:
            let words = texts.randomElement(using: &random)!.split(separator: ">")[0].split(separator: "<").last ?? ""
            return .words(Text(String(words)), story: event.envelope.story, everywhere: Bool.random(using: &random))
        }
    }

    /// With STORYLEDGER_LONG, for as many seeds as it says.
    private static let seeds = 0..<(ProcessInfo.processInfo.environment["STORYLEDGER_LONG"].flatMap(UInt64.init) ?? 4)

    @Test(arguments: seeds)
    func agrees(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let ledger = try TemporaryLedger()
        var store = try ledger.open(.readWrite)
        let texts = Self.texts(&random)
        var known: [Known] = []
        var stories: Set<Text> = []
        for number in 0..<30 {
            ledger.clock.advance(seconds: 60)
            if Int.random(in: 0..<6, using: &random) == 0 { store = try ledger.open(.readWrite) }
            if number < 6 || Int.random(in: 0..<4, using: &random) > 0 {
                let documents = (0..<Int.random(in: 1...3, using: &random)).map { place in
                    let story = ["a", "b"].randomElement(using: &random)!
                    return Self.document(
                        Text(story), isNew: stories.insert(Text(story)).inserted, 10 * number + place, texts, &random)
                }
                _ = try Recorder(store).record([.lines(documents, file: Text("\(number).ndjson"))])
                for event in try store.events(from: Position(Int64(known.count)), limit: .max) {
                    known.append(Known(event))
                }
            } else {
                try withhold(Self.request(known, texts, &random), from: store, &known, "seed \(seed), step \(number)")
            }
            let found = try store.events(from: .first, limit: .max).map(Known.init)
            #expect(found.count == known.count, "seed \(seed), step \(number)")
            for (found, known) in zip(found, known) {
                #expect(found.isWhat(known), "seed \(seed), step \(number), \(known.envelope.position)")
            }
        }
        _ = try Verifier(try ledger.open(.readOnly)).run { Issue.record("seed \(seed): \($0)") }
        for story in ["a", "b"] {
            let events = try store.events(of: try #require(StoryID(Text(story))))
            #expect(
                events.map(\.envelope.position)
                    == known.map(\.envelope).filter { $0.story.text == Text(story) }.map(\.position))
        }
    }

    static let damage: [(shared: String, finding: String)] = [
        (#"{"held":[[0,9,0,1]],"pieces":4}"#, "@9, which it names as the holder of pieces, is not before it"),
        (#"{"held":[[0,2,0,1]],"pieces":4}"#, "@2, which it names as the holder of pieces, is not before it"),
        (#"{"held":[[0,3,0,1]],"pieces":4}"#, "@3, which it names as the holder of pieces, is not before it"),
        (#"{"held":[[0,1,0,1]],"pieces":4}"#, "@1, which it names as the holder of pieces, is of another story"),
        (#"{"held":[[0,0,9,1]],"pieces":4}"#, "@0, which it names as the holder of pieces, does not hold them"),
        (#"{"held":[[0,0,1,1]],"pieces":4}"#, "its salt and data are not what its leaf commits to"),
        (#"{"held":[[0,0,0,1]],"pieces":5}"#, "its data and the pieces that other events hold do not go together"),
        (#"{"held":[[0,0,0,1]]}"#, "what it says of pieces that other events hold cannot be read"),
    ]

    @Test(arguments: damage)
    func aVerifierNamesAWrongReference(_ shared: String, _ finding: String) throws {
        let (ledger, connection) = try Self.sharing()
        try connection.execute("UPDATE event SET shared = '\(shared)' WHERE position = 2")
        #expect(try Self.findings(ledger) == [Finding(.event(2), finding)])
    }

    @Test func aVerifierNamesAReferenceToAReferenceAndToNothing() throws {
        let (ledger, connection) = try Self.sharing()
        try connection.execute("UPDATE event SET shared = replace(shared, '[0,0,0,1]', '[0,2,0,1]') WHERE position = 3")
        let name = "which it names as the holder of pieces,"
        #expect(try Self.findings(ledger) == [Finding(.event(3), "@2, \(name) does not hold them")])
        try connection.execute("UPDATE event SET shared = replace(shared, '[0,2,0,1]', '[0,0,0,1]') WHERE position = 3")
        #expect(try Self.findings(ledger) == [])
        try connection.execute("DELETE FROM event WHERE position = 0")
        let findings = try Self.findings(ledger)
        #expect(findings.contains(Finding(.event(2), "@0, \(name) is missing")))
        #expect(findings.contains(Finding(.event(3), "@0, \(name) is missing")))
    }

    /// A ledger whose events @2 and @3 share the first paragraph of @0; and a way to change it.
    private static func sharing() throws -> (TemporaryLedger, Connection) {
        let ledger = try TemporaryLedger()
        let recorder = Recorder(try ledger.open(.readWrite))
        let first: Text = "The first paragraph is long enough to be shared.\n\n"
        for document in [
            Documents.published("one", body: Text("\(first)One.")), Documents.published("two", body: first),
            Documents.updated("one", body: Text("\(first)Two.")),
            Documents.updated("one", body: Text("\(first)Three.")),
        ] {
            _ = try recorder.record([.lines([document])])
        }
        let connection = try Connection(path: ledger.path, access: .readWrite, busyTimeout: .zero)
        let select = try connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        var names: [String] = []
        while try select.step() { names.append(try select.text(0)) }
        for name in names { try connection.execute("DROP TRIGGER \(name)") }
        return (ledger, connection)
    }

    /// What is found of events.
    private static func findings(_ ledger: TemporaryLedger) throws -> [Finding] {
        var findings: [Finding] = []
        _ = try Verifier(try ledger.open(.readOnly)).run { findings.append($0) }
        return findings.filter { if case .event = $0.place { true } else { false } }
    }

    private func withhold(
        _ request: WithholdingRequest, from store: SQLiteEventStore, _ known: inout [Known], _ place: String
    ) throws {
        do {
            let outcome = try Withholder(store).withhold(request, reason: "r", authority: "a")
            guard let takedown = outcome.takedown, let by = outcome.by else { return }
            for taken in takedown.taken {
                let index = Int(taken.position.value)
                switch taken.pieces {
                case .all: known[index].isGone = true
                case .some(let pieces): known[index].hidden.formUnion(pieces)
                }
            }
            try store.purgeErased(patience: .seconds(10))
            let event = try #require(try store.event(at: by.position))
            known.append(Known(event))
        } catch {
            switch error as? WithholdingError {
            case .nothingFound, .noPiece, .withheldAlready, .piecesWithheldAlready, .ledgersOwn: return
            default: throw error
            }
        }
        guard case .words(let words, _, everywhere: true) = request else { return }
        for name in ["ledger.db", "ledger.db-wal"] {
            let path = URL(filePath: store.path).deletingLastPathComponent().appending(path: name)
            guard FileManager.default.fileExists(atPath: path.path) else { continue }
            #expect(try Data(contentsOf: path).range(of: Data(words.utf8)) == nil, "\(place): \(words) is in \(name)")
        }
    }
}

extension SharedRowsTests.Known {
    fileprivate init(_ event: RecordedEvent) {
        envelope = event.envelope
        let pieces = event.disclosed?.pieces ?? []
        texts = pieces.map { piece in if case .shown(let text, _) = piece { text } else { [] } }
        hidden = Set(pieces.indices.filter { pieces[$0].isHidden })
        isGone = event.withheld != nil
    }

    /// Whether an event as it was read is what is known of it.
    fileprivate func isWhat(_ known: Self) -> Bool {
        guard envelope == known.envelope, isGone == known.isGone else { return false }
        if isGone { return true }
        return hidden == known.hidden && texts.count == known.texts.count
            && texts.indices.allSatisfy { hidden.contains($0) || texts[$0] == known.texts[$0] }
    }
}

import CanonicalJSON
import EventLog
import Foundation
import LedgerTestKit
import StoryEvents
import Testing

/// Two ledgers that differ only in a name, which both have withheld. Sources that may not edit the story drop the same files
/// into both, with guesses of the name: each file has the same answer in both. `STORYLEDGER_LONG=1` runs 40,000 files instead
/// of 2,000.
@Suite("A source that may not edit a story learns nothing of its withheld text", .slow)
struct GuessTests {
    private static let seeds: Range<UInt64> =
        ProcessInfo.processInfo.environment["STORYLEDGER_LONG"] == nil ? 0..<20 : 0..<400
    private static let names: [Text] = ["Jo Fisher", "Al Barker", "Ann Smits"]
    private static let times: [Text] = ["2026-03-02T09:00:00Z", "2026-03-02T09:00:00.0Z", "2026-03-02T10:00:00+01:00"]

    /// A ledger with a name in it.
    private final class World {
        let ledger: TemporaryLedger
        let recorder: Recorder
        private var rules = SourceRules()

        init(_ name: Text) throws {
            ledger = try TemporaryLedger()
            recorder = Recorder(try ledger.open())
            rules.rules["a"] = SourceRules.Rule()
            rules.rules["d"] = SourceRules.Rule()
            // It edits until the name is withheld.
            rules.rules["d"]?.edits = .of(["a"])
            for (source, document) in GuessTests.history(of: name) {
                let receipt = try record([document], from: source)
                #expect(receipt?.outcome != .quarantined, "\(receipt?.refusals ?? [])")
            }
            rules.rules["d"] = nil
            _ = try Withholder(try ledger.open()).withhold(
                .words(name, story: try #require(StoryID("s")), everywhere: false), reason: "r", authority: "a")
            // Intake takes the files of documents that changed nothing along.
            let store = try ledger.open()
            let takedown = try #require(try store.head()).position
            let numbers = try store.receipts(limit: .max).map(\.number)
            try store.append(dryRun: false) { transaction throws(EventLogError) in
                for number in numbers { try transaction.withhold(receipt: number, by: takedown) }
            }
        }

        func record(
            _ documents: [JSON], from source: Text, mayWait: Bool = false, isDryRun: Bool = false
        ) throws -> Receipt? {
            let bytes = documents.flatMap { $0.bytes(pretty: false) + [UInt8(ascii: "\n")] }
            let producer =
                source == "inbox"
                ? rules.producerInNoDirectory(besides: ["a", "b", "c", "d"]) : rules.producer(inDirectory: source)
            let file = Submission(file: "x", bytes: bytes, format: .lines, producer: producer, mayWait: mayWait)
            return try recorder.record([file], dryRun: isDryRun)[0].receipt
        }
    }

    private static func document(
        _ type: Text, _ data: JSONObject, id: Text? = nil, time: Text = times[0], story: Text = "s"
    ) -> JSON {
        var document: JSONObject = [
            "type": .string(type), "subject": .string(story), "time": .string(time), "data": .object(data),
        ]
        document["id"] = id.map(JSON.string)
        return .object(document)
    }

    /// What sources have said of a person, each with and without an id.
    private static func sayings(of name: Text, id: Text?, time: Text = times[0]) -> [JSON] {
        let says: JSON = .string(Text("I am \(name)."))
        let data: [(Text, JSONObject)] = [
            ("updated", ["body": .string(Text("Third: \(name)."))]), ("denied", ["by": "B", "statement": says]),
            ("reiterated", ["by": "A", "statement": says]),
            ("responded", ["by": "B", "outcome": "statement", "statement": says, "request": "r"]),
            ("denied", ["by": .string(name), "claim": "c"]),
        ]
        return data.enumerated().map { number, saying in
            document(saying.0, saying.1, id: id.map { "\($0)-\(number)" }, time: time)
        }
    }

    private static func published(_ name: Text, time: Text = times[0]) -> JSON {
        document(
            "published",
            [
                "headline": "H", "body": .string(Text("It is \(name).\n\nSecond.")),
                "claims": [["id": "c", "text": "C"]], "requests": [["id": "r", "party": "B"]],
            ], time: time)
    }

    private static func history(of name: Text) -> [(source: Text, JSON)] {
        var history: [(source: Text, JSON)] = [("a", published(name))]
        for id in [nil, "x"] as [Text?] {
            let sayings = sayings(of: name, id: id)
            history += sayings.prefix(1).map { ("d", $0) } + sayings.dropFirst().map { ("c", $0) }
            // It changes nothing.
            let again = self.sayings(of: name, id: id.map { "\($0)u" }, time: "2026-03-02T11:00:00Z")[0]
            history.append(("d", again))
        }
        history.append(("b", document("denied", ["by": "B"], id: "own")))
        return history
    }

    private static func guess(using random: inout SeededRandom) -> JSON {
        let name = names.randomElement(using: &random)!
        let id = ([nil, nil, "x", "xu", "own", "new-\(Int.random(in: 0..<1000, using: &random))"] as [Text?])
            .randomElement(using: &random)!
        let time = (times + ["2026-03-02T11:00:00Z"]).randomElement(using: &random)!
        return ([published(name, time: time)] + sayings(of: name, id: id, time: time)).randomElement(using: &random)!
    }

    @Test(arguments: seeds)
    func theAnswerIsTheSameWhateverTheTextWas(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let worlds = try Self.names.prefix(2).map { try World($0) }
        for number in 0..<100 {
            var documents = (0..<Int.random(in: 1...3, using: &random)).map { _ in Self.guess(using: &random) }
            if Bool.random(using: &random) {
                let marker = Text("marker-\(seed)-\(number)")
                documents.insert(
                    Self.document("published", ["headline": "M", "body": "M"], story: marker),
                    at: Int.random(in: 0...documents.count, using: &random))
            }
            let source = (["b", "c", "d", "inbox"] as [Text]).randomElement(using: &random)!
            let (mayWait, isDryRun) = (Bool.random(using: &random), Int.random(in: 0..<4, using: &random) == 0)
            let answers = try worlds.map {
                try $0.record(documents, from: source, mayWait: mayWait, isDryRun: isDryRun)
            }
            #expect(answers[0] == answers[1], "seed \(seed), file \(number) from \(source): \(documents)")
        }
        let logs = try worlds.map { world in
            try world.ledger.open().events(from: .first, limit: .max).suffix(50).map { event in
                [event.envelope.identity.source, event.envelope.story.text, Text(event.envelope.type.rawValue)]
            }
        }
        #expect(logs[0] == logs[1])
    }

    /// Else the first test would say nothing.
    @Test func guessesAreToldToWhoMayEdit() throws {
        let worlds = try Self.names.prefix(2).map { try World($0) }
        for document in [Self.published(Self.names[0])] + Self.sayings(of: Self.names[0], id: nil) {
            let outcomes = try worlds.map { try $0.record([document], from: "a", isDryRun: true)?.outcome }
            #expect(outcomes[0] == .duplicate && outcomes[1] != .duplicate)
        }
    }

    @Test func whatMayRepeatWithheldTextIsRefused() throws {
        let world = try World(Self.names[0])
        let denial = Self.sayings(of: Self.names[2], id: nil)[1]
        let refused = try #require(try world.record([denial], from: "b"))
        guard case .object(let refusal)? = refused.refusals.first else {
            Issue.record("it is \(refused.outcome)")
            return
        }
        #expect(refusal["code"] == "text-withheld")
        #expect(refusal["remedy"] == "if it says something else, give it an id of its own")
        let other = Self.sayings(of: Self.names[2], id: "b1")[1]
        #expect(try world.record([other], from: "b")?.outcome == .appended)
        let later = Self.sayings(of: Self.names[2], id: nil, time: "2026-03-02T09:00:01Z")[1]
        #expect(try world.record([later], from: "b")?.outcome == .appended)
    }

    /// A document without an id can only repeat an event that had none.
    @Test(arguments: [nil, "own"] as [Text?])
    func onlyWhatHadNoIdMayBeRepeatedWithoutOne(id: Text?) throws {
        let ledger = try TemporaryLedger()
        let recorder = Recorder(try ledger.open())
        let denial = Self.document("denied", ["by": "B", "statement": "I am Jo Fisher."], id: id)
        for document in [Self.published("nobody"), denial] {
            #expect(try recorder.record([.lines([document])])[0].receipt?.outcome == .appended)
        }
        _ = try Withholder(try ledger.open()).withhold(
            .words("Jo Fisher", story: try #require(StoryID("s")), everywhere: false), reason: "r", authority: "a")
        var rules = SourceRules()
        rules.rules["b"] = SourceRules.Rule()
        let other = Self.document("denied", ["by": "C", "statement": "I am Al Barker."])
        let file = Submission(
            file: "x", bytes: other.bytes(pretty: false), format: .lines, producer: rules.producer(inDirectory: "b"))
        let receipt = try recorder.record([file])[0].receipt
        #expect(receipt?.outcome == (id == nil ? .quarantined : .appended), "\(receipt?.refusals ?? [])")
    }
}

import CanonicalJSON
import EventLog
import LedgerTestKit
import StoryEvents
import Testing

@Suite("A refusal of a source says which setting would allow it")
struct ProducerTests {
    private let ledger: TemporaryLedger
    private let recorder: Recorder
    private var rules = SourceRules()

    init() throws {
        ledger = try TemporaryLedger()
        recorder = Recorder(try ledger.open())
        _ = try recorder.record([.lines([Documents.published("harbor", id: "1")], source: "cms")])
    }

    private func refusal(of document: String, from producer: Producer) throws -> (code: String, said: String) {
        let file = Submission(file: "x.json", bytes: Array(document.utf8), format: .json, producer: producer)
        let receipt = try #require(try recorder.record([file])[0].receipt)
        guard case .object(let refusal)? = receipt.refusals.first else { return ("", receipt.outcome.rawValue) }
        func shown(_ name: Text) -> String {
            if case .integer(let number)? = refusal[name] { return "\(number)" }
            return refusal[name]?.text?.string ?? ""
        }
        return (shown("code"), "\(shown("path")):\(shown("column")): \(shown("message")): \(shown("remedy"))")
    }

    private static func update(source: String? = nil, change: String = "kill", time: String = "2026-03-02T11:20:00Z")
        -> String
    {
        let named = source.map { "\"source\":\"\($0)\"," } ?? ""
        return "{\"type\":\"updated\",\(named)\"subject\":\"harbor\",\"time\":\"\(time)\","
            + "\"data\":{\"change\":\"\(change)\"}}"
    }

    @Test func anotherDirectorysSource() throws {
        let found = try refusal(of: Self.update(source: "cms"), from: rules.producer(inDirectory: "wire"))
        #expect(found.code == "source-not-allowed")
        #expect(
            found.said
                == "$.source:28: a document in inbox/wire is from 'wire'; this one names the source 'cms': leave 'source' out, "
                + "or list that source under inbox.sources.wire.as")
    }

    @Test func aDirectorysSourceFromTheInboxItself() throws {
        let found = try refusal(
            of: Self.update(source: "cms"), from: rules.producerInNoDirectory(besides: ["cms"]))
        #expect(found.code == "source-not-allowed")
        #expect(
            found.said
                == "$.source:28: the source 'cms' belongs to a directory of the inbox, and the document lies in none: put the "
                + "file into that directory, or list the source under inbox.sources.inbox.as")
    }

    @Test func anotherSourcesStory() throws {
        let found = try refusal(of: Self.update(), from: rules.producer(inDirectory: "wire"))
        #expect(found.code == "not-your-story")
        #expect(
            found.said
                == "$.subject:29: the story 'harbor' was published by 'cms'; 'wire' may not edit it: have its publisher send "
                + "the edit, or list 'cms' under inbox.sources.wire.edits")
        // Nor may it find out what would be wrong with the edit.
        let wrong = try refusal(
            of: Self.update(change: "correction").replacing("\"change\"", with: "\"corrects\":[\"no\"],\"change\""),
            from: rules.producer(inDirectory: "wire"))
        #expect(wrong.code == "not-your-story")
    }

    @Test func aSubdirectoryThatIsCalledLikeTheInboxItself() throws {
        let found = try refusal(of: Self.update(), from: rules.producer(inDirectory: "inbox"))
        #expect(found.code == "source-not-allowed")
        #expect(found.said.hasSuffix("give the subdirectory another name"))
    }

    @Test func aDirectoryNamedByTheConfigurationOnlyKeepsItsSource() throws {
        var rules = rules
        rules.rules["the wire"] = SourceRules.Rule()
        let found = try refusal(of: Self.update(source: "the%20wire"), from: rules.producerInNoDirectory(besides: []))
        #expect(found.code == "source-not-allowed")
    }

    @Test func whatIsTooFarAheadOfTheLedgersClock() throws {
        // The clock shows 12:00.
        let found = try refusal(of: Self.update(time: "2026-03-03T12:00:01Z"), from: .admin("cms"))
        #expect(found.code == "time-in-future")
        #expect(
            found.said
                == "$.time:45: 2026-03-03T12:00:01Z is more than 1 day ahead of the ledger's clock, which shows "
                + "2026-03-02T12:00:00.000000Z: correct the time, or raise inbox.max-ahead")
        #expect(
            try refusal(of: Self.update(time: "2026-03-03T12:00:00.999Z"), from: .admin("cms")).code == "time-in-future"
        )
        #expect(
            try refusal(of: Self.update(time: "9999-12-31T23:59:59-23:59"), from: .admin("cms")).code
                == "time-in-future")
        #expect(try refusal(of: Self.update(time: "2026-03-03T13:00:00+01:00"), from: .admin("cms")).said == "appended")
    }

    @Test func aDuplicateIsOneWhateverHasBecomeOfTheRules() throws {
        let kill = Self.update().replacing("{\"type\"", with: "{\"id\":\"k\",\"type\"")
        var rules = rules
        rules.rules["wire"] = SourceRules.Rule()
        rules.rules["wire"]?.edits = .any
        #expect(try refusal(of: kill, from: rules.producer(inDirectory: "wire")).said == "appended")
        rules.rules["wire"] = nil
        #expect(try refusal(of: kill, from: rules.producer(inDirectory: "wire")).said == "duplicate")
        let late = Recorder(try ledger.open(), maximumAhead: .seconds(-86_400))
        let file = Submission(
            file: "x", bytes: Array(kill.utf8), format: .json, producer: rules.producer(inDirectory: "wire"))
        #expect(try late.record([file])[0].receipt?.outcome == .duplicate)
    }

    /// Whose document came first owns the story, and whose came later is told so.
    @Test func aStoryThatAnotherSourceHasPublished() throws {
        let story =
            "{\"type\":\"published\",\"subject\":\"quay\",\"time\":\"2026-03-02T11:20:00Z\","
            + "\"data\":{\"headline\":\"H\",\"body\":\"B\"}}"
        #expect(try refusal(of: story, from: rules.producer(inDirectory: "wire")).said == "appended")
        let found = try refusal(of: story, from: rules.producer(inDirectory: "mill"))
        #expect(found.code == "story-exists")
        #expect(
            found.said
                == "$.subject:31: the story 'quay' was published by 'wire', not by 'mill': use another subject, or settle with "
                + "'wire' who publishes it")
        // Who may say it, or edit it, is told that it is there.
        var rules = rules
        rules.rules["mill"] = SourceRules.Rule()
        rules.rules["mill"]?.names = ["wire"]
        rules.rules["desk"] = SourceRules.Rule()
        rules.rules["desk"]?.edits = .any
        for producer in [rules.producer(inDirectory: "mill"), rules.producer(inDirectory: "desk"), .admin("x")] {
            #expect(try refusal(of: story, from: producer).said == "duplicate")
        }
    }
}

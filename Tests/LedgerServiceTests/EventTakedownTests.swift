import CanonicalJSON
import EventLog
import Foundation
import Projections
import SQLite
import StoryEvents
import Testing

@testable import LedgerService

@Suite("A takedown leaves nothing of the data under the ledger's directory")
struct EventTakedownTests {
    private let temporary: TemporaryDirectory
    private let directory: LedgerDirectory
    private let store: SQLiteEventStore
    private let text = "Nobody was to read this sentence."

    init() throws {
        temporary = try TemporaryDirectory()
        directory = LedgerDirectory(temporary.path + "/ledger")
        try directory.create(origin: try #require(Origin("test.example/ledger")))
        store = try directory.open(.readWrite)
        let document =
            #"{"type": "published", "subject": "s", "time": "2026-03-02T17:20:00Z", "#
            + #""data": {"headline": "h", "body": "\#(text)"}}"#
        _ = try Recorder(store).record([
            Submission(file: "a.json", bytes: Array(document.utf8), format: .json, defaultSource: "inbox")
        ])
        try Data(document.utf8).write(to: URL(filePath: directory.quarantine + "/a.json"))
    }

    private func holding() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: directory.path).filter { file in
            var isDirectory: ObjCBool = false
            let path = "\(directory.path)/\(file)"
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), !isDirectory.boolValue
            else { return false }
            return try Data(contentsOf: URL(filePath: path)).range(of: Data(text.utf8)) != nil
        }
    }

    @Test func inTheLogAndInFiles() throws {
        #expect(try !holding().isEmpty)
        let outcome = try EventTakedown(directory, store).withhold(.event(.first), reason: "r", authority: "a")
        #expect(outcome.isFinished)
        #expect(outcome.files.removed == ["quarantine/a.json"])
        #expect(outcome.files.missing == ["a.json"])
        #expect(try holding().isEmpty)
        #expect(try store.pendingErasures().isEmpty)
        let withheld = try #require(try store.event(at: .first)?.withheld)
        #expect(throws: WithholdingError.withheldAlready(withheld)) {
            try EventTakedown(directory, store).withhold(.event(.first), reason: "r", authority: "a")
        }
    }

    /// One paragraph goes, and everything else stays.
    @Test func aParagraphGoesAndTheOthersStay() throws {
        let body = "One stays.\\n\\n\(text)\\n\\nAnother stays."
        let document =
            #"{"type": "published", "subject": "t", "time": "2026-03-02T17:20:00Z", "#
            + #""data": {"headline": "h", "body": "\#(body)"}}"#
        _ = try Recorder(store).record([
            Submission(file: "b.json", bytes: Array(document.utf8), format: .json, defaultSource: "inbox")
        ])
        let story = try #require(StoryID("s"))
        let views = try Views(store, path: directory.views)
        #expect(try views.catchUp())
        let outcome = try EventTakedown(directory, store).withhold(
            .words(Text(text), story: story, everywhere: true), reason: "r", authority: "a")
        #expect(outcome.isFinished)
        #expect(outcome.remaining.events.isEmpty && outcome.remaining.fixed.isEmpty)
        #expect(try holding().isEmpty)
        let event = try #require(try store.event(at: Position(1)))
        // It is the text of the first story's body, though a blank line stands behind it here.
        let hole = "[1 paragraph withheld by @2: “r” (“a”)]"
        #expect(try event.data()?["body"] == .string(Text("One stays.\n\n\(hole)\n\nAnother stays.")))
        #expect(try event.data()?["headline"] == "h")
        let query = RowQuery(search: try SearchQuery("another stays"))
        #expect(try views.catchUp())
        let rows = try views.read(StoryIndex.self) { rows throws(ViewsError) in try rows.rows(query) }?.value
        #expect(rows?.count == 1)
    }

    @Test func wordsElsewhereAreNamed() throws {
        let document =
            #"{"type": "published", "subject": "t", "time": "2026-03-02T17:20:00Z", "#
            + #""data": {"headline": "\#(text)", "body": "b"}}"#
        _ = try Recorder(store).record([
            Submission(file: "b.json", bytes: Array(document.utf8), format: .json, defaultSource: "inbox")
        ])
        let outcome = try EventTakedown(directory, store).withhold(
            .words(Text(text), story: try #require(StoryID("s")), everywhere: false), reason: "r", authority: "a")
        #expect(outcome.remaining.events.map(\.position) == [Position(1)])
    }

    @Test func inWhatIsKeptOfProjections() throws {
        let views = try Views(store, path: directory.views)
        #expect(try views.catchUp())
        #expect(try holding().contains { $0.hasPrefix("views.db") })
        // A rebuild that was stopped holds it too.
        #expect(try views.rebuild([StoryIndex.self], isStopped: { true }) == nil)
        #expect(try EventTakedown(directory, store).withhold(.event(.first), reason: "r", authority: "a").isFinished)
        #expect(try holding().isEmpty)
        // Nor is a word of it found.
        let query = RowQuery(search: try SearchQuery("sentence"))
        #expect(try views.catchUp())
        #expect(try views.read(StoryIndex.self) { rows throws(ViewsError) in try rows.rows(query) }?.value == [])
    }

    @Test func inViewsThatCannotBeBroughtUp() throws {
        _ = try Views(store, path: directory.views).catchUp()
        let reader = try Connection(path: directory.views, access: .readOnly)
        let select = try reader.prepare("SELECT value FROM rows_stories_1")
        #expect(try select.step())
        // As long as a process reads the old rows, it can only be deleted.
        let outcome = try EventTakedown(directory, store)
            .withhold(.event(.first), reason: "r", authority: "a", patience: .milliseconds(100))
        #expect(outcome.isFinished)
        #expect(try holding().isEmpty)
    }

    @Test func finishesWhatWasCutOffAfterTheCommit() throws {
        _ = try Withholder(store).withhold(.event(.first), reason: "r", authority: "a")
        #expect(try holding().contains("quarantine/a.json"))
        let outcome = try EventTakedown(directory, store).withhold(.event(.first), reason: "r", authority: "a")
        #expect(outcome.withheld.isResumed && outcome.isFinished)
        #expect(try holding().isEmpty)
        #expect(try store.size() == 2)
    }

    /// Nothing but the name of its file was withheld of the event.
    @Test func finishesTheNameOfAFileThatWasCutOffAfterTheCommit() throws {
        let document =
            #"{"type": "published", "subject": "t", "time": "2026-03-02T17:20:00Z", "data": {"headline": "h", "body": "b"}}"#
        _ = try Recorder(store).record([
            Submission(file: "Jo_Fisher-1.json", bytes: Array(document.utf8), format: .json, defaultSource: "inbox")
        ])
        let words = WithholdingRequest.words("Jo Fisher", story: try #require(StoryID("t")), everywhere: false)
        _ = try Withholder(store).withhold(words, reason: "r", authority: "a")
        func names() throws -> [String] { try store.receipts(limit: 9).map(\.file.string) }
        #expect(try names().contains("Jo_Fisher-1.json"))
        #expect(try EventTakedown(directory, store).withhold(words, reason: "r", authority: "a").isFinished)
        #expect(try names().allSatisfy { !$0.contains("Fisher") })
        #expect(try store.pendingErasures().isEmpty)
    }

    /// What a killed daemon noted of files that waited, or that it had taken, has their names.
    @Test(arguments: [
        ("intake.json", #"{"waiting": [{"file": "Nobody%20was-to_read%20this.sentence.1.json"}]}"#),
        ("intake.json", #"{"unfinished": [{"file": "Nobody was to read this sentence.json"}]}"#),
        ("intake.work", "/inbox/Nobody-was-to-read-this-sentence 2.json\n"),
    ])
    func inNotesOfAKilledDaemon(_ list: String, _ content: String) throws {
        let path = "\(directory.path)/\(list)"
        try Data(content.utf8).write(to: URL(filePath: path))
        let words = WithholdingRequest.words(
            Text("Nobody was to read this sentence"), story: try #require(StoryID("s")), everywhere: false)
        let outcome = try EventTakedown(directory, store).withhold(words, reason: "r", authority: "a")
        #expect(outcome.isFinished && outcome.files.leftovers.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func notesWithoutTheWordsStay() throws {
        let path = "\(directory.path)/intake.json"
        try Data(#"{"waiting": [{"file": "sentence.json"}]}"#.utf8).write(to: URL(filePath: path))
        #expect(try EventTakedown(directory, store).withhold(.event(.first), reason: "r", authority: "a").isFinished)
        #expect(FileManager.default.fileExists(atPath: path))
    }

    @Test func isNotFinishedWhileAFileCannotBeLookedAt() throws {
        // A directory that is none.
        try FileManager.default.removeItem(atPath: directory.inbox)
        try Data("x".utf8).write(to: URL(filePath: directory.inbox))
        let outcome = try EventTakedown(directory, store).withhold(.event(.first), reason: "r", authority: "a")
        #expect(outcome.files.faults.count == 1)
        #expect(!outcome.isFinished)
        #expect(try store.pendingErasures() == [.first])
        try FileManager.default.removeItem(atPath: directory.inbox)
        try FileManager.default.createDirectory(atPath: directory.inbox, withIntermediateDirectories: false)
        #expect(try EventTakedown(directory, store).withhold(.event(.first), reason: "r", authority: "a").isFinished)
    }
}

import CanonicalJSON
import EventLog
import Foundation
import LedgerTestKit
import StoryEvents
import Testing

@testable import Inbox

@Suite("A withheld document is taken out of every file that it came in", .slow)
struct FileErasureTests {
    private let desk: Desk
    private let secret = "Nobody was to read this sentence."

    init() throws { desk = try Desk() }

    private func dropAll(_ files: [(name: String, text: String)]) throws {
        let intake = try desk.intake()
        for (name, text) in files {
            intake.turn()
            try desk.drop(text, as: name)
            // A directory is seen in one turn, and what is in it in the next.
            intake.turn()
            intake.turn()
        }
    }

    /// Withholds an event, and takes it out of files.
    private func erase(_ position: Int64, resumed: Bool = false) throws -> FileErasure.Report {
        let outcome = try Withholder(desk.store).withhold(.event(Position(position)), reason: "r", authority: "a")
        #expect(outcome.isResumed == resumed)
        let event = try #require(try desk.store.event(at: Position(position)))
        var erasure = FileErasure(
            desk.store, desk.directories, FileErasure.Wanted(events: [event.envelope], texts: outcome.texts))
        return try erasure.run()
    }

    /// Files below the ledger's directory, but for the log's, that hold the text.
    private func holding(_ text: String) throws -> [String] {
        try ["inbox", "archive", "quarantine"].flatMap { directory in
            try desk.files(below: desk.path(directory)).filter { file in
                try Data(contentsOf: URL(filePath: desk.path("\(directory)/\(file)"))).range(of: Data(text.utf8)) != nil
            }
        }
    }

    @Test func namesWhatItMayNotChange() throws {
        let document = Documents.published("bridge", body: secret)
        let deep = "wire/" + (0..<10).map { "d\($0)" }.joined(separator: "/")
        try dropAll([("a.json", document)])
        let drafts = [
            "inbox/wire/.hidden/c.json", "inbox/\(deep)/d.json",
            "quarantine/.unfinished.tmp", "archive/.x.withheld.tmp", ".nfs0001", "ledger.db.new-17",
            "copies/2026/e.json",
        ]
        let removed = ["inbox/.draft.json", "inbox/wire/b.json.part", "incoming/17-abc"]
        for draft in drafts + removed + ["quarantine/x.json.reason.json"] {
            let path = desk.path(draft)
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            // The text begins in one piece that is read, and ends in the next.
            let before = try #require(document.utf8Offset(of: secret))
            let text = String(repeating: " ", count: (1 << 18) - before - 10) + document
            try Data(text.utf8).write(to: URL(filePath: path))
        }
        try Data("nothing".utf8).write(to: URL(filePath: desk.path("inbox/.other")))
        let report = try erase(0)
        #expect(report.leftovers.map(\.place.string) == drafts.sorted())
        #expect(report.removed.map(\.string).filter { !$0.hasPrefix("archive/") }.sorted() == removed.sorted())
        #expect(report.faults.isEmpty)
    }

    @Test func theLogNoLongerListsTheMovesOfItsFiles() throws {
        try dropAll([
            ("b.json", Documents.published("tunnel")),
            ("\(secret).json", Documents.published("bridge", body: secret)),
        ])
        let last = try #require(try desk.receipts().last).number
        #expect(try desk.store.pendingMoves().map(\.receipt).contains(last))
        let report = try erase(1)
        #expect(report.faults.isEmpty)
        #expect(try !desk.store.pendingMoves().map(\.receipt).contains(last))
    }

    @Test func copiesThatNoReceiptKnowsAreNamed() throws {
        let document = Documents.published("bridge", body: secret)
        try dropAll([("a.json", document)])
        let places = ["archive/top.json", "archive/2025-01-01/old/x.json", "quarantine/q/in.json", "public/x.json"]
        for place in places {
            let path = desk.path(place)
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try Data(document.utf8).write(to: URL(filePath: path))
        }
        #expect(try erase(0).leftovers.map(\.place.string).sorted() == places.sorted())
    }

    @Test func refusedFilesInOtherEncodingsGoAndDirectoriesOfThatNameAreNamed() throws {
        let document = Documents.published("bridge", body: secret)
        try dropAll([("a.json", document)])
        desk.settings.settle = .zero
        try desk.write(document.data(using: .utf16LittleEndian) ?? Data(), to: "b.json")
        try FileManager.default.createDirectory(
            atPath: desk.path("inbox/wire/\(secret)"), withIntermediateDirectories: true)
        try desk.intake().turn()
        #expect(try desk.quarantine().contains("b.json"))
        let report = try erase(0)
        #expect(report.removed.map(\.string).contains("quarantine/b.json"))
        #expect(report.leftovers.map(\.place.string) == ["inbox/wire/\(secret)"])
    }

    @Test func outOfReceiptsAndReasonsThatQuoteIt() throws {
        try dropAll([
            ("a.json", Documents.published("bridge", body: secret)),
            (
                "b.json",
                Documents.published("road").replacing("\"type\": \"published\"", with: "\"type\": \"\(secret)\"")
            ),
        ])
        let receipt = try #require(try desk.receipts().last)
        #expect(receipt.outcome == .quarantined)
        let quotes = receipt.refusals.contains { String(decoding: $0.canonicalBytes, as: UTF8.self).contains(secret) }
        #expect(quotes)
        #expect(try erase(0).receipts == [1, 2])
        let after = try desk.receipts().prefix(2)
        #expect(after.map(\.file) == ["withheld-1.json", "withheld-2.json"])
        #expect(after.map(\.sha256) == [[], []])
        #expect(
            after[1].refusals.map { String(decoding: $0.canonicalBytes, as: UTF8.self) }.allSatisfy { refusal in
                refusal.contains("withheld by @1") && !refusal.contains(secret)
            })
        #expect(try holding(secret).isEmpty)
    }

    private func oneLine(_ document: String) -> String { document.split(separator: "\n").joined() + "\n" }

    @Test func outOfItsFileItsDuplicatesAndThoseThatSaidNothingNew() throws {
        let first = Documents.published("bridge", body: secret)
        let other = Documents.published("tunnel")
        try dropAll([
            ("a.json", first), ("copy.json", first), ("b.json", Documents.published("road")), ("a.json", first),
            ("lines.ndjson", oneLine(other) + oneLine(first) + oneLine(Documents.published("canal"))),
            ("array.json", "[ \(first) ,\n \(Documents.published("lane"))]\n"),
            ("same.json", Documents.updated("bridge", body: secret)),
        ])
        let outcomes = try desk.receipts().map(\.outcome.rawValue)
        #expect(
            outcomes == ["appended", "duplicate", "appended", "duplicate", "appended", "appended", "unchanged"])
        #expect(try holding(secret).count == 6)
        let report = try erase(0)
        #expect(try holding(secret).isEmpty)
        #expect(report.removed.count == 4)
        #expect(report.rewritten.count == 2)
        #expect(report.missing == [])
        #expect(report.faults == [])
        let archive = try desk.archive()
        #expect(archive == ["inbox/b.json", "inbox/withheld-5.ndjson", "inbox/withheld-6.json"])
        let day = try #require(try FileManager.default.contentsOfDirectory(atPath: desk.directories.archive).first)
        let lines = try String(contentsOfFile: desk.path("archive/\(day)/inbox/withheld-5.ndjson"), encoding: .utf8)
        #expect(lines == oneLine(other) + oneLine(Documents.published("canal")))
        let array = try String(contentsOfFile: desk.path("archive/\(day)/inbox/withheld-6.json"), encoding: .utf8)
        #expect(array == "[ \(Documents.published("lane"))]\n")
    }

    @Test func outOfAFileThatWasRewrittenBefore() throws {
        let texts = ["First of three secrets.", "Second of three secrets.", "Third of three secrets."]
        let documents = texts.enumerated().map { oneLine(Documents.published("s\($0)", body: $1)) }
        try dropAll([("three.ndjson", documents.joined())])
        for position in [1, 0, 2] {
            #expect(try erase(Int64(position)).faults.isEmpty)
            #expect(try holding(texts[position]).isEmpty)
        }
        #expect(try desk.archive().isEmpty)
    }

    /// What is no document to the reader is none to the count, either.
    @Test(arguments: ["\u{FEFF}\n", "\u{FEFF}\r\n\r\n", "\u{FEFF}", " \n\r\n"])
    func outOfLinesThatBeginWithAMarkAndBlankLines(_ start: String) throws {
        let (first, other) = (
            oneLine(Documents.published("bridge", body: secret)), oneLine(Documents.published("tunnel"))
        )
        for (lines, name) in [(first + other, "first"), (other + first, "last")] {
            try dropAll([("\(name).ndjson", start + lines)])
        }
        #expect(try erase(0).rewritten.count == 2)
        #expect(try holding(secret).isEmpty)
        #expect(try holding(start + other).count == 2)
    }

    @Test func outOfFrontMatterAndNothingElse() throws {
        let text = """
            ---
            type: published
            story: bridge
            time: 2026-03-02 17:20 Europe/Berlin
            headline: "Closed"
            ---
            \(secret)
            """
        try dropAll([("a.md", text), ("b.json", Documents.updated("bridge", body: "Open."))])
        #expect(try erase(0).removed.count == 1)
        #expect(try holding(secret).isEmpty)
        #expect(try desk.archive() == ["inbox/b.json"])
    }

    @Test func outOfQuarantineAndInbox() throws {
        let first = Documents.published("bridge", body: secret)
        let broken = first.replacingOccurrences(of: "headline", with: "headlin")
        try dropAll([
            ("a.json", first), ("draft.json", broken), ("torn.json", String(broken.dropLast(3))),
            ("other.json", "{}"), ("two.ndjson", oneLine(broken) + "{}\n"),
        ])
        #expect(try desk.quarantine().count == 8)
        // It came again and was not taken yet; beside it a story of its own that quotes the same.
        try desk.drop(first, as: "again.json")
        try desk.drop(Documents.published("quotes", body: secret), as: "quotes.json")
        _ = try erase(0)
        #expect(
            try desk.quarantine() == [
                "other.json", "other.json.reason.json", "withheld-5.ndjson", "withheld-5.ndjson.reason.json",
            ])
        #expect(try desk.inbox() == ["quotes.json"])
        #expect(try holding(secret) == ["quotes.json"])
    }

    @Test func aFileThatComesAgainAddsNothingAndLeavesNothing() throws {
        let first = Documents.published("bridge", body: secret)
        let other = oneLine(Documents.published("tunnel"))
        try dropAll([("a.json", first), ("t.json", other)])
        _ = try erase(0)
        let size = try desk.store.size()
        try dropAll([
            ("a.json", first), ("mixed.ndjson", oneLine(first) + other), ("bad.ndjson", oneLine(first) + "{}\n"),
        ])
        #expect(try desk.store.size() == size)
        #expect(try desk.receipts().suffix(3).map(\.outcome) == [.duplicate, .duplicate, .quarantined])
        #expect(try holding(secret).isEmpty)
        #expect(try desk.archive() == ["inbox/t.json", "inbox/withheld-5.ndjson"])
        #expect(try desk.quarantine() == ["withheld-6.ndjson", "withheld-6.ndjson.reason.json"])
        let again = try desk.receipts().suffix(3)
        #expect(again.allSatisfy { $0.withheld != nil && $0.sha256.isEmpty })
        #expect(again.map(\.file) == ["withheld-4.json", "withheld-5.ndjson", "withheld-6.ndjson"])
        #expect(try desk.store.pendingMoves().count <= 3)
    }

    @Test func aMoveThatAKillHasFinishedHalfIsFinishedWhole() throws {
        let first = Documents.published("bridge", body: secret)
        try dropAll([("a.json", first)])
        _ = try erase(0)
        // Moved by a run that was killed right after: the log still has the move.
        let bytes = Array(first.utf8)
        let receipt = Submission(file: "z.json", bytes: bytes, format: .json, defaultSource: "inbox")
        try FileManager.default.createDirectory(atPath: desk.path("archive/d/inbox"), withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: desk.path("archive/d/inbox/z.json")))
        _ = try Recorder(desk.store).record([receipt]) { _, receipt in
            PendingMove(
                receipt: receipt.number, from: Array("z.json".utf8), to: Array("archive/d/inbox/z.json".utf8), inode: 1)
        }
        try desk.intake().turn()
        #expect(try holding(secret).isEmpty)
    }

    @Test func whatWasCutOffIsFinishedTheNextTime() throws {
        try dropAll([("a.json", Documents.published("bridge", body: secret))])
        _ = try Withholder(desk.store).withhold(.event(.first), reason: "r", authority: "a")
        #expect(try holding(secret).count == 1)
        #expect(try erase(0, resumed: true).removed.count == 1)
        #expect(try holding(secret).isEmpty)
    }

    @Test func namesWhatIsNotThere() throws {
        _ = try Recorder(desk.store).record([
            Submission(
                file: "/home/jo/a.json", bytes: Array(Documents.published("bridge", body: secret).utf8), format: .json,
                defaultSource: "inbox")
        ])
        #expect(try erase(0).missing == ["/home/jo/a.json"])
    }
}

extension String {
    fileprivate func utf8Offset(of text: String) -> Int? {
        range(of: text).map { utf8.distance(from: utf8.startIndex, to: $0.lowerBound) }
    }
}

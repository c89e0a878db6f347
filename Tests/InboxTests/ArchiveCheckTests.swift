import CanonicalJSON
import EventLog
import Foundation
import LedgerTestKit
import StoryEvents
import Testing

@testable import Inbox

@Suite("Every archived file is held against its receipt")
struct ArchiveCheckTests {
    private let desk: Desk

    init() throws {
        desk = try Desk()
        // Files in directories that have just been made come without a hint.
        desk.settings.settle = .zero
    }

    private func dropAll(_ files: [(name: String, text: String)]) throws {
        let intake = try desk.intake()
        for (name, text) in files {
            intake.turn()
            try desk.drop(text, as: name)
            // A directory is seen in one turn, and what is in it in the next.
            for _ in name.split(separator: "/") { intake.turn() }
            intake.turn()
        }
        #expect(try desk.inbox().isEmpty)
    }

    private func check() throws -> (summary: ArchiveCheck.Summary, findings: [ArchiveFinding]) {
        var findings: [ArchiveFinding] = []
        var check = ArchiveCheck(desk.store, desk.directories) { findings.append($0) }
        let summary = try check.run { #expect($0 <= $1) }
        #expect(summary.findings == findings.count)
        return (summary, findings.sorted { $0.path.string < $1.path.string })
    }

    /// Paths below the ledger of what is archived, sorted.
    private func archived() throws -> [String] {
        try desk.files(below: desk.directories.archive).map { "archive/" + $0 }
    }

    private func rewrite(_ path: String, _ text: String) throws {
        #expect(chmod(desk.path(path), 0o640) == 0)
        try Data(text.utf8).write(to: URL(filePath: desk.path(path)))
    }

    private func dropMany() throws {
        try dropAll([
            ("a.json", Documents.published("a")), ("wire/b.json", Documents.published("b")),
            ("wire/2026/03/c.json", Documents.published("c")), ("a.json", Documents.published("d")),
            ("a.json", Documents.published("d")), ("bad.json", "{"),
        ])
    }

    @Test func findsNothingWhereAllIsAsItWasTakenIn() throws {
        try dropMany()
        let (summary, findings) = try check()
        #expect(findings.isEmpty)
        #expect(summary == ArchiveCheck.Summary(files: 5))
    }

    @Test func findsAMissingAnAlteredAndAnUnknownFile() throws {
        try dropMany()
        let files = try archived()
        try desk.remove(files[0])
        try rewrite(files[4], "forged")
        let unknown = (files[3] as NSString).deletingLastPathComponent + "/x.json"
        try Data("x".utf8).write(to: URL(filePath: desk.path(unknown)))
        let (summary, findings) = try check()
        #expect(summary.files == 3)
        #expect(findings.map(\.path.string) == [files[0], files[4], unknown].sorted())
        #expect(findings.first { $0.path.string == files[0] }?.what.hasSuffix(" is missing") == true)
        #expect(findings.first { $0.path.string == files[4] }?.what.hasPrefix("SHA-256 is ") == true)
        #expect(findings.first { $0.path.string == unknown }?.what == "no receipt names it")
    }

    /// Each file that is there is removed, replaced and doubled: one finding each, whichever file it is.
    @Test func findsEachOfThem() throws {
        try dropMany()
        for file in try archived() {
            let bytes = try Data(contentsOf: URL(filePath: desk.path(file)))
            try desk.remove(file)
            #expect(try check().findings.map(\.path.string) == [file])
            try (bytes + Data("\n".utf8)).write(to: URL(filePath: desk.path(file)))
            #expect(try check().findings.map(\.path.string) == [file])
            try bytes.write(to: URL(filePath: desk.path(file)))
            try bytes.write(to: URL(filePath: desk.path(file + ".copy")))
            #expect(try check().findings.map(\.path.string) == [file + ".copy"])
            try desk.remove(file + ".copy")
            #expect(try check().findings.isEmpty)
        }
    }

    @Test func findsLinksStrangersAndDaysWithoutAReceipt() throws {
        try dropAll([("a.json", Documents.published("a")), ("b.json", Documents.published("b"))])
        let files = try archived()
        try desk.remove(files[0])
        #expect(symlink(desk.path(files[1]), desk.path(files[0])) == 0)
        for name in ["archive/1999-01-01/wire", "archive/9999-12-31/wire", "archive/zzz"] {
            try FileManager.default.createDirectory(atPath: desk.path(name), withIntermediateDirectories: true)
            try Data("x".utf8).write(to: URL(filePath: desk.path(name + "/x.json")))
        }
        try Data("x".utf8).write(to: URL(filePath: desk.path("archive/stranger")))
        try Data("x".utf8).write(to: URL(filePath: desk.path("archive/zzz/.hidden.part")))
        let expected = [
            "archive/1999-01-01/wire/x.json", files[0], "archive/9999-12-31/wire/x.json", "archive/stranger",
            "archive/zzz/.hidden.part", "archive/zzz/x.json",
        ]
        #expect(try check().findings.map(\.path.string) == expected.sorted())
    }

    @Test func whatATakedownTookIsCountedAndNotReported() throws {
        try dropAll([
            ("a.json", Documents.published("a")),
            ("both.json", "[\(Documents.published("b")), \(Documents.published("c"))]"),
        ])
        for position in [0, 1] {
            let outcome = try Withholder(desk.store).withhold(
                .event(Position(Int64(position))), reason: "r", authority: "a")
            let event = try #require(try desk.store.event(at: Position(Int64(position))))
            var erasure = FileErasure(
                desk.store, desk.directories, FileErasure.Wanted(events: [event.envelope], texts: outcome.texts))
            _ = try erasure.run()
        }
        #expect(try archived().count == 1)
        let (summary, findings) = try check()
        #expect(findings.isEmpty)
        // Nothing holds a hash of what is left.
        #expect(summary == ArchiveCheck.Summary(takenDown: 2, gone: 1, notCompared: try archived().map { Text($0) }))
        // Nor of what another process puts in the place of a file that is gone.
        let planted = try archived()[0].replacing("withheld-2", with: "withheld-1")
        try Data("invented".utf8).write(to: URL(filePath: desk.path(planted)))
        #expect(try check().summary.gone == 0)
        #expect(try check().summary.notCompared.map(\.string).sorted() == archived())
    }

    @Test func aFileThatSaidNothingNewOfAStoryGoesWithIt() throws {
        try dropAll([
            ("a.json", Documents.published("a", body: "One.")), ("same.json", Documents.updated("a", body: "One.")),
        ])
        #expect(try desk.receipts().map(\.outcome) == [.appended, .unchanged])
        let outcome = try Withholder(desk.store).withhold(.event(Position(0)), reason: "r", authority: "a")
        let event = try #require(try desk.store.event(at: Position(0)))
        var erasure = FileErasure(
            desk.store, desk.directories, FileErasure.Wanted(events: [event.envelope], texts: outcome.texts))
        _ = try erasure.run()
        #expect(try archived().isEmpty)
        #expect(try check().summary == ArchiveCheck.Summary(takenDown: 2, gone: 2))
    }

    @Test func aFileWhoseNumberedNameWasTakenIsFound() throws {
        try dropAll([
            ("a.3.json", Documents.published("a")), ("a.json", Documents.published("b")),
            ("a.json", Documents.published("c")),
        ])
        #expect(try desk.archive().contains("inbox/a.1000000003.json"))
        #expect(try check().summary == ArchiveCheck.Summary(files: 3))
        let receipt = try #require(try desk.store.receipt(number: 3))
        _ = try ArchivedFile.find(receipt, desk.store, desk.directories)
    }

    @Test func whatTheCommandLineAppendedIsNotLookedFor() throws {
        let recorder = Recorder(desk.store)
        for file in ["./a.json", "/tmp/a.json", "../a.json", "-"] {
            let document = Array(Documents.published("s\(file.count)").utf8)
            let submission = Submission(file: Text(file), bytes: document, format: .json, defaultSource: "inbox")
            _ = try recorder.record([submission])
        }
        #expect(try check().findings.isEmpty)
        #expect(try check().summary == ArchiveCheck.Summary())
    }

    @Test func whatIsNotFiledYetIsCounted() throws {
        let intake = try desk.intake()
        intake.turn()
        try desk.drop(Documents.published("a"), as: "a.json")
        // Nothing can be filed.
        #expect(rmdir(desk.directories.archive) == 0)
        try Data().write(to: URL(filePath: desk.directories.archive))
        intake.turn()
        try desk.remove("archive")
        try FileManager.default.createDirectory(atPath: desk.directories.archive, withIntermediateDirectories: true)
        #expect(try check().summary == ArchiveCheck.Summary(notFiled: 1))
    }

    /// What users do, and what becomes of files: a plain model says what must be found.
    @Test(arguments: [UInt64(1), 2, 3, 4])
    func findsWhatWasDone(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let names = ["a.json", "a.2.json", "a.3.json", "wire/a.json", "wire/x/a.json", "b"]
        try dropAll(
            (0..<14).map { number in
                let name = names.randomElement(using: &random)!
                // Some files say what another said already.
                let story = Bool.random(using: &random) ? "s\(number)" : "s\(number / 3)"
                return (name + (name == "b" ? ".json" : ""), Documents.published(story))
            })
        #expect(try check().findings.isEmpty, "seed \(seed)")
        var expected = 0
        for file in try archived() {
            switch Int.random(in: 0..<5, using: &random) {
            case 0:
                try desk.remove(file)
                expected += 1
            case 1:
                try rewrite(file, "forged \(file)")
                expected += 1
            default: break
            }
        }
        #expect(try check().summary.findings == expected, "seed \(seed)")
    }
}

import EventLog
import Foundation
import Glibc
import Testing
import WorkGuard

@testable import Inbox

@Suite("Files that may have ended the process hold up no other source") struct SuspectedFilesTests {
    private let desk: Desk

    init() throws {
        desk = try Desk()
        desk.settings.settle = .zero
        desk.settings.batchFiles = 1
        for name in ["a/suspect", "a/next", "b/1", "b/2", "b/3"] {
            try desk.drop(Documents.published(name.replacing("/", with: "-")), as: name + ".json")
        }
    }

    /// Leaves the note that a process leaves which is killed while it takes a file.
    private func kill(whileTaking name: String) throws {
        let place = Place(path: Array(name.utf8))
        let facts = try #require(try FolderTree(desk.directories.inbox, nil).open(place.folder).facts(of: place.name))
        var note = try WorkNote.take(path: desk.directories.work)
        try note?.begin([WorkItem(Found(place: place, facts: facts)).text])
        let open = try Data(contentsOf: URL(filePath: desk.directories.work))
        note = nil
        try open.write(to: URL(filePath: desk.directories.work))
    }

    private func files() throws -> [String] { try desk.receipts().map { $0.file.string } }

    @Test func theOtherSourceComesBeforeEachTry() throws {
        try kill(whileTaking: "a/suspect.json")
        let intake = try desk.intake()
        intake.turn()
        #expect(try files() == ["b/1.json", "b/2.json", "b/3.json", "a/suspect.json", "a/next.json"])
        intake.finish()
    }

    @Test func noFloodPutsATryOffForMoreThanThreeSeconds() throws {
        try kill(whileTaking: "a/suspect.json")
        let intake = try desk.intake()
        while try files().count < 1 { _ = intake.step() }
        desk.time.pass(.seconds(3))
        while try files().count < 2 { _ = intake.step() }
        #expect(try files() == ["b/1.json", "a/suspect.json"])
        intake.turn()
        #expect(try files().count == 5)
        intake.finish()
    }

    private func suspected() -> [String] {
        WorkNote.suspects(in: desk.directories.work).all.flatMap(\.items).compactMap { WorkItem($0)?.place.text.string }
    }

    @Test func aFileThatIsStillWrittenStaysASuspect() throws {
        try kill(whileTaking: "a/suspect.json")
        let intake = try desk.intake()
        try intake.readSources()
        intake.sources[FileName("a")]?.wholeness.noteWritten(Place(path: Array("a/suspect.json".utf8)), uptime: .zero)
        intake.turn()
        #expect(try files().contains("b/3.json"))
        #expect(try !files().contains("a/suspect.json"))
        #expect(suspected() == ["a/suspect.json"])
        intake.finish()
        #expect(suspected() == ["a/suspect.json"])
    }

    @Test func aFileInAFolderThatIsClosedStaysASuspect() throws {
        try kill(whileTaking: "a/suspect.json")
        let folder = desk.directories.inbox + "/a"
        try #require(chmod(folder, 0) == 0)
        defer { chmod(folder, 0o700) }
        guard open(folder, O_RDONLY) < 0 else { return }
        let intake = try desk.intake()
        intake.turn()
        #expect(suspected() == ["a/suspect.json"])
    }

    @Test func aFileThatIsTouchedIsStillTriedAlone() throws {
        try kill(whileTaking: "a/suspect.json")
        try #require(utimensat(AT_FDCWD, desk.directories.inbox + "/a/suspect.json", nil, 0) == 0)
        let intake = try desk.intake()
        intake.turn()
        #expect(try files() == ["b/1.json", "b/2.json", "b/3.json", "a/suspect.json", "a/next.json"])
        #expect(suspected().isEmpty)
        intake.finish()
    }

    /// Its file may end the process, too: then it takes no file of a third source with it.
    @Test func theOthersComeOneSourceAtATime() throws {
        desk.settings.batchFiles = 100
        try desk.drop(Documents.published("c-1"), as: "c/1.json")
        try kill(whileTaking: "a/suspect.json")
        let intake = try desk.intake()
        while try files().isEmpty { _ = intake.step() }
        #expect(Set(try files().map { $0.prefix(1) }).count == 1)
        intake.turn()
        #expect(try files().count == 6)
        intake.finish()
    }

    /// It was dropped just before the process was killed.
    @Test func aFileOfAnotherSourceThatSettlesIsWaitedFor() throws {
        desk.settings.settle = .seconds(1)
        try kill(whileTaking: "a/suspect.json")
        let intake = try desk.intake()
        intake.turn()
        #expect(try files().isEmpty)
        desk.time.pass(.seconds(1))
        intake.turn()
        #expect(try files().prefix(4) == ["b/1.json", "b/2.json", "b/3.json", "a/suspect.json"])
        intake.finish()
    }
}

import EventLog
import Files
import Foundation
import Glibc
import Testing

@testable import Inbox

@Suite("Long files are copied beside commits") struct CopierTests {
    private let desk: Desk

    init() throws {
        desk = try Desk()
        desk.settings.settle = .zero
    }

    private static func long(_ story: String, bytes: Int = 5 << 20) -> String {
        Documents.published(story, body: String(repeating: "word ", count: bytes / 5))
    }

    private func intake() throws -> Intake {
        let intake = try desk.intake()
        intake.turn()
        intake.startHelpers()
        return intake
    }

    /// Turns until something holds: each copy wakes the intake.
    private func turn(_ intake: Intake, until holds: () throws -> Bool) throws {
        while try !holds() {
            intake.turn()
            if try !holds() { intake.wait() }
        }
    }

    @Test func anotherSourcesFileDoesNotWaitForACopy() throws {
        let intake = try intake()
        try desk.drop(Self.long("long"), as: "big/long.json")
        try desk.drop(Documents.published("later"), as: "big/short.json")
        try desk.drop(Documents.published("quiet"), as: "quiet/a.json")
        try turn(intake) { try desk.receipts().count == 3 }
        // Within a source the order holds.
        #expect(try desk.receipts().map(\.file) == ["quiet/a.json", "big/long.json", "big/short.json"])
        intake.finish()
        #expect(try desk.inbox().isEmpty && desk.files(below: desk.directories.staging).isEmpty)
        #expect(try desk.archive() == ["big/long.json", "big/short.json", "quiet/a.json"])
        let archived = try FileManager.default.subpathsOfDirectory(atPath: desk.directories.archive)
            .first { $0.hasSuffix("big/long.json") }
        #expect(
            try Data(contentsOf: URL(filePath: "\(desk.directories.archive)/\(#require(archived))"))
                == Data(Self.long("long").utf8))
    }

    @Test func aFileThatChangesMeanwhileIsTakenAsItIsThen() throws {
        let intake = try intake()
        let copier = try #require(intake.copier)
        for number in 0..<20 {
            try desk.drop(Self.long("a\(number)"), as: "big/a.json")
            if number.isMultiple(of: 2) { intake.turn() }
            // Another file gets the name, or the same file other bytes.
            if number.isMultiple(of: 3) {
                try desk.drop(Self.long("b\(number)", bytes: 4_500_000), as: "big/a.json")
            } else if number.isMultiple(of: 5) {
                try desk.write(Self.long("b\(number)", bytes: 6_000_000).utf8, to: "big/a.json")
            }
            try turn(intake) { try desk.receipts().count == number + 1 && desk.inbox().isEmpty }
        }
        let receipts = try desk.receipts()
        #expect(receipts.allSatisfy { $0.outcome == .appended })
        #expect(
            receipts.map { String($0.entries[0].story.text.string.first!) }
                == (0..<20).map { $0.isMultiple(of: 3) || $0.isMultiple(of: 5) ? "b" : "a" })
        #expect(!copier.isAtWork(on: Place(path: Array("big/a.json".utf8))))
        intake.finish()
        #expect(try desk.files(below: desk.directories.staging).isEmpty)
    }

    @Test func noCopyStaysOfAFileThatIsGone() throws {
        let intake = try intake()
        let copier = try #require(intake.copier)
        try desk.drop(Self.long("a"), as: "big/a.json")
        let place = Place(path: Array("big/a.json".utf8))
        _ = intake.step()
        #expect(intake.sources[FileName("big")]?.waitsForCopy == true)
        try desk.remove("inbox/big/a.json")
        intake.lookThroughEverything()
        try turn(intake) { !copier.isAtWork(on: place) }
        intake.turn()
        intake.lookThroughEverything()
        intake.turn()
        intake.turn()
        #expect(try desk.files(below: desk.directories.staging).isEmpty && desk.receipts().isEmpty)
        intake.finish()
    }

    @Test func theEndDoesNotWaitForACopy() throws {
        let intake = try intake()
        try desk.drop(Self.long("a", bytes: 30 << 20), as: "big/a.json")
        _ = intake.step()
        #expect(intake.sources[FileName("big")]?.waitsForCopy == true)
        intake.finish()
        // The next run takes it.
        let next = try self.intake()
        try turn(next) { try desk.receipts().count == 1 }
        next.finish()
        #expect(try desk.files(below: desk.directories.staging).isEmpty)
    }

    @Test func aCopyWaitsWhileItIsHeld() throws {
        let made = DispatchSemaphore(value: 0)
        let copier = try Copier(desk.directories) { made.signal() }
        copier.hold(true)
        try desk.drop(Self.long("a", bytes: 8 << 20), as: "big/a.json")
        let place = Place(path: Array("big/a.json".utf8))
        let facts = try #require(try Directory(path: desk.path("inbox/big")).facts(of: place.name))
        let found = Found(place: place, facts: facts)
        #expect(!copier.isDone(found) && copier.isAtWork(on: place))
        // It has written its first part, and goes no further.
        let copy = Staging(desk.directories.staging).pathOfCopy(place, inode: facts.inode)
        while (try? FileManager.default.attributesOfItem(atPath: copy)[.size] as? Int) ?? 0 < 2 << 20 { usleep(1_000) }
        #expect(!copier.isDone(found))
        copier.hold(false)
        made.wait()
        #expect(copier.isDone(found) && copier.take(found) == .success(copy) && copier.take(found) == nil)
        copier.finish()
    }

    /// A copy beside commits leaves room for the log and for the files of others; one with too little is not begun.
    @Test func aCopyLeavesRoomForOthers() throws {
        let path = NSTemporaryDirectory()
        let free = Int64(clamping: try #require(FileSystemRoom(of: path)?.free))
        let (staging, place) = (Staging(path), Place(path: Array("wire/long.json".utf8)))
        #expect(throws: Never.self) { try staging.checkRoom(for: 1, of: place) }
        for bytes in [free - (1 << 20), free, .max] {
            do {
                try staging.checkRoom(for: bytes, of: place)
                Issue.record("there is room for \(bytes) bytes")
            } catch Staging.CopyFault.noRoom(let fault) {
                #expect(fault.code == ENOSPC && fault.message.hasPrefix("cannot copy wire/long.json: No space left"))
            }
        }
    }
}

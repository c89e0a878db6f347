import EventLog
import Foundation
import StoryEvents
import Testing

@testable import Inbox

@Suite("The archive gives a receipt's file back, byte for byte, or says why not")
struct ArchivedFileTests {
    private let desk: Desk

    init() throws {
        desk = try Desk()
        // Files in directories that have just been made come without a hint.
        desk.settings.settle = .zero
    }

    private func drop(_ text: String, as name: String) throws {
        let intake = try desk.intake()
        intake.turn()
        try desk.drop(text, as: name)
        for _ in 0..<3 { intake.turn() }
    }

    private func read(_ receipt: Int64) throws -> String {
        let receipt = try #require(try desk.store.receipt(number: receipt))
        let file = try ArchivedFile.find(receipt, desk.store, desk.directories)
        var bytes: [UInt8] = []
        try file.forEachChunk { chunk in
            bytes += chunk
            return true
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func absence(_ receipt: Int64) throws -> ArchivedFile.Absence? {
        let receipt = try desk.receipts()[Int(receipt - 1)]
        do throws(ArchivedFile.Absence) {
            _ = try ArchivedFile.find(receipt, desk.store, desk.directories)
            return nil
        } catch {
            return error
        }
    }

    @Test func eachOfSeveralOfOneName() throws {
        let texts = ["a", "b", "c"].map { Documents.published($0) }
        for text in texts { try drop(text, as: "wire/x.json") }
        #expect(try (1...3).map { try read($0) } == texts)
    }

    @Test func aLongFileComesInChunks() throws {
        let text = Documents.published("a", body: String(repeating: "word ", count: 200_000))
        try drop(text, as: "x.json")
        #expect(try read(1) == text)
    }

    @Test func saysWhyNot() throws {
        try drop(Documents.published("a"), as: "a.json")
        try drop("{", as: "bad.json")
        let path = try #require(try desk.files(below: desk.directories.archive).first)
        #expect(chmod(desk.path("archive/" + path), 0o640) == 0)
        try Data("forged".utf8).write(to: URL(filePath: desk.path("archive/" + path)))
        guard case .altered? = try absence(1) else {
            Issue.record("\(String(describing: try absence(1)))")
            return
        }
        try desk.remove("archive/" + path)
        #expect(try absence(1) == .missing(path: "archive/" + path))
        #expect(try absence(2) == .refused)
        _ = try Withholder(desk.store).withhold(.event(Position(0)), reason: "r", authority: "a")
        #expect(try absence(1) == .takenDown)
    }
}

import EventLog
import StoryEvents
import Testing

@testable import Inbox

@Suite("Settings that were read again hold from the next file on")
struct SettingsTests {
    private let desk: Desk

    init() throws { desk = try Desk() }

    private func outcomes() throws -> [String] { try desk.receipts().map(\.outcome.rawValue) }

    @Test func whatASourceMayDo() throws {
        // Files in directories that have just been made come without a hint.
        desk.settings.settle = .zero
        let intake = try desk.intake()
        intake.turn()
        let document =
            #"{"type": "published", "source": "mill", "subject": "N", "time": "2026-03-02T17:20:00Z","#
            + #" "data": {"headline": "h", "body": "b"}}"#
        try desk.drop(document.replacing("N", with: "one"), as: "wire/a.json")
        intake.turn()
        intake.turn()
        var settings = desk.settings
        settings.sources.rules["wire"] = .init()
        settings.sources.rules["wire"]?.names = ["mill"]
        intake.apply(settings)
        try desk.drop(document.replacing("N", with: "two"), as: "wire/b.json")
        intake.turn()
        intake.apply(desk.settings)
        try desk.drop(document.replacing("N", with: "three"), as: "wire/c.json")
        intake.turn()
        #expect(try outcomes() == ["quarantined", "appended", "quarantined"])
    }

    @Test func howLongFilesAreWaitedFor() throws {
        var settings = desk.settings
        let intake = try desk.intake()
        intake.turn()
        try desk.drop(Documents.denied("later", id: "d"), as: "waits.json")
        intake.turn()
        #expect(desk.board.status.waiting.map(\.file) == ["waits.json"])
        settings.waitLimit = .zero
        intake.apply(settings)
        intake.turn()
        #expect(desk.board.status.waiting.isEmpty)
        #expect(try desk.receipts().last?.outcome == .quarantined)
    }

    /// All documents of a file are in one commit, which other files wait for.
    @Test func howManyDocumentsAFileMayHold() throws {
        desk.settings.maximumDocuments = 2
        let intake = try desk.intake()
        intake.turn()
        func drop(_ numbers: Range<Int>, body: String, array: Bool = false) throws {
            let all = numbers.map { Documents.published("s\($0)", body: body).replacing("\n", with: "") }
            let text = array ? "[" + all.joined(separator: ",") + "]" : all.joined(separator: "\n")
            try desk.drop(text, as: "f\(numbers.lowerBound).\(array ? "json" : "ndjson")")
            // A long file is copied on another thread.
            intake.turn()
        }
        let long = String(repeating: "word ", count: 1 << 20)
        try drop(0..<2, body: "b")
        try drop(10..<13, body: "b")
        try drop(20..<23, body: long)
        try drop(30..<33, body: "b", array: true)
        #expect(try outcomes() == ["appended", "quarantined", "quarantined", "quarantined"])
        for receipt in try desk.receipts().dropFirst() {
            guard case .object(let refusal)? = receipt.refusals.first else { continue }
            #expect(receipt.refusals.count == 1)
            #expect(refusal["code"] == "too-many" && refusal["message"] == "the file holds more than 2 documents")
            #expect(refusal["remedy"]?.text?.string.hasSuffix("or raise inbox.max-documents") == true)
        }
        #expect(try desk.store.size() == 2)
        var settings = desk.settings
        settings.maximumDocuments = 3
        intake.apply(settings)
        try drop(40..<43, body: "b")
        #expect(try outcomes().last == "appended")
    }

    @Test func howFarAheadATimeMayLie() throws {
        let intake = try desk.intake()
        intake.turn()
        let ahead = Documents.published("a").replacing("2026-03-02", with: "2999-03-02")
        try desk.drop(ahead, as: "a.json")
        intake.turn()
        var settings = desk.settings
        settings.maximumAhead = .seconds(86_400 * 366 * 2000)
        intake.apply(settings)
        try desk.drop(ahead, as: "a.json")
        intake.turn()
        #expect(try outcomes() == ["quarantined", "appended"])
    }

    @Test func howLargeAFileMayBe() throws {
        let intake = try desk.intake()
        intake.turn()
        var settings = desk.settings
        settings.maximumFileBytes = 1000
        settings.batchFiles = 1
        intake.apply(settings)
        try desk.drop(Documents.published("a", body: String(repeating: "w", count: 2000)), as: "a.json")
        try desk.drop(Documents.published("b"), as: "b.json")
        intake.turn()
        #expect(try outcomes() == ["quarantined", "appended"])
    }
}

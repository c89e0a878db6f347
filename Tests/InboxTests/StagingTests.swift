import EventLog
import Foundation
import Testing

@testable import Inbox

/// The service's own copies, and what lies among them.
@Suite struct StagingTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    /// A producer can put something else in the place of an original at the moment when that is removed, and take away what it
    /// would go back to. No start fails at it, and it stays the producer's.
    @Test func whatCannotGoBackIsKept() throws {
        let (staging, files) = (Staging(desk.directories.staging), FileManager.default)
        let place = Place(path: Array("cms/a.json".utf8))
        let path = desk.directories.inbox + "/cms"
        for (receipt, isDirectory) in [(Int64(7), false), (8, true)] {
            try files.createDirectory(atPath: path, withIntermediateDirectories: true)
            if isDirectory {
                try files.createDirectory(atPath: path + "/a.json", withIntermediateDirectories: false)
            } else {
                try Data("a producer's own".utf8).write(to: URL(filePath: path + "/a.json"))
            }
            let folder = try Directory(path: path)
            let isOriginal = try staging.remove(place, in: folder, receipt: receipt) { _ in
                // Its directory is empty now, and goes.
                rmdir(path)
                return false
            }
            #expect(!isOriginal)
        }
        // A directory that an older program left.
        try files.createDirectory(
            atPath: desk.directories.staging + "/leaving-9", withIntermediateDirectories: false)
        try staging.finishRemoval(place, in: nil, receipt: 10) { _ in false }
        let kept = ["stranger-leaving-7", "stranger-leaving-8", "stranger-leaving-9"]
        #expect(try staging.clear(except: [], []).map(\.description).sorted() == kept)
        #expect(try staging.clear(except: [], []).map(\.description).sorted() == kept)
        #expect(
            try String(contentsOfFile: desk.directories.staging + "/stranger-leaving-7", encoding: .utf8)
                == "a producer's own")
        // Intake goes on, and they are named.
        try desk.drop(Documents.published("bridge"), as: "b.json")
        let intake = try desk.intake()
        desk.settle(intake)
        #expect(try desk.receipts().map(\.outcome) == [.appended])
        intake.finish()
        var found: [String] = []
        var reconciliation = Reconciliation(desk.store, desk.directories) { found.append($0.path.string) }
        _ = try reconciliation.run { _, _ in }
        #expect(found == kept.map { "incoming/\($0)" })
    }
}

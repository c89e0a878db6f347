import CanonicalJSON
import EventLog
import Foundation
import LedgerTestKit
import SQLite
import StoryEvents
import Testing

@testable import Projections

@Suite("Views come back from the log")
struct ViewsTests {
    static let unfit: [(what: String, reason: String)] = [
        ("deleted", "it was not there"), ("empty", "it was never finished"), ("no database", "file is not a database"),
        ("other", "it is something else"), ("older", "it was written by an older program"),
        ("newer", "it was written by a newer program"), ("cut", "database disk image is malformed"),
    ]

    @Test(arguments: unfit)
    func whateverBecameOfThem(_ what: String, _ reason: String) throws {
        let ledger = try KeptLedger()
        try ledger.take([Documents.published("ferry"), Documents.updated("ferry", body: "It runs.")])
        let before = try {
            let views = try ledger.views()
            #expect(try views.catchUp())
            return try views.digest(StoryIndex.self)
        }()
        try spoil(ledger.path, what)
        var heard: [ViewsNotice] = []
        let views = try ledger.views { heard.append($0) }
        #expect(try views.catchUp())
        #expect(heard == [.rebuiltFile(path: ledger.path, reason: reason)])
        #expect(try views.digest(StoryIndex.self) == before)
        #expect(before != nil)
    }

    private func spoil(_ path: String, _ what: String) throws {
        switch what {
        case "deleted": try FileManager.default.removeItem(atPath: path)
        case "empty": try Data().write(to: URL(fileURLWithPath: path))
        case "no database": try Data(repeating: 0x61, count: 4096).write(to: URL(fileURLWithPath: path))
        case "cut":
            // The header stays whole; the pages behind it are overwritten.
            var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            bytes.replaceSubrange(100..<bytes.count, with: Data(repeating: 0x55, count: bytes.count - 100))
            try bytes.write(to: URL(fileURLWithPath: path))
        default:
            let connection = try Connection(path: path, access: .readWrite)
            if what == "other" { try connection.setApplicationID(7) }
            if what == "older" { try connection.setUserVersion(0) }
            if what == "newer" { try connection.setUserVersion(99) }
        }
    }

    @Test func areFollowedWhenAnotherProcessMakesThemAnew() throws {
        let ledger = try KeptLedger()
        let daemon = try ledger.views()
        #expect(try daemon.catchUp())
        for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: ledger.path + ending) }
        let other = try ledger.views()
        try ledger.take([Documents.published("ferry")])
        #expect(try daemon.catchUp())
        #expect(try other.rows(StoryIndex.self).map(\.story) == ["ferry"])
    }

    @Test func areReadAsTheyAreWhereNothingMayBeWritten() throws {
        let ledger = try KeptLedger()
        try ledger.take([Documents.published("ferry")])
        #expect(try ledger.views().catchUp())
        try ledger.take([Documents.published("roof")])
        let views = try Views(ledger.store, path: ledger.path, access: .readOnly)
        #expect(try views.rows(StoryIndex.self).map(\.story) == ["ferry"])
        #expect(try views.standing("stories")?.staleness == "1 event behind")
    }

    @Test func sayNothingOfANewLedger() throws {
        let ledger = try KeptLedger()
        var heard: [ViewsNotice] = []
        let views = try ledger.views { heard.append($0) }
        #expect(try views.catchUp())
        #expect(heard.isEmpty)
        #expect(try views.standings().map(\.lag) == [0, 0, 0])
    }

    @Test func beginAnewForALogThatIsNotTheirs() throws {
        let (ledger, other) = (try KeptLedger(), try KeptLedger())
        try ledger.take([Documents.published("ferry"), Documents.published("roof")])
        #expect(try ledger.views().catchUp())
        try other.take([Documents.published("bridge"), Documents.published("lock")])
        var heard: [ViewsNotice] = []
        let views = try ledger.views(of: other.store) { heard.append($0) }
        #expect(try views.catchUp())
        #expect(try views.rows(StoryIndex.self).map(\.story) == ["bridge", "lock"])
        #expect(heard.contains(.restarted("stories", reason: "it comes from another log")))
    }

    @Test func beginAnewForALogThatLostEvents() throws {
        let ledger = try KeptLedger()
        try ledger.take([Documents.published("ferry"), Documents.published("roof")])
        #expect(try ledger.views().catchUp())
        var heard: [ViewsNotice] = []
        let views = try ledger.views(of: ShortLog(store: ledger.store, length: 1)) { heard.append($0) }
        #expect(try views.catchUp())
        #expect(try views.rows(StoryIndex.self).map(\.story) == ["ferry"])
        #expect(heard.contains(.restarted("stories", reason: "it has 2 events, the log 1")))
    }

    @Test func areCaughtUpByTwoAtOnce() throws {
        let ledger = try KeptLedger()
        var history = RandomHistory(seed: 3)
        try ledger.append(history.documents(40))
        let (one, two) = (try ledger.views(), try ledger.views())
        for _ in 0..<6 {
            try ledger.append(history.documents(4))
            #expect(try one.catchUp())
            try ledger.append(history.documents(4))
            #expect(try two.catchUp())
            // A third has lost what the log has: it rebuilds all while they read.
            let length = try ledger.store.size() - 2
            #expect(try ledger.views(of: ShortLog(store: ledger.store, length: length)).catchUp())
            #expect(try one.catchUp())
        }
        #expect(try two.catchUp())
        let folded = try FoldedRows(StoryIndex.self, of: ledger.store).rows.digest().hexadecimal
        #expect(try one.digest(StoryIndex.self) == folded)
        #expect(try two.digest(StoryIndex.self) == folded)
    }
}

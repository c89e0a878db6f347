import EventLog
import Foundation
import Testing

@testable import Publication

/// Kills publication before each change to the disk in turn.
@Suite("Publication that is killed")
struct KillTests {
    @Test func leavesReadersTheOldCheckpointOrTheNewAndGoesOn() throws {
        let ledger = try PublishedLedger(events: 250)
        _ = try ledger.publisher.publish()
        let before = try ledger.snapshot()
        try ledger.append(270)
        let watched = WatchedDisk()
        _ = try ledger.publisher(watched.disk).publish()
        let expected = try ledger.files()
        let count = watched.steps.count
        #expect(count > 20)

        for last in 0..<count {
            try before.restore()
            let killed = WatchedDisk(killedAfter: last)
            #expect(throws: PublicationError.self) { try ledger.publisher(killed.disk).publish() }
            let seen = try Reader(ledger).checkEverything()
            #expect(seen == 250 || seen == 520, "killed before \(watched.steps[last])")
            let head = try #require(
                try PublishedNote.read(ledger.directories.head, ledger.publisher.lineage(), Disk()))
            #expect(head.checkpoint.size >= seen ?? 0, "killed before \(watched.steps[last])")

            _ = try ledger.publisher.publish()
            #expect(try ledger.files() == expected, "after a kill before \(watched.steps[last])")
        }
    }

    @Test func goesOnWithALogThatHasGrownMeanwhile() throws {
        let ledger = try PublishedLedger(events: 250)
        _ = try ledger.publisher.publish()
        for last in 0..<40 {
            try ledger.append(13)
            let killed = WatchedDisk(killedAfter: last % 17)
            #expect(throws: PublicationError.self) { try ledger.publisher(killed.disk).publish() }
            if last % 3 == 2 { _ = try ledger.publisher.publish() }
            try Reader(ledger).checkEverything()
        }
        _ = try ledger.publisher.publish()
        let size = 250 + 40 * 13
        #expect(try Reader(ledger).checkEverything() == UInt64(size))
        // Of what was partial once, only what lies at the end is left.
        let partial = try ledger.files().keys.filter { $0.contains(".p/") && !$0.hasPrefix("tile/1/") }
        #expect(partial.allSatisfy { $0.contains("/003.p/") }, "\(partial)")
    }

    @Test func makesEachNameDurableBeforeWhatRestsOnIt() throws {
        let ledger = try PublishedLedger(events: 700)
        let watched = WatchedDisk()
        _ = try ledger.publisher(watched.disk).publish()
        var unsyncedFiles: Set<String> = []
        var unsyncedNames: Set<String> = []
        let (checkpoint, head) = (ledger.directories.checkpoint, ledger.directories.head)
        for step in watched.steps {
            switch step {
            case .write(let path): unsyncedFiles.insert(path)
            case .syncFile(let path): unsyncedFiles.remove(path)
            case .makeDirectory(let path): unsyncedNames.insert(path)
            case .rename(let from, to: let path):
                #expect(!unsyncedFiles.contains(from), "\(path) gets its name before its bytes are durable")
                if path == head || path == checkpoint {
                    // The names in the ledger's own directory are made durable with the head.
                    let rest = unsyncedNames.filter { $0.hasPrefix(ledger.directories.published + "/") }
                    #expect(rest.isEmpty, "\(path) before \(rest)")
                }
                if path == checkpoint { #expect(unsyncedNames.isEmpty, "\(unsyncedNames)") }
                unsyncedNames.insert(path)
            case .syncDirectory(let path):
                unsyncedNames = unsyncedNames.filter { $0 != "\(path)/\($0.split(separator: "/").last!)" }
            case .remove, .removeDirectory: break
            }
        }
        #expect(unsyncedNames.isEmpty)
        guard
            case .rename(_, to: checkpoint)? = watched.steps.last(where: {
                if case .rename = $0 { true } else { false }
            })
        else {
            Issue.record("the checkpoint is not what is renamed last")
            return
        }
    }
}

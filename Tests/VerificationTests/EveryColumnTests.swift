import CanonicalJSON
import EventLog
import LedgerTestKit
import SQLite
import StoryEvents
import Testing
import Verification

/// Tables and columns are those that SQLite itself lists, so that one which is added later is flipped too.
@Suite("A verifier names one flipped bit in every column of every table", .slow)
struct EveryColumnTests {
    /// Columns of which a flipped bit cannot be told, and why: none.
    static let exempt: [Column: String] = [:]

    /// A column of a table of ledger.db.
    struct Column: Hashable, Comparable, CustomStringConvertible {
        let table, name: String
        var description: String { "\(table).\(name)" }

        static func < (left: Column, right: Column) -> Bool { left.description < right.description }
    }

    /// A ledger with something in every table: moves, removals and erasures to be made, events of the ledger's own.
    private static func ledger() throws -> SignedLedger {
        let signed = try SignedLedger(events: 300)
        let clock = signed.ledger.clock
        let store = try SQLiteEventStore(
            path: signed.ledger.path, clock: { clock.now }, uptime: MachineUptime(boot: "boot", now: { 60_000_000 }))
        let recorder = Recorder(store)
        let parts = (0..<3).map { Documents.published(Text("part-\($0)")) }
        _ = try Recorder(store, partBytes: 1).record([.lines(parts, file: "parts.ndjson")])
        for number in 1...2 {
            let document = Documents.published(Text("moved-\(number)"))
            _ = try recorder.record([.lines([document])]) { _, receipt in
                PendingMove(
                    receipt: receipt.number, from: Array("file-\(number)".utf8), to: Array("archive/x".utf8),
                    inode: 4711)
            }
        }
        let paragraphs = ["The first paragraph is long enough to be shared.", "And so is the second one, by far."]
        let body = paragraphs.joined(separator: "\n\n")
        _ = try recorder.record([
            .lines([
                Documents.published("shared", body: Text(body)),
                Documents.updated("shared", body: Text(body + "\n\nMore.")),
            ])
        ])
        // The same text again: unchanged, and remembered.
        for number in 1...2 {
            _ = try recorder.record([
                .lines(
                    [Documents.updated("moved-\(number)", id: "same", body: "It is shut.")], source: "desk-\(number)")
            ])
        }
        try store.append(dryRun: false) { transaction throws(EventLogError) in
            #expect(try transaction.noteRemovals(of: [1, 3]) == [1, 3])
            try transaction.finishRemovals(of: [1])
        }
        for position in [17, 300] as [Int64] {
            _ = try Withholder(store).withhold(.event(Position(position)), reason: "r", authority: "a")
        }
        try store.append(dryRun: false) { transaction throws(EventLogError) in
            try transaction.withhold(receipt: 2, by: Position(try store.size() - 1))
        }
        let fork = Fork(
            reason: "r", abandoned: Fork.Head(size: 1, root: "00", checkpoint: "c"),
            kept: Fork.Head(size: 1, root: "00"), origin: "o", statement: "s")
        try store.append(dryRun: false) { transaction throws(EventLogError) in
            _ = try SystemEvent(
                identity: EventIdentity(source: Text.ledger, id: "f"), story: .ledger, type: .forked, data: fork.data,
                command: "c", reason: fork.reason
            ).append(in: transaction, of: store, expecting: .any)
        }
        try signed.sign(store)
        try signed.publish(store)
        return signed
    }

    @Test(arguments: [1] as [UInt64])
    func namesAFlippedBit(_ seed: UInt64) throws {
        let signed = try Self.ledger()
        var random = SeededRandom(seed: seed)
        #expect(try signed.findings(keys: []) == [])
        let flipper = try BitFlipper(signed)
        let columns = try flipper.columns()
        #expect(Set(columns.map(\.table)).count == 12)
        for column in columns where Self.exempt[column] == nil {
            var count = 0
            for row in try flipper.rows(of: column.table, &random) {
                guard let flip = try flipper.flip(column, in: row, &random) else { continue }
                count += 1
                let findings: [String]
                do { findings = try signed.findings(keys: []).map(\.description) } catch {
                    let damage = try #require(error as? EventLogError, "\(error)")
                    findings = [damage.message]
                }
                let isNamed = findings.contains { row.isNamed(by: $0) || flip.row.isNamed(by: $0) }
                #expect(isNamed, "seed \(seed), \(column), \(flip): \(findings)")
                // However many events come from the file, and however many rows the ledger's own secret vouches for. An
                // event that has moved leaves a gap, and makes another.
                let most = column.name == "position" ? 14 : 6
                #expect(findings.count <= most, "seed \(seed), \(column), \(flip): \(findings)")
                try flip.undo()
            }
            #expect(count > 0, "no row has anything in \(column)")
        }
        #expect(try signed.findings(keys: []) == [])
    }
}

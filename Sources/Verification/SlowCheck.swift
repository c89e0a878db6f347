import EventLog
import MerkleLog
import StoryEvents

/// Checks a log a few rows at a time, so that a pass over all of it can take a day: rows of events, with their hashes, texts,
/// indexes and tiles; receipts, checkpoints and what else is sealed. Nothing is written.
///
/// It finds what a damaged page changes, not what a keeper with the secret changes: for that there is ``Verifier``. Used by
/// one thread at a time.
public final class SlowCheck {
    /// Where a pass stands.
    public struct Place: Hashable, Sendable {
        /// What is checked.
        public var stage: Stage
        /// The position, or the number, to go on with.
        public var next: Int64

        /// The beginning of a pass.
        public static let start = Place(stage: .events, next: 0)

        /// A place that was stored.
        public init(stage: Stage, next: Int64) {
            (self.stage, self.next) = (stage, next)
        }
    }

    /// The parts of a pass, in order.
    public enum Stage: String, CaseIterable, Sendable {
        case events, receipts, checkpoints, rest
    }

    /// Events of a step: one tile.
    private static let eventsPerStep: Int64 = 256
    private static let rowsPerStep: Int64 = 100

    private let store: any AuditStore
    /// Where the pass stands; nil after its end.
    public private(set) var place: Place?

    /// - Parameter place: Where to go on.
    public init(_ store: any AuditStore, from place: Place = .start) {
        self.store = store
        self.place = place
    }

    /// How many steps a whole pass takes now.
    ///
    /// - Throws: Where the log cannot be read.
    public func steps() throws(EventLogError) -> Int64 {
        let extent = try store.auditor().extent()
        let events = Int64(clamping: extent.size) / Self.eventsPerStep + 1
        return events + extent.receipts / Self.rowsPerStep + extent.checkpoints / Self.rowsPerStep + 3
    }

    /// Checks the next rows. What is found is looked at again, since a takedown may have changed it meanwhile.
    ///
    /// - Returns: What was found both times.
    /// - Throws: ``EventLogError/busy(path:)`` and the like, after which the same step can be tried again.
    public func step() throws(EventLogError) -> [Finding] {
        guard let place else { return [] }
        let (found, next) = try check(place)
        let again = found.isEmpty ? [] : try check(place).findings
        self.place = next
        return found.filter(again.contains)
    }

    private func check(_ place: Place) throws(EventLogError) -> (findings: [Finding], next: Place?) {
        // A connection of its own for each step, so that no page is believed because it was read before.
        let reader: any AuditReader
        let extent: AuditedExtent
        do throws(EventLogError) {
            reader = try store.auditor()
            extent = try reader.extent()
        } catch {
            return ([try Self.finding(error, at: .database)], place.following)
        }
        var findings: [Finding] = []
        do throws(EventLogError) {
            switch place.stage {
            case .events:
                let end = min(Int64(clamping: extent.size), place.next + Self.eventsPerStep)
                if place.next < end { findings = try Self.events(place.next..<end, reader, secret: store.ledger) }
                return (
                    findings,
                    end - place.next == Self.eventsPerStep ? Place(stage: .events, next: end) : place.following
                )
            case .receipts:
                let last = try Self.receipts(from: place.next, upTo: extent.receipts, reader, seals, &findings)
                return (findings, last.map { Place(stage: .receipts, next: $0 + 1) } ?? place.following)
            case .checkpoints:
                let rows = try reader.checkpoints(from: max(1, place.next), limit: Int(Self.rowsPerStep))
                for row in rows where !(seals.map(row.isSealed) ?? true) {
                    findings.append(Finding(.checkpoint(row.number), "its seal is not that of its columns"))
                }
                return (findings, rows.last.map { Place(stage: .checkpoints, next: $0.number + 1) } ?? place.following)
            case .rest:
                try Self.rest(reader, seals, &findings)
                return (findings, nil)
            }
        } catch {
            // What is damaged in this step hides the rest of it.
            let beyond = place.stage == .rest ? nil : Place(stage: place.stage, next: place.next + place.stage.length)
            return (
                findings + [try Self.finding(error, at: place.stage == .events ? .event(place.next) : .database)],
                beyond
            )
        }
    }

    private var seals: RowSeals? {
        if case .success(let secret) = store.ledger.secret { RowSeals(secret) } else { nil }
    }

    /// What an error says of the log.
    ///
    /// - Throws: The error, where it says nothing of the log.
    private static func finding(_ error: EventLogError, at place: Finding.Place) throws(EventLogError) -> Finding {
        switch error {
        case .busy, .outOfSpace, .missing, .replaced: throw error
        default: Finding(place, "it cannot be read: \(error.message)")
        }
    }

    private static func events(
        _ range: Range<Int64>, _ reader: any AuditReader, secret ledger: LedgerFacts
    ) throws(EventLogError) -> [Finding] {
        let secret = if case .success(let secret) = ledger.secret { secret } else { nil as LedgerSecret? }
        let chunk = RowChecker(reading: reader, secret: secret, bundles: nil).check(range, nil)
        var findings = chunk.findings
        if findings.isEmpty {
            for position in try reader.misplaced(range) {
                findings.append(Finding(.event(position), "an index does not lead to it"))
            }
        }
        guard findings.isEmpty, chunk.hashes.count == Int(eventsPerStep) else { return findings }
        return try tiles(above: chunk.hashes, number: range.lowerBound / eventsPerStep, reader)
    }

    /// Holds the tile of some leaves, and those above that it completes, against what they were made of.
    private static func tiles(
        above leaves: [Hash], number: Int64, _ reader: any AuditReader
    ) throws(EventLogError) -> [Finding] {
        var (hashes, number, level) = (leaves, number, 0 as Int64)
        var findings: [Finding] = []
        while true {
            let place = Finding.Place.tile("tile/\(level)/\(number)")
            var frontier = Frontier()
            let contents = hashes.flatMap { frontier.append($0) }.first { $0.tile.level == 0 }
            guard let contents, let tile = try reader.tile(level: level, number: number) else {
                return findings + [Finding(place, "it is missing")]
            }
            if tile.hashes != contents.bytes { findings.append(Finding(place, "its hashes are not those below it")) }
            if tile.root != contents.root.bytes {
                findings.append(Finding(place, "its root is not that of its hashes"))
            }
            guard (number + 1) % eventsPerStep == 0 else { return findings }
            let first = number + 1 - eventsPerStep
            hashes = []
            for below in first...number {
                guard let root = try reader.tile(level: level, number: below).flatMap({ Hash($0.root) }) else {
                    return findings + [Finding(.tile("tile/\(level)/\(below)"), "it is missing, or its root is")]
                }
                hashes.append(root)
            }
            (number, level) = (number / eventsPerStep, level + 1)
        }
    }

    /// - Returns: The last receipt that was checked; nil after the last one.
    private static func receipts(
        from number: Int64, upTo last: Int64, _ reader: any AuditReader, _ seals: RowSeals?, _ findings: inout [Finding]
    ) throws(EventLogError) -> Int64? {
        let rows = try reader.receipts(from: max(1, number), limit: Int(rowsPerStep))
        var expected = max(1, number)
        for row in rows {
            if row.number != expected { findings.append(Finding(.receipt(expected), "it is missing")) }
            expected = row.number + 1
            guard let seals else { continue }
            if !row.isSealed(by: seals) {
                findings.append(Finding(.receipt(row.number), "its seal is not that of its columns"))
            }
            for part in 0..<max(0, row.parts) {
                guard let found = try reader.receiptPart(part, of: row.number), found.isSealed(by: seals) else {
                    findings.append(
                        Finding(
                            .receipt(row.number), "its part \(part) is missing, or its seal is not that of its columns")
                    )
                    break
                }
            }
        }
        return rows.last?.number
    }

    /// What is small, or has to be walked as a whole.
    private static func rest(
        _ reader: any AuditReader, _ seals: RowSeals?, _ findings: inout [Finding]
    ) throws(EventLogError) {
        for difference in try reader.schemaDifferences() {
            findings.append(Finding(.schema(difference.name), "it is not as this program makes it"))
        }
        _ = try reader.taken()
        guard let seals else { return }
        var broken: [String] = []
        try reader.eachRemoval { if !$0.isSealed(by: seals) { broken.append("the removal of receipt \($0.receipt)") } }
        try reader.eachUnchanged {
            if !$0.isSealed(by: seals) { broken.append("an unchanged document of receipt \($0.receipt)") }
        }
        for move in try reader.pendingMoves() where !move.isSealed(by: seals) {
            broken.append("the move of receipt \(move.receipt)")
        }
        for note in try reader.clockNotes() where !note.isSealed(by: seals) { broken.append("the note of the clocks") }
        findings += broken.map { Finding(.database, "the seal of \($0) is not that of its columns") }
    }
}

extension SlowCheck.Place {
    /// The beginning of the next stage; nil after the last one.
    fileprivate var following: SlowCheck.Place? {
        let stages = SlowCheck.Stage.allCases
        return stages.firstIndex(of: stage).flatMap { stages.dropFirst($0 + 1).first }.map {
            SlowCheck.Place(stage: $0, next: 0)
        }
    }
}

extension SlowCheck.Stage {
    /// How many rows a step has.
    fileprivate var length: Int64 { self == .events ? 256 : 100 }
}

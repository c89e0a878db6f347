import EventLog
import StoryEvents

/// Tells data that was withheld, by an event that says so, from data that is missing.
struct Withholding {
    private var takedowns: [Chunk.Takedown] = []
    private var later: [Chunk.Takedown] = []
    private var erased: [Int64: Chunk.Erased] = [:]

    /// Notes the events of a chunk whose salt is gone, and those that withhold data of others.
    mutating func note(_ chunk: Chunk) {
        for event in chunk.erased { erased[event.position] = event }
        takedowns += chunk.takedowns
    }

    /// Whether data of any event is gone.
    var hasErased: Bool { !erased.isEmpty }

    /// Notes takedowns that were appended after the part of the log that is checked: they explain what is gone since.
    mutating func noteLater(_ chunk: Chunk) { later += chunk.takedowns }

    /// Holds what is gone against what the takedowns say.
    ///
    /// - Parameters:
    ///   - seals: Tells whether the fingerprints of takedowns and of the events they name are those they had then; nil not
    ///     to look at them.
    ///   - noted: The table of what was taken by the takedowns that are checked.
    /// - Returns: The events of which more than the name and the hash of their file was withheld, each with the event that
    ///   says so.
    func finish(
        _ seals: RowSeals?, noted: [AuditedTaking], _ report: (Finding) -> Void
    ) -> [(event: Int64, by: Int64)] {
        var wanted: [Int64: Pieces] = [:]
        var takings: [AuditedTaking] = []
        for takedown in takedowns {
            let texts = Set(takedown.what.same.flatMap { $0.map(\.position.value) })
            for taken in takedown.what.taken {
                let position = taken.position.value
                guard position < takedown.by else {
                    report(Finding(.event(takedown.by), "it withholds @\(position), which is not before it"))
                    continue
                }
                wanted[position, default: Pieces(by: takedown.by)].add(taken.pieces)
                let isCustodyOnly = taken.pieces != .all && !texts.contains(position)
                takings.append(AuditedTaking(position: position, by: takedown.by, isCustodyOnly: isCustodyOnly))
            }
            checkFingerprints(takedown, seals, report)
        }
        var explained = wanted
        for takedown in later {
            for taken in takedown.what.taken {
                explained[taken.position.value, default: Pieces(by: takedown.by)].add(taken.pieces)
            }
        }
        compare(wanted, explained, report)
        takings.sort { ($0.position, $0.by) < ($1.position, $1.by) }
        if takings != noted {
            report(Finding(.schema("taken"), "it is not what the events say that withheld data"))
        }
        return takings.filter { !$0.isCustodyOnly }.map { ($0.position, $0.by) }
    }

    /// What takedowns took of one event.
    private struct Pieces {
        let by: Int64
        var isAll = false
        var numbers: Set<Int> = []

        init(by: Int64) {
            self.by = by
        }

        mutating func add(_ pieces: Takedown.Pieces) {
            switch pieces {
            case .all: isAll = true
            case .some(let more): numbers.formUnion(more)
            }
        }
    }

    private func compare(
        _ wanted: [Int64: Pieces], _ explained: [Int64: Pieces], _ report: (Finding) -> Void
    ) {
        for (position, event) in erased.sorted(by: { $0.key < $1.key }) {
            let allowed = explained[position]
            guard let gone = event.pieces.map(Set.init) else {
                if allowed?.isAll == true { continue }
                report(Finding(.event(position), "its salt and data are missing, and no event has withheld them"))
                continue
            }
            if allowed?.isAll != true, allowed == nil || !gone.subtracting(allowed?.numbers ?? []).isEmpty {
                report(Finding(.event(position), "pieces of its data are missing, and no event has withheld them"))
            }
            if let pieces = wanted[position], pieces.isAll || !pieces.numbers.subtracting(gone).isEmpty {
                reportPresent(position, pieces, report)
            }
        }
        for (position, pieces) in wanted.sorted(by: { $0.key < $1.key }) where erased[position] == nil {
            reportPresent(position, pieces, report)
        }
    }

    private func reportPresent(_ position: Int64, _ pieces: Pieces, _ report: (Finding) -> Void) {
        let what = pieces.isAll ? "its data was withheld, and it is" : "pieces of its data were withheld, and they are"
        report(Finding(.event(position), "the event at @\(pieces.by) says that \(what) there"))
    }

    /// Looks whether the fingerprints are those that the takedown vouches for. Data that is there has been held against its
    /// fingerprint already.
    private func checkFingerprints(
        _ takedown: Chunk.Takedown, _ seals: RowSeals?, _ report: (Finding) -> Void
    ) {
        let events = takedown.what.taken.map { erased[$0.position.value] }
        guard let seals, !events.contains(where: { $0 == nil }) else { return }
        guard seals.takedown(of: events.compactMap { $0?.fingerprint }, saying: takedown.data) != takedown.fingerprint
        else { return }
        let first = takedown.what.taken.first?.position.value ?? takedown.by
        let what =
            takedown.what.taken.count == 1
            ? "its fingerprint, or that of the event @\(takedown.by) which withheld its data, was changed"
            : "its fingerprint, that of another event which @\(takedown.by) withheld data of, or its own, was changed"
        report(Finding(.event(first), what))
    }
}

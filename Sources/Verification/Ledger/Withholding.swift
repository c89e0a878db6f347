import EventLog
import StoryEvents

/// Tells data that was withheld, by an event that says so, from data that is missing.
struct Withholding {
    private var takedowns: [Chunk.Takedown] = []
    private var erased: [Int64: Chunk.Erased] = [:]
    private var broken: Set<Int64> = []

    /// Notes the events of a chunk whose salt is gone, and those that withhold data of others.
    mutating func note(_ chunk: Chunk) {
        for event in chunk.erased { erased[event.position] = event }
        takedowns += chunk.takedowns
        broken.formUnion(chunk.brokenTakedowns)
    }

    /// Holds what is gone against what the takedowns say.
    ///
    /// - Parameters:
    ///   - seals: Tells whether the fingerprints of takedowns and of the events they name are those they had then; nil not
    ///     to look at them.
    ///   - noted: The table of what was taken.
    /// - Returns: The events of which more than the name and the hash of their file was withheld, each with the event that
    ///   says so.
    func finish(
        _ seals: RowSeals?, noted: [AuditedTaking], _ report: (Finding) -> Void
    ) -> [(event: Int64, by: Int64)] {
        var wanted: [Int64: Pieces] = [:]
        var takings: [AuditedTaking] = []
        for takedown in takedowns {
            let texts = Set(takedown.what.same.flatMap { $0.map(\.position.value) })
            if let late = takedown.what.taken.first(where: { $0.position.value >= takedown.by }) {
                report(Finding(.event(takedown.by), "it withholds \(late.position), which is not before it"))
            }
            for taken in takedown.what.taken where taken.position.value < takedown.by {
                let position = taken.position.value
                wanted[position, default: Pieces(by: takedown.by)].add(taken.pieces)
                let isCustodyOnly = taken.pieces != .all && !texts.contains(position)
                takings.append(
                    AuditedTaking(position: position, by: takedown.by, custody: isCustodyOnly ? 1 : 0))
            }
            checkFingerprints(takedown, texts, seals, report)
        }
        // What these took is in question with them, and is no finding of its own for each.
        let sound = Set(takedowns.map(\.by))
        let unsaid = noted.filter { !sound.contains($0.by) }
        for by in Set(unsaid.map(\.by)).subtracting(broken).sorted() {
            report(Finding(.schema("taken"), "it names @\(by), which says nothing of data that was withheld"))
        }
        let doubtful = Set(unsaid.map(\.position))
        let noted = noted.filter { sound.contains($0.by) }
        compare(wanted, except: doubtful, report)
        takings.sort { ($0.position, $0.by) < ($1.position, $1.by) }
        if takings != noted {
            report(Finding(.schema("taken"), "it is not what the events say that withheld data"))
        }
        return takings.filter { $0.custody == 0 }.map { ($0.position, $0.by) }
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
        _ wanted: [Int64: Pieces], except doubtful: Set<Int64>, _ report: (Finding) -> Void
    ) {
        for (position, event) in erased.sorted(by: { $0.key < $1.key }) where !doubtful.contains(position) {
            guard let pieces = wanted[position], event.pieces != nil || pieces.isAll else {
                let what = event.pieces == nil ? "its salt and data are" : "pieces of its data are"
                report(Finding(.event(position), "\(what) missing, and no event has withheld them"))
                continue
            }
            guard let gone = event.pieces.map(Set.init) else { continue }
            if !gone.subtracting(pieces.numbers).isEmpty {
                report(Finding(.event(position), "pieces of its data are missing, and no event has withheld them"))
            }
            if pieces.isAll || !pieces.numbers.subtracting(gone).isEmpty { reportPresent(position, pieces, report) }
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
    ///
    /// - Parameter texts: The events that lost texts.
    private func checkFingerprints(
        _ takedown: Chunk.Takedown, _ texts: Set<Int64>, _ seals: RowSeals?, _ report: (Finding) -> Void
    ) {
        let taken = takedown.what.taken.filter { $0.pieces == .all || texts.contains($0.position.value) }
        let events = taken.map { erased[$0.position.value] }
        guard let seals, !events.contains(where: { $0 == nil }) else { return }
        guard seals.takedown(of: events.compactMap { $0?.fingerprint }, saying: takedown.data) != takedown.fingerprint
        else { return }
        let others = taken.dropFirst().map { "that of \($0.position), " }.prefix(100).joined()
        let what =
            "its fingerprint, \(others)or that of the event @\(takedown.by) which withheld \(others.isEmpty ? "its" : "their") "
            + "data, was changed"
        report(Finding(.event(taken.first?.position.value ?? takedown.by), what))
    }
}

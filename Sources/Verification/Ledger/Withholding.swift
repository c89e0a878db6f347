import EventLog

/// Tells events whose data was withheld, by an event that says so, from events whose data is missing.
struct Withholding {
    /// The event that withheld another's data, by the other's position.
    private var takedowns: [Int64: Chunk.Takedown] = [:]
    private var erased: [(position: Int64, fingerprint: [UInt8])] = []

    /// Notes the events of a chunk whose salt and data are gone, and those that withhold others' data.
    mutating func note(_ chunk: Chunk) {
        erased += chunk.erased
        for takedown in chunk.takedowns { takedowns[takedown.of] = takedown }
    }

    /// Whether data is gone that no takedown so far explains.
    var hasUnexplained: Bool { erased.contains { takedowns[$0.position] == nil } }

    /// Notes takedowns that were appended after the part of the log that is checked.
    mutating func noteLater(_ chunk: Chunk) {
        let open = Set(erased.map(\.position))
        for takedown in chunk.takedowns where open.contains(takedown.of) { takedowns[takedown.of] = takedown }
    }

    /// The events whose data was withheld, each with the event that says so; the others are findings, and so is data that
    /// is there although it was withheld.
    ///
    /// - Parameter seals: Tells whether the fingerprints of both are those they had then; nil not to look at them.
    func finish(_ seals: RowSeals?, _ report: (Finding) -> Void) -> [(event: Int64, by: Int64)] {
        var withheld: [(event: Int64, by: Int64)] = []
        var open = takedowns
        for (position, fingerprint) in erased {
            guard let takedown = open.removeValue(forKey: position), takedown.by > position else {
                report(Finding(.event(position), "its salt and data are missing, and no event has withheld them"))
                continue
            }
            withheld.append((position, takedown.by))
            if let seals, seals.takedown(of: fingerprint, saying: takedown.data) != takedown.fingerprint {
                let what = "its fingerprint, or that of the event @\(takedown.by) which withheld its data, was changed"
                report(Finding(.event(position), what))
            }
        }
        for (position, takedown) in open.sorted(by: { $0.key < $1.key }) {
            let what = "the event at @\(takedown.by) says that its data was withheld, and it is there"
            report(Finding(.event(position), what))
        }
        return withheld
    }
}

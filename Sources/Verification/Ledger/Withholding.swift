import EventLog

/// Tells events whose data was withheld, by an event that says so, from events whose data is missing.
struct Withholding {
    /// The position of the event that withheld another's data, by the other's position.
    private var takedowns: [Int64: Int64] = [:]
    private var erased: [Int64] = []

    /// Notes the events of a chunk whose salt and data are gone, and those that withhold others' data.
    mutating func note(_ chunk: Chunk) {
        erased += chunk.erased
        for takedown in chunk.takedowns { takedowns[takedown.of] = takedown.by }
    }

    /// The events whose data was withheld, each with the event that says so; the others are findings, and so is data that
    /// is there although it was withheld.
    func finish(_ report: (Finding) -> Void) -> [(event: Int64, by: Int64)] {
        var withheld: [(event: Int64, by: Int64)] = []
        var open = takedowns
        for position in erased {
            if let by = open.removeValue(forKey: position), by > position {
                withheld.append((position, by))
            } else {
                report(Finding(.event(position), "its salt and data are missing, and no event has withheld them"))
            }
        }
        for (position, by) in open.sorted(by: { $0.key < $1.key }) {
            report(Finding(.event(position), "the event at @\(by) says that its data was withheld, and it is there"))
        }
        return withheld
    }
}

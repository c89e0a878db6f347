import EventLog

/// Tells events whose data was withheld, by an event that says so, from events whose data is missing.
///
/// This is the one place that will know what a `withheld` event names: see ``note(_:)``.
struct Withholding {
    /// The position of the event that withheld another's data, by the other's position.
    private var takedowns: [Int64: Int64] = [:]
    private var erased: [Int64] = []

    /// Notes the events of a chunk whose salt and data are gone, and those that withhold others' data.
    ///
    /// No event withholds anything yet. Once one does, a lane will tell of each, by its position and the position that it
    /// names, and this puts them into ``takedowns``.
    mutating func note(_ chunk: Chunk) {
        erased += chunk.erased
    }

    /// The events whose data was withheld, each with the event that says so; the others are findings.
    func finish(_ report: (Finding) -> Void) -> [(event: Int64, by: Int64)] {
        var withheld: [(event: Int64, by: Int64)] = []
        for position in erased {
            if let by = takedowns[position] {
                withheld.append((position, by))
            } else {
                report(Finding(.event(position), "its salt and data are missing, and no event has withheld them"))
            }
        }
        return withheld
    }
}

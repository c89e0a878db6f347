/// What is wrong with the entries of a receipt: entries that follow one another and are wrong in the same way are told
/// of together.
struct EntryFaults {
    private var runs: [(range: ClosedRange<Int64>, fault: EntryFault)] = []

    /// - Parameter fault: nil where the entry is right.
    mutating func add(_ fault: EntryFault?, at position: Int64) {
        guard let fault else { return }
        if let last = runs.last, last.fault == fault, last.range.upperBound &+ 1 == position {
            runs[runs.count - 1].range = last.range.lowerBound...position
        } else {
            runs.append((position...position, fault))
        }
    }

    var texts: [String] { runs.map { $0.fault.text(of: $0.range) } }
}

/// What is wrong with an entry of a receipt, held against the event that it names.
enum EntryFault: Equatable {
    case impossible, missing, different
    case another(Int64)

    func text(of range: ClosedRange<Int64>) -> String {
        let isOne = range.count == 1
        let events = isOne ? "@\(range.lowerBound)" : "@\(range.lowerBound) to @\(range.upperBound)"
        return switch self {
        case .impossible: "it lists \(events), and no event can be there"
        case .missing: "it lists \(events), and there \(isOne ? "is no such event" : "are no such events")"
        case .different: "what it says of \(events) is not what \(isOne ? "that event says" : "those events say")"
        case .another(let number): "it lists \(events), which \(isOne ? "names" : "name") receipt \(number)"
        }
    }
}

/// Which events of a run a receipt lists: one bit each.
struct ListedPositions {
    private let range: ClosedRange<Int64>
    private var words: [UInt64]

    init(_ range: ClosedRange<Int64>) {
        self.range = range
        words = Array(repeating: 0, count: (range.count + 63) / 64)
    }

    /// - Parameter position: One outside of the run is passed over.
    mutating func insert(_ position: Int64?) {
        guard let position, range.contains(position) else { return }
        let (word, bit) = Int(position - range.lowerBound).quotientAndRemainder(dividingBy: 64)
        words[word] |= 1 << UInt64(bit)
    }

    /// - Parameter position: One of the run.
    func contains(_ position: Int64) -> Bool {
        let (word, bit) = Int(position - range.lowerBound).quotientAndRemainder(dividingBy: 64)
        return words[word] & 1 << UInt64(bit) != 0
    }
}

import Projections

/// How a page marks what was recorded late or out of order.
enum BackdatedMark {
    /// Stands once at the head of a page instead of beside each event, where all were: an archive that was taken in.
    static let allLate = "every event here was recorded more than an hour after it happened"
}

extension Backdating {
    /// `backdated`, `out of order`, or nothing.
    var word: String? { isOutOfOrder ? "out of order" : isLate ? "backdated" : nil }

    /// The word at the end of a line; nothing for the merely late where the page says that all are.
    func mark(isAllLate: Bool) -> String {
        guard let word, isOutOfOrder || !isAllLate else { return "" }
        return "  " + word.styled(.yellow)
    }
}

import Projections
import StoryEvents

/// What help says of events that are out of order.
enum OutOfOrderHelp {
    static let text = """
        An update is out of order if, when it was recorded, the ledger held a text or change of its story that happened \
        later; any other event, if the ledger held any event of its story that happened later.
        """
}

/// How a page marks what was recorded late or out of order.
enum BackdatedMark {
    /// Stands once at the head of a page instead of beside each event, where all were: an archive that was taken in.
    static let allLate = "Everything below was recorded more than an hour after it happened."
}

extension Backdating {
    /// `backdated`, `out of order`, both, or nil.
    ///
    /// - Parameter isAllLate: Whether the page says once that all are backdated.
    func mark(isAllLate: Bool = false) -> String? {
        let words = (isBackdated && !isAllLate ? ["backdated"] : []) + (isOutOfOrder ? ["out of order"] : [])
        return words.isEmpty ? nil : words.joined(separator: ", ")
    }
}

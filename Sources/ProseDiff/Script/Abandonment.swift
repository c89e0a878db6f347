import Threads

/// Ends comparisons whose result nobody waits for.
package enum Abandonment {
    /// Asked between two steps of a comparison. Once it returns true, comparisons mean nothing, so that their caller must not
    /// keep them.
    package static let question = ThreadValue<@Sendable () -> Bool> { false }

    /// The same question.
    package static var isAsked: @Sendable () -> Bool { question.value }
}

extension Comparison {
    /// The whole old text replaced by the new one.
    static func abandoned(_ old: [UInt8], _ new: [UInt8]) -> Comparison {
        let whole = old.isEmpty && new.isEmpty ? [] : [Operation(.replace, old: 0..<old.count, new: 0..<new.count)]
        return Comparison(
            operations: whole, quality: .degraded, counts: Counts(), oldCount: old.count, newCount: new.count)
    }
}

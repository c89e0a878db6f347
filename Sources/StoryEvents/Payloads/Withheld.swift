import CanonicalJSON

/// That an event's data, or some of its pieces, was withheld: what stands where they stood.
public struct Withheld: Hashable, Sendable {
    /// The `withheld` event that says so.
    public let by: Position
    /// When that was recorded.
    public let recorded: RecordedTime
    /// Why, in the admin's words.
    public let reason: Text
    /// On whose authority.
    public let authority: Text
    /// What was taken of the event.
    public let taken: Takedown.Taken
    /// The number of the text that stood in each piece, from 1: the same number for the same text.
    public let texts: [Int: Int]
    /// How many texts the takedown took.
    public let textCount: Int

    /// Joins the parts.
    ///
    /// - Parameter texts: The number of the text that stood in each piece.
    public init(
        by: Position, recorded: RecordedTime, reason: Text, authority: Text, taken: Takedown.Taken,
        texts: [Int: Int] = [:], textCount: Int = 1
    ) {
        self.by = by
        self.recorded = recorded
        self.reason = reason
        self.authority = authority
        self.taken = taken
        self.texts = texts
        self.textCount = textCount
    }

    /// What stands in a text where a piece stood. Pieces that held the same text are shown by the same words, and others
    /// by others.
    func hole(_ piece: Int, _ kind: DisclosedData.Hole) -> [UInt8] {
        let what = if case .paragraph = kind { "1 paragraph withheld" } else { "withheld" }
        let which = textCount > 1 ? texts[piece].map { ", text \($0) of \(textCount)" } ?? "" : ""
        let end = if case .paragraph(isLast: false) = kind { "\n\n" } else { "" }
        return Array("[\(what) by \(by): \(reason) (\(authority))\(which)]\(end)".utf8)
    }
}

extension Withheld: CustomStringConvertible {
    /// `withheld by event @40 on 2026-03-02T12:00:00Z: REASON (AUTHORITY)`.
    public var description: String {
        "withheld by event \(by) on \(recorded.description.prefix(19))Z: \(reason) (\(authority))"
    }
}

extension Takedown {
    /// What the takedown says of each event it took something of.
    ///
    /// - Parameters:
    ///   - by: The event that says so.
    ///   - recorded: When that was recorded.
    public func withheld(by: Position, recorded: RecordedTime) -> [Position: Withheld] {
        var texts: [Position: [Int: Int]] = [:]
        for (index, group) in same.enumerated() {
            for place in group { texts[place.position, default: [:]][place.piece] = index + 1 }
        }
        let each = taken.map { taken in
            (
                taken.position,
                Withheld(
                    by: by, recorded: recorded, reason: reason, authority: authority, taken: taken,
                    texts: texts[taken.position] ?? [:], textCount: same.count)
            )
        }
        return Dictionary(each, uniquingKeysWith: { first, _ in first })
    }
}

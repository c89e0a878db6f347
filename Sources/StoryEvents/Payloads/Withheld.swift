import CanonicalJSON

/// The takedown of an event's data, or of some of its pieces.
public struct Withheld: Hashable, Sendable {
    /// The position of the `withheld` event.
    public let by: Position
    /// When the takedown was recorded.
    public let recorded: RecordedTime
    /// The admin's reason.
    public let reason: Text
    /// The authority that the admin names.
    public let authority: Text
    /// What was withheld of the event.
    public let taken: Takedown.Taken
    /// The number of the text in each withheld piece, from 1; equal texts have equal numbers.
    public let texts: [Int: Int]
    /// The number of texts that the takedown withheld.
    public let textCount: Int

    /// Creates the takedown of one event.
    ///
    /// - Parameter texts: The number of the text in each withheld piece.
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

    /// The reason and the authority in quotation marks, since both are the keeper's words: `“REASON” (“AUTHORITY”)`.
    public var why: String { "\(reason.asKeepersWord) (\(authority.asKeepersWord))" }

    /// The text shown in place of a withheld piece. Equal texts are replaced by equal words, and different texts by
    /// different words. The text is on one line, but for the blank line after a paragraph.
    package func hole(_ piece: Int, _ kind: DisclosedData.Hole) -> [UInt8] {
        let what = if case .paragraph = kind { "1 paragraph withheld" } else { "withheld" }
        let which = textCount > 1 ? texts[piece].map { ", text \($0) of \(textCount)" } ?? "" : ""
        let label = "[\(what) by \(by): \(why)\(which)]"
        let end = if case .paragraph(isLast: false) = kind { "\n\n" } else { "" }
        return label.utf8.map { $0 < 0x20 ? 0x20 : $0 } + Array(end.utf8)
    }
}

extension Withheld: CustomStringConvertible {
    /// `withheld by event @40 on 2026-03-02T12:00:00Z: “REASON” (“AUTHORITY”)`.
    public var description: String {
        said("withheld by event \(by) on \(recorded.description.prefix(19))Z: \(why)")
    }
}

extension Takedown {
    /// The numbers of texts, from 1, by position and piece; of all events, so it is asked for once.
    var numberedTexts: [Position: [Int: Int]] {
        var texts: [Position: [Int: Int]] = [:]
        for (index, group) in same.enumerated() {
            for place in group { texts[place.position, default: [:]][place.piece] = index + 1 }
        }
        return texts
    }

    /// The takedown of each event that it affects.
    ///
    /// - Parameters:
    ///   - by: The position of the takedown's event.
    ///   - recorded: When it was recorded.
    public func withheld(by: Position, recorded: RecordedTime) -> [Position: Withheld] {
        let texts = numberedTexts
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

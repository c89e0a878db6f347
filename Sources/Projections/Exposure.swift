import CanonicalJSON
import ProseDiff
import StoryEvents

/// Words that an edit changed or removed, and how long readers could see them.
public struct Exposure: Hashable, Sendable {
    /// `headline`, `dek` or `body`.
    public let field: Text
    /// The words, as published.
    public let words: String
    /// The version that introduced them, and its event.
    public let from: Version
    /// The first version without them, and its event.
    public let to: Version

    /// A version's number and the event that made it.
    public struct Version: Hashable, Sendable {
        /// Counted from 1.
        public let number: Int
        /// The event.
        public let envelope: Envelope
    }

    /// Seconds between the two versions, by time of happening; negative when the newer one happened first.
    public var seconds: Int64 {
        (to.envelope.time.microseconds - from.envelope.time.microseconds) / 1_000_000
    }

    /// `{field, words, from: {version, position, time}, to: {version, position, time}, seconds}`.
    public var json: JSON {
        [
            "field": .string(field), "words": .string(Text(words)), "from": from.json, "to": to.json,
            "seconds": .integer(seconds),
        ]
    }
}

extension Exposure.Version {
    fileprivate var json: JSON {
        ["version": JSON(number), "position": JSON(envelope.position), "time": JSON(envelope.time)]
    }
}

/// Tracks the version that introduced each byte of a story's text.
public struct ExposureFold {
    /// For each byte of a field's newest text, the version that introduced it; 0 when withheld text hides it.
    private var origins: [Text: [Int32]] = [:]
    private var versions: [Exposure.Version] = []

    /// Starts with no event folded.
    public init() {}

    /// Folds the next edit and returns the words that it changed or removed. Moved words keep their origin.
    public mutating func apply(_ edit: Edit) -> [Exposure] {
        let version = Exposure.Version(number: edit.version.number, envelope: edit.version.envelope)
        versions.append(version)
        guard edit.version.number > 1 else {
            for field in StoryState.textFields {
                let count = edit.version.bytes(of: field).count
                origins[field] = [Int32](repeating: 1, count: count)
            }
            return []
        }
        for field in edit.hidden { origins[field] = nil }
        return edit.fields.flatMap { follow($0, version) }
    }

    private mutating func follow(_ difference: FieldDifference, _ version: Exposure.Version)
        -> [Exposure]
    {
        var before = origins[difference.field] ?? []
        if before.count != difference.old.count {
            before = [Int32](repeating: 0, count: difference.old.count)
        }
        var after = [Int32](repeating: Int32(clamping: version.number), count: difference.new.count)
        var gone: [Exposure] = []
        for leaf in difference.comparison.finestOperations {
            if leaf.kind == .equal || leaf.kind == .move {
                after.replaceSubrange(leaf.new, with: before[leaf.old])
            } else if leaf.marks.contains(.noise) {
                // A change of typography introduces no words.
                if let origin = before[leaf.old].first { for place in leaf.new { after[place] = origin } }
            } else {
                gone += exposures(difference, leaf.old, before, version)
            }
        }
        origins[difference.field] = after
        return gone
    }

    /// The removed words, split where their origin changes.
    private func exposures(
        _ difference: FieldDifference, _ range: Range<Int>, _ before: [Int32],
        _ version: Exposure.Version
    ) -> [Exposure] {
        var gone: [Exposure] = []
        var start = range.lowerBound
        while start < range.upperBound {
            let origin = before[start]
            let end = before[start..<range.upperBound].firstIndex { $0 != origin } ?? range.upperBound
            defer { start = end }
            let words = String(decoding: difference.old[start..<end], as: UTF8.self)
            guard versions.indices.contains(Int(origin) - 1),
                words.contains(where: { $0.isLetter || $0.isNumber })
            else {
                continue
            }
            gone.append(
                Exposure(
                    field: difference.field, words: words.trimmed, from: versions[Int(origin) - 1],
                    to: version))
        }
        return gone
    }
}

extension String {
    /// The text without white space at its ends.
    fileprivate var trimmed: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}

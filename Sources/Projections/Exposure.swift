import CanonicalJSON
import ProseDiff
import StoryEvents

/// Words that an edit changed or removed, and how long readers could read them.
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

    /// The seconds between the two versions, by time of happening, in which the story could be read: published, not on
    /// hold and not killed. Negative when the newer version happened first.
    public let seconds: Int64

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
    private let times: ReadableTimes

    /// Starts with no event folded.
    ///
    /// - Parameter times: When the story could be read.
    public init(_ times: ReadableTimes) { self.times = times }

    /// Folds the next edit and returns the words that it changed or removed, if readers could read them. Moved words
    /// keep their origin.
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
            let from = versions[Int(origin) - 1]
            guard let seconds = seconds(from.envelope.time, version.envelope.time) else { continue }
            gone.append(
                Exposure(
                    field: difference.field, words: words.trimmed, from: from, to: version, seconds: seconds))
        }
        return gone
    }

    /// nil if nobody could read the story between the two times.
    private func seconds(_ from: EventTime, _ to: EventTime) -> Int64? {
        let (start, end) = (from.microseconds, to.microseconds)
        guard start < end else { return (end - start) / 1_000_000 }
        let readable = times.microseconds(from: start, to: end)
        return readable == 0 ? nil : readable / 1_000_000
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

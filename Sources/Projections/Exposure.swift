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

    /// Words among them that another version introduced.
    public let parts: [Part]

    /// Words that were introduced before or after the words around them.
    public struct Part: Hashable, Sendable {
        /// The words.
        public let words: String
        /// The version that introduced them, and its event.
        public let from: Version
        /// As ``Exposure/seconds``; 0 if nobody could read them.
        public let seconds: Int64
    }

    /// `{field, words, from: {version, position, time}, to: {version, position, time}, seconds, parts: [{words, from, seconds}]}`.
    public var json: JSON {
        [
            "field": .string(field), "words": .string(Text(words)), "from": from.json, "to": to.json,
            "seconds": .integer(seconds),
            "parts": .array(
                parts.map { ["words": .string(Text($0.words)), "from": $0.from.json, "seconds": .integer($0.seconds)] }),
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
        var places = SentencesElsewhere(difference)
        for leaf in difference.comparison.finestOperations {
            if leaf.kind == .equal || leaf.kind == .move {
                after.replaceSubrange(leaf.new, with: before[leaf.old])
            } else if leaf.marks.contains(.noise) {
                // A change of typography introduces no words.
                if let origin = before[leaf.old].first { for place in leaf.new { after[place] = origin } }
            } else {
                let stays = places.take(leaf.old)
                for place in stays { after.replaceSubrange(place.new, with: before[place.old]) }
                gone += exposures(difference, leaf.old, before, version, but: Set(stays.map(\.old.lowerBound)))
            }
        }
        origins[difference.field] = after
        return gone
    }

    /// The removed words, one row for each sentence or part of one.
    ///
    /// - Parameter stays: Where sentences begin that stand elsewhere now.
    private func exposures(
        _ difference: FieldDifference, _ range: Range<Int>, _ before: [Int32],
        _ version: Exposure.Version, but stays: Set<Int>
    ) -> [Exposure] {
        Segmentation.sentences(in: Array(difference.old[range]), labels: difference.labels).flatMap { sentence in
            let place = range.lowerBound + sentence.lowerBound..<range.lowerBound + sentence.upperBound
            if stays.contains(place.lowerBound) { return [Exposure]() }
            return runs(difference, place, before, version).split { $0.from == nil }.compactMap {
                exposure(difference, Array($0), version)
            }
        }
    }

    /// Bytes of one origin.
    private struct Run {
        let bytes: Range<Int>
        /// The version that introduced them; nil when withheld text hides it.
        let from: Exposure.Version?
        /// nil if nobody could read them.
        let seconds: Int64?
    }

    private func runs(
        _ difference: FieldDifference, _ range: Range<Int>, _ before: [Int32], _ version: Exposure.Version
    ) -> [Run] {
        var runs: [Run] = []
        var start = range.lowerBound
        while start < range.upperBound {
            let origin = Int(before[start])
            let end = before[start..<range.upperBound].firstIndex { $0 != before[start] } ?? range.upperBound
            let from = versions.indices.contains(origin - 1) ? versions[origin - 1] : nil
            let seconds = from.flatMap { self.seconds($0.envelope.time, version.envelope.time) }
            runs.append(Run(bytes: start..<end, from: from, seconds: seconds))
            start = end
        }
        return runs
    }

    /// The row for neighbouring runs: its time is that of the version that introduced the most of them.
    private func exposure(
        _ difference: FieldDifference, _ runs: [Run], _ version: Exposure.Version
    ) -> Exposure? {
        func words(_ range: Range<Int>) -> String {
            String(decoding: difference.old[range], as: UTF8.self).trimmed
        }
        let told = runs.filter { words($0.bytes).contains { $0.isLetter || $0.isNumber } }
        var sizes: [Int: Int] = [:]
        for run in told where run.seconds != nil { sizes[run.from?.number ?? 0, default: 0] += run.bytes.count }
        guard let first = runs.first, let last = runs.last,
            let main = sizes.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key,
            let from = versions.indices.contains(main - 1) ? versions[main - 1] : nil,
            let seconds = self.seconds(from.envelope.time, version.envelope.time)
        else { return nil }
        let parts = told.compactMap { run -> Exposure.Part? in
            guard let origin = run.from, origin.number != main else { return nil }
            return Exposure.Part(words: words(run.bytes), from: origin, seconds: run.seconds ?? 0)
        }
        return Exposure(
            field: difference.field, words: words(first.bytes.lowerBound..<last.bytes.upperBound), from: from,
            to: version, seconds: seconds, parts: parts)
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

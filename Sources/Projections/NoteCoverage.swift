import CanonicalJSON
import ProseDiff
import StoryEvents

/// Which changes of an edit its note covers, and which it leaves out.
///
/// A change is covered when a selector of the note's `covers`, or words that the note quotes, overlap it in the older
/// or in the newer text.
public struct NoteCoverage: Hashable, Sendable {
    /// Changes that the note names or quotes.
    public private(set) var covered: [ChangedSpan] = []
    /// Changes that the note neither names nor quotes.
    public private(set) var leftOut: [ChangedSpan] = []
    /// The words of selectors that are in neither text.
    public private(set) var unmatched: [Text] = []

    /// Compares a note with an edit.
    ///
    /// - Parameter labels: The labels that stand for withheld text in the note and in the fields.
    /// - Returns: nil when the note covers no change: it has no `covers` and quotes no changed words.
    init?(_ note: Note, _ fields: [FieldDifference], labels: Labels) {
        var places = fields.map { _ in Places() }
        for selector in note.covers.prefix(StoryLimits.selectors) {
            var isFound = false
            for (index, field) in fields.enumerated()
            where selector.field?.rawValue ?? field.field.string == field.field.string {
                let added = places[index].add(old: selector.places(in: field.old), new: selector.places(in: field.new))
                isFound = isFound || added
            }
            if !isFound { unmatched.append(selector.exact) }
        }
        let text = note.text.bytes
        let quotes = QuotedPassages.inside(text, labels: labels).prefix(StoryLimits.selectors).map { Array(text[$0]) }
        if !quotes.isEmpty {
            for (index, field) in fields.enumerated() {
                let old = PassageFinder(field.old, labels: labels)
                let new = PassageFinder(field.new, labels: labels)
                for quote in quotes { places[index].add(old: old.places(of: quote), new: new.places(of: quote)) }
            }
        }
        for (index, field) in fields.enumerated() {
            places[index].unite()
            for span in ChangedSpan.all(in: field) {
                if places[index].touch(span) { covered.append(span) } else { leftOut.append(span) }
            }
        }
        if note.covers.isEmpty && covered.isEmpty { return nil }
    }
}

/// The passages that a note names, in both texts of a field.
private struct Places {
    private var old: [Range<Int>] = []
    private var new: [Range<Int>] = []

    /// - Returns: Whether any passage was added.
    @discardableResult
    mutating func add(old: [Range<Int>], new: [Range<Int>]) -> Bool {
        self.old += old
        self.new += new
        return !old.isEmpty || !new.isEmpty
    }

    /// Sorts the passages, and makes one of those that overlap. Needed before ``touch(_:)``.
    mutating func unite() {
        old = Self.united(old)
        new = Self.united(new)
    }

    private static func united(_ places: [Range<Int>]) -> [Range<Int>] {
        places.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { $0.unite(with: $1) }
    }

    func touch(_ span: ChangedSpan) -> Bool { Self.touch(old, span.old) || Self.touch(new, span.new) }

    /// Whether a passage overlaps a change. A change without text on this side must lie inside the passage.
    private static func touch(_ places: [Range<Int>], _ change: Range<Int>) -> Bool {
        var (low, high) = (0, places.count)
        while low < high {
            let middle = (low + high) / 2
            if places[middle].upperBound <= change.lowerBound { low = middle + 1 } else { high = middle }
        }
        guard low < places.count else { return false }
        return places[low].lowerBound < (change.isEmpty ? change.lowerBound : change.upperBound)
    }
}

extension [Range<Int>] {
    /// Adds a range that begins no earlier than the last one: the two become one if they overlap.
    fileprivate mutating func unite(with next: Range<Int>) {
        guard let last, next.lowerBound < last.upperBound else { return append(next) }
        self[count - 1] = last.lowerBound..<Swift.max(last.upperBound, next.upperBound)
    }
}

extension Selector {
    /// The places of the selector's words, after its prefix and before its suffix, in UTF-8 bytes. Every place counts;
    /// those that overlap are one.
    ///
    /// Source: W3C Web Annotation Data Model, 4.2.4.
    func places(in text: [UInt8]) -> [Range<Int>] {
        let words = exact.bytes
        let (before, after) = (prefix?.bytes ?? [], suffix?.bytes ?? [])
        guard !words.isEmpty else { return [] }
        var places: [Range<Int>] = []
        BytePattern(before + words + after).forEachPlace(in: text) { start in
            places.unite(with: start + before.count..<start + before.count + words.count)
        }
        return places
    }
}

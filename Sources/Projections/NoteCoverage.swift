import CanonicalJSON
import ProseDiff
import StoryEvents

/// A publisher's note held against what it was published with: which changes it owns up to, and which it leaves out.
///
/// A change counts as covered when a selector of the note's `covers`, or words that the note quotes, touch it in the older
/// or in the newer text.
public struct NoteCoverage: Hashable, Sendable {
    /// Changes that the note names or quotes.
    public private(set) var covered: [ChangedSpan] = []
    /// The others.
    public private(set) var leftOut: [ChangedSpan] = []
    /// The words of selectors that neither text has.
    public private(set) var unmatched: [Text] = []

    /// Holds a note against an edit.
    ///
    /// - Returns: nil when the note says of no change that it covers it: it has no `covers`, and quotes nothing changed.
    init?(_ note: Note, _ fields: [FieldDifference]) {
        var places = fields.map { _ in Places() }
        for selector in note.covers {
            var isFound = false
            for (index, field) in fields.enumerated()
            where selector.field?.rawValue ?? field.field.string == field.field.string {
                let added = places[index].add(old: selector.places(in: field.old), new: selector.places(in: field.new))
                isFound = isFound || added
            }
            if !isFound { unmatched.append(selector.exact) }
        }
        let text = note.text.bytes
        let quotes = QuotedPassages.inside(text).map { Array(text[$0]) }
        if !quotes.isEmpty {
            for (index, field) in fields.enumerated() {
                let (old, new) = (PassageFinder(field.old), PassageFinder(field.new))
                for quote in quotes { places[index].add(old: old.places(of: quote), new: new.places(of: quote)) }
            }
        }
        for (index, field) in fields.enumerated() {
            for span in ChangedSpan.all(in: field) {
                if places[index].touch(span) { covered.append(span) } else { leftOut.append(span) }
            }
        }
        if note.covers.isEmpty && covered.isEmpty { return nil }
    }
}

/// Places that a note points at, in both texts of a field.
private struct Places {
    private var old: [Range<Int>] = []
    private var new: [Range<Int>] = []

    /// - Returns: Whether there was anything to add.
    @discardableResult
    mutating func add(old: [Range<Int>], new: [Range<Int>]) -> Bool {
        self.old += old
        self.new += new
        return !old.isEmpty || !new.isEmpty
    }

    func touch(_ span: ChangedSpan) -> Bool {
        old.contains { Self.touches($0, span.old) } || new.contains { Self.touches($0, span.new) }
    }

    /// Whether a place overlaps a change; one that has no text on this side must lie inside the place.
    private static func touches(_ place: Range<Int>, _ change: Range<Int>) -> Bool {
        change.isEmpty
            ? place.lowerBound < change.lowerBound && change.lowerBound < place.upperBound : place.overlaps(change)
    }
}

extension Selector {
    /// Where a text has the words, after the prefix and before the suffix, in UTF-8 bytes. Several places are all meant.
    ///
    /// Source: W3C Web Annotation Data Model, 4.2.4.
    func places(in text: [UInt8]) -> [Range<Int>] {
        let words = exact.bytes
        let (before, after) = (prefix?.bytes ?? [], suffix?.bytes ?? [])
        guard !words.isEmpty, words.count <= text.count else { return [] }
        return (0...text.count - words.count).filter { start in
            text[start] == words[0] && text[start...].starts(with: words)
                && text[..<start].suffix(before.count).elementsEqual(before)
                && text[(start + words.count)...].starts(with: after)
        }.map { $0..<$0 + words.count }
    }
}

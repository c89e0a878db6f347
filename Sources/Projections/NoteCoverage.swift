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
        let quotes = QuotedPassages.inside(text, labels: labels).map { Array(text[$0]) }
        if !quotes.isEmpty {
            for (index, field) in fields.enumerated() {
                let old = PassageFinder(field.old, labels: labels)
                let new = PassageFinder(field.new, labels: labels)
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

    func touch(_ span: ChangedSpan) -> Bool {
        old.contains { Self.touches($0, span.old) } || new.contains { Self.touches($0, span.new) }
    }

    /// Whether a passage overlaps a change. A change without text on this side must lie inside the passage.
    private static func touches(_ place: Range<Int>, _ change: Range<Int>) -> Bool {
        change.isEmpty
            ? place.lowerBound < change.lowerBound && change.lowerBound < place.upperBound : place.overlaps(change)
    }
}

extension Selector {
    /// The places of the selector's words, after its prefix and before its suffix, in UTF-8 bytes. Every place counts.
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

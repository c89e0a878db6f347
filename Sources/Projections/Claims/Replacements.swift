import ProseDiff
import StoryEvents

/// What a new version has in the place of passages of the version before. Each text is searched and compared at most
/// once, however many passages are asked for.
struct Replacements {
    private let before: [[UInt8]]
    private let texts: [[UInt8]]
    private let labels: Labels
    private var fields: [Int: Field] = [:]

    private struct Field {
        let finder: PassageFinder
        let difference: FieldDifference
        /// Replaced passages, in the order of the text before.
        let changes: [Comparison.Operation]
    }

    /// - Parameters:
    ///   - before: The texts of the version before.
    ///   - texts: The same of the new version.
    init(_ before: [[UInt8]], _ texts: [[UInt8]], _ labels: Labels) {
        (self.before, self.texts, self.labels) = (before, texts, labels)
    }

    /// The text that stands in the place of removed words; nil when it is not one number, date or name in place of another.
    ///
    /// - Parameter language: BCP 47 tag of the story; nil when it is unknown.
    mutating func text(instead words: [UInt8], _ language: String?) -> String? {
        for (index, old) in before.enumerated() where index < texts.count && old != texts[index] {
            let field = field(index)
            guard let place = field.finder.places(of: words).first else { continue }
            // Several changes, or a change of another kind, say nothing in the place of these words.
            guard let change = Self.onlyChange(of: field.changes, in: place),
                let kind = TellingWords.kind(of: Array(field.difference.old[change.old]), language: language),
                kind == TellingWords.kind(of: Array(field.difference.new[change.new]), language: language)
            else { return nil }
            let said = String(decoding: field.difference.new[change.new], as: UTF8.self)
            return said.contains("\n") ? nil : said
        }
        return nil
    }

    /// The text that stands in the place of the first of some spellings that has one.
    mutating func text(insteadOfAny spellings: [[UInt8]], _ language: String?) -> String? {
        for words in spellings {
            if let now = text(instead: words, language) { return now }
        }
        return nil
    }

    private mutating func field(_ index: Int) -> Field {
        if let known = fields[index] { return known }
        let difference = FieldDifference(
            field: StoryState.textFields[index], from: before[index], to: texts[index], labels: labels)
        let field = Field(
            finder: PassageFinder(before[index], labels: labels), difference: difference,
            changes: difference.comparison.finestOperations.filter { $0.kind == .replace }
                .sorted { $0.old.lowerBound < $1.old.lowerBound })
        fields[index] = field
        return field
    }

    /// - Returns: nil if there is none in the place, or more than one.
    private static func onlyChange(of changes: [Comparison.Operation], in place: Range<Int>) -> Comparison.Operation? {
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].old.upperBound <= place.lowerBound { low = middle + 1 } else { high = middle }
        }
        let found = changes[low...].prefix { $0.old.lowerBound < place.upperBound }.prefix(2)
        return found.count == 1 ? found.first : nil
    }
}

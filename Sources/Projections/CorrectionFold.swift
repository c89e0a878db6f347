import CanonicalJSON
import ProseDiff
import StoryEvents

/// Finds edits that take a correction back: the words that it removed return, and those that it brought go.
struct CorrectionFold: Hashable {
    /// The corrections that still stand, oldest first.
    private var standing: [Correction] = []

    /// The most corrections that are remembered, and the most changes of one.
    private static let most = (corrections: 32, changes: 200)

    private struct Correction: Hashable {
        let version: Int
        let changes: [Change]
    }

    /// Words that an edit replaced, between the words beside them.
    private struct Change: Hashable {
        let field: Text
        let old: String
        let new: String
        let before: String
        let after: String
    }

    /// Adds a story's next edit.
    ///
    /// - Returns: The version of the newest correction that the edit takes back, wholly or in part; nil when there is none.
    mutating func add(_ edit: Edit) -> Int? { add(edit, isCorrection: edit.version.isCorrection) }

    /// Adds a story's next edit.
    ///
    /// - Parameter isCorrection: Whether to find later edits that take it back.
    mutating func add(_ edit: Edit, isCorrection: Bool) -> Int? {
        let isCorrection = isCorrection && !edit.isNoise
        let changes = isCorrection || !standing.isEmpty ? Self.changes(of: edit) : []
        var undone: Int?
        if let revert = edit.version.revertsTo {
            undone = standing.last { $0.version > revert.version }?.version
            standing.removeAll { $0.version > revert.version }
        } else {
            let place = standing.lastIndex { correction in
                correction.changes.contains { made in changes.contains { Self.takesBack($0, made) } }
            }
            undone = place.map { standing.remove(at: $0).version }
        }
        if isCorrection, !changes.isEmpty {
            standing.append(Correction(version: edit.version.number, changes: changes))
            if standing.count > Self.most.corrections { standing.removeFirst() }
        }
        return undone
    }

    /// Whether a change puts back what a correction replaced, at the same place: a word beside it is the same. Where one
    /// side of the correction has no words, both words beside it are.
    private static func takesBack(_ change: Change, _ made: Change) -> Bool {
        guard change.field == made.field, has(change.new, made.old), has(change.old, made.new) else { return false }
        let isBefore = change.before == made.before
        let isAfter = change.after == made.after
        return made.old.isEmpty || made.new.isEmpty ? isBefore && isAfter : isBefore || isAfter
    }

    /// Whether some words stand among others, in their order.
    private static func has(_ text: String, _ words: String) -> Bool {
        words.isEmpty || (" " + text + " ").contains(" " + words + " ")
    }

    /// The finest changes of an edit, with the words beside them; none where text moved or only typography changed.
    private static func changes(of edit: Edit) -> [Change] {
        let all = edit.fields.flatMap { difference -> [Change] in
            let words = (Words(difference.old, difference.labels), Words(difference.new, difference.labels))
            return difference.comparison.finestOperations.compactMap { operation in
                guard operation.kind != .equal, operation.kind != .move, operation.marks != .noise else { return nil }
                return Change(
                    field: difference.field, old: words.0.inside(operation.old), new: words.1.inside(operation.new),
                    before: words.1.last(before: operation.new.lowerBound),
                    after: words.1.first(after: operation.new.upperBound))
            }
        }
        return Array(all.prefix(most.changes))
    }

    /// The words of a text, folded.
    private struct Words {
        private var words: [(range: Range<Int>, text: String)] = []

        /// - Parameters:
        ///   - text: UTF-8.
        ///   - labels: The labels that stand for withheld text: each is one word.
        init(_ text: [UInt8], _ labels: Labels) {
            for range in Segmentation.words(in: text, labels: labels) {
                let word = String(decoding: text[range], as: UTF8.self).lowercased()
                if word.contains(where: { $0.isLetter || $0.isNumber }) { words.append((range, word)) }
            }
        }

        func inside(_ range: Range<Int>) -> String {
            words[index(from: range.lowerBound)...].prefix { $0.range.upperBound <= range.upperBound }.map(\.text)
                .joined(separator: " ")
        }

        func last(before place: Int) -> String {
            let next = index(from: place)
            // A word may reach beyond the place.
            return words[..<next].last { $0.range.upperBound <= place }?.text ?? ""
        }

        func first(after place: Int) -> String {
            let next = index(from: place)
            return next < words.count ? words[next].text : ""
        }

        /// The index of the first word that begins at or after a place.
        private func index(from place: Int) -> Int {
            var (low, high) = (0, words.count)
            while low < high {
                let middle = (low + high) / 2
                if words[middle].range.lowerBound < place { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }
}

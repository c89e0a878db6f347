import CanonicalJSON
import ProseDiff
import StoryEvents

/// A note that is no correction and says that words of a text were changed: "The year of opening was changed from 2029 to 2030",
/// "An earlier version said that the school would open in 2029".
///
/// A value may stand for much: the note is about a change only if the words beside the value are those of the changed sentence,
/// and of no other sentence with that value.
struct NotedChange {
    private let note: ReadText
    private let words: NoteWords
    private let sentences: [Sentence]

    /// A sentence of the note that speaks of a change.
    private struct Sentence {
        let range: Range<Int>
        let speaksOfEarlier: Bool
    }

    /// The most sentences of a note that are read, and the fewest letters of a word that tells one sentence from another.
    private static let (mostSentences, fewestLetters) = (20, 4)

    /// - Returns: nil where the note does not speak of a change.
    init?(_ text: Text, language: String?, labels: Labels) {
        guard let words = NoteWords.of(language) else { return nil }
        let note = ReadText(text.bytes, language: language, labels: labels)
        var sentences: [Sentence] = []
        for range in note.ranges.prefix(Self.mostSentences) {
            let speaksOfEarlier = note.has(words.earlier, in: range)
            guard speaksOfEarlier || note.has(words.changed, in: range) else { continue }
            sentences.append(Sentence(range: range, speaksOfEarlier: speaksOfEarlier))
        }
        guard !sentences.isEmpty else { return nil }
        (self.note, self.words, self.sentences) = (note, words, sentences)
    }

    /// Whether the note is about a change.
    func isAbout(
        _ passage: CorrectedPassage, _ before: ReadText, _ old: Range<Int>, _ after: ReadText, _ new: Range<Int>
    )
        -> Bool
    {
        guard !passage.old.isEmpty, passage.old.contains(where: { $0.isValue || $0.isTelling }) else { return false }
        return sentences.contains { sentence in
            guard let oldPlace = place(of: passage.old, in: sentence.range) else { return false }
            let newPlace = place(of: passage.new, in: sentence.range)
            let isTold = newPlace.map { mayBeInOrder(oldPlace, $0) } ?? sentence.speaksOfEarlier
            guard isTold else { return false }
            let own = ownWords(of: sentence.range, without: [oldPlace] + (newPlace.map { [$0] } ?? []))
            return isSaid(own, passage, before, old, after, new)
        }
    }

    private func place(of words: [ReadToken], in sentence: Range<Int>) -> Range<Int>? {
        let places = note.places(of: words[...], most: 8).filter { sentence.contains($0.lowerBound) }
        return places.count == 1 ? places[0] : nil
    }

    /// Whether a note says the old words first, or says that the text does not have them: "2030, not 2029".
    private func mayBeInOrder(_ old: Range<Int>, _ new: Range<Int>) -> Bool {
        if old.upperBound <= new.lowerBound {
            return !words.not.contains { note.ends($0, before: new.lowerBound) }
        }
        return words.not.contains { note.ends($0, before: old.lowerBound) }
    }

    /// What a sentence of the note is about, beside the values.
    private func ownWords(of sentence: Range<Int>, without places: [Range<Int>]) -> [(word: String, isName: Bool)] {
        sentence.compactMap { index in
            guard !places.contains(where: { $0.contains(index) }), let word = note.tokens[index].word,
                word.count >= Self.fewestLetters, !words.common.contains(word)
            else { return nil }
            return (word, note.tokens[index].isCapital && index > sentence.lowerBound)
        }
    }

    /// Whether the changed sentence says what the note speaks of, and no other sentence with the old words does.
    private func isSaid(
        _ own: [(word: String, isName: Bool)], _ passage: CorrectedPassage, _ before: ReadText, _ old: Range<Int>,
        _ after: ReadText, _ new: Range<Int>
    ) -> Bool {
        let others = before.places(of: passage.old[...], most: 16).filter { !$0.overlaps(old) }
        guard !own.isEmpty else {
            return others.isEmpty && passage.old.contains(where: \.isTelling) && passage.new.contains(where: \.isValue)
        }
        func count(_ senses: Set<Sense>) -> (all: Int, names: Bool) {
            let stems = senses.compactMap(\.word)
            let found = own.filter { one in stems.contains { Self.isAkin(one.word, $0) } }
            return (found.count, !own.contains { one in one.isName && !found.contains { $0.word == one.word } })
        }
        let here = count(before.senses(around: old).union(after.senses(around: new)))
        guard here.names, here.all * 4 >= own.count * 3 else { return false }
        return !others.contains { count(before.senses(around: $0)).all >= here.all }
    }

    /// Whether two words are forms of one: "opening" and "opens".
    private static func isAkin(_ one: String, _ other: String) -> Bool {
        if one == other { return true }
        let common = zip(one, other).prefix { $0 == $1 }.count
        return common >= fewestLetters && common * 2 > max(one.count, other.count)
    }
}

extension CorrectedPassage {
    /// The passages of edits that a note is about which is no correction, with the versions of these edits.
    ///
    /// - Parameter edits: The edits before it, the newest first.
    static func noted(by late: LateNote, in edits: [Edit]) -> [(version: Int, passage: CorrectedPassage)] {
        guard !late.isCorrection, let note = late.note, let first = edits.first else { return [] }
        let language = VersionTexts(first.version).language
        guard let noted = NotedChange(note.text, language: language, labels: late.labels) else { return [] }
        var found: [(version: Int, passage: CorrectedPassage)] = []
        var changed: [CorrectedPassage] = []
        for edit in edits where edit.version.withheld == nil && !edit.isNoise {
            var texts = VersionTexts(edit.version)
            for difference in edit.fields {
                let after = texts.text(of: difference.field)
                let before = ReadText(difference.old, language: texts.language, labels: difference.labels)
                for place in places(of: difference, before, after) where changed.count < most * 8 {
                    let passage = CorrectedPassage(field: difference.field, before, place.old, after, place.new)
                    guard !passage.saysTheSame else { continue }
                    changed.append(passage)
                    guard edit.isSilent, found.count < most,
                        noted.isAbout(passage, before, place.old, after, place.new)
                    else { continue }
                    found.append((edit.version.number, passage))
                }
            }
        }
        // Where a text went forth and back, the note may be about either.
        return found.filter { one in !changed.contains { $0.isReverse(of: one.passage) } }
    }

    private func isReverse(of other: CorrectedPassage) -> Bool {
        func isSame(_ left: [ReadToken], _ right: [ReadToken]) -> Bool {
            left.count == right.count && zip(left, right).allSatisfy { $0.says($1) }
        }
        return field == other.field && isSame(old, other.new) && isSame(new, other.old)
    }
}

extension ReadText {
    /// Whether some tokens have a phrase.
    fileprivate func has(_ phrases: [[String]], in range: Range<Int>) -> Bool {
        phrases.contains { phrase in
            range.contains { $0 + phrase.count <= range.upperBound && ends(phrase, before: $0 + phrase.count) }
        }
    }

    /// Whether a phrase ends before a token.
    fileprivate func ends(_ phrase: [String], before end: Int) -> Bool {
        let start = end - phrase.count
        return start >= 0 && zip(tokens[start..<end], phrase).allSatisfy { $0.word == $1 }
    }
}

extension ReadToken {
    /// The word, in small letters; nil for a value.
    fileprivate var word: String? { senses.lazy.compactMap(\.word).first }
}

extension Sense {
    fileprivate var word: String? { if case .word(let word) = self { word } else { nil } }
}

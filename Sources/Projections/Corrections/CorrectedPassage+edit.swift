import CanonicalJSON
import ProseDiff
import StoryEvents

extension CorrectedPassage {
    /// The most passages of one correction that are followed.
    static let most = 40

    /// The passages that a correction is about: those that its note names or quotes, and those of the claims that it corrects;
    /// where it says neither, those whose words its note has; else all that it changed.
    static func all(of edit: Edit, _ older: inout VersionTexts, _ newer: inout VersionTexts) -> [CorrectedPassage] {
        let claims = edit.version.corrects.map { CorrectedClaim($0, newer.language, newer.labels) }
        let named = edit.coverage?.covered ?? []
        let note = edit.version.note.map { ReadText($0.text.bytes, language: newer.language, labels: newer.labels) }
        var found: [(passage: CorrectedPassage, isNamed: Bool, isInNote: Bool)] = []
        for difference in edit.fields {
            let (before, after) = (older.text(of: difference.field), newer.text(of: difference.field))
            for place in places(of: difference, before, after) where found.count < most {
                var passage = CorrectedPassage(field: difference.field, before, place.old, after, place.new)
                guard !passage.saysTheSame else { continue }
                for claim in claims
                where claim.has(passage.old) || claim.has(passage.new) || claim.isSaid(before, place.old)
                    || claim.isSaid(after, place.new)
                {
                    passage.claims.insert(claim.id)
                }
                let isNamed = named.contains { $0.field == difference.field && place.touches($0, before, after) }
                found.append((passage, isNamed, note.map { passage.isTold(in: $0) } ?? false))
            }
        }
        let said = found.filter { $0.isNamed || !$0.passage.claims.isEmpty }
        let told = said.isEmpty ? found.filter(\.isInNote) : said
        let all = (told.isEmpty ? found : told).map(\.passage).about(claims)
        return all + elsewhere(all, found.map(\.passage), &newer)
    }

    /// The places that had a corrected value already: what was wrong in the headline may come back in the body.
    static func elsewhere(
        _ passages: [CorrectedPassage], _ changed: [CorrectedPassage], _ newer: inout VersionTexts
    ) -> [CorrectedPassage] {
        var more: [CorrectedPassage] = []
        for passage in passages {
            guard passage.old.count == 1, passage.new.count == 1, passage.new[0].isValue, passage.new[0].isTelling
            else {
                continue
            }
            for field in StoryState.textFields {
                let text = newer.text(of: field)
                for place in text.places(of: passage.new[...], most: 8) where more.count < most {
                    let isKnown = (changed + more).contains {
                        $0.field == field && $0.new.contains(text.tokens[place.lowerBound])
                    }
                    if !isKnown { more.append(CorrectedPassage(passage, in: field, text, place)) }
                }
            }
        }
        return more
    }

    /// Whether both sides say the same in another form.
    var saysTheSame: Bool {
        old.count == new.count && zip(old, new).allSatisfy { $0.says($1) && $1.says($0) }
    }

    /// Whether a note has the words that tell the passage: "not 50".
    private func isTold(in note: ReadText) -> Bool {
        [old, new].contains { words in
            words.contains { $0.isTelling || $0.isValue } && note.has(words[...])
        }
    }

    /// Changed tokens of both texts.
    struct Place {
        var old: Range<Int>
        var new: Range<Int>

        func touches(_ span: ChangedSpan, _ before: ReadText, _ after: ReadText) -> Bool {
            old.overlaps(before.tokens(touching: span.old)) || new.overlaps(after.tokens(touching: span.new))
        }
    }

    /// The changes of a text by whole words and values; those that touch one value are one change.
    static func places(of difference: FieldDifference, _ before: ReadText, _ after: ReadText) -> [Place] {
        var all: [Place] = []
        for operation in difference.comparison.finestOperations {
            guard ![.equal, .move, .split, .join].contains(operation.kind), operation.marks != .noise else { continue }
            let place = place(operation.old, operation.new, before, after)
            if place.old.isEmpty, place.new.isEmpty { continue }
            if let last = all.last, last.old.overlaps(place.old) || last.new.overlaps(place.new) {
                all[all.count - 1] = Place(
                    old: joined(last.old, place.old), new: joined(last.new, place.new))
            } else {
                all.append(place)
            }
        }
        return all
    }

    /// The tokens of a change. What is joined to a token on one side counts on the other side, too: "5" that became "€5".
    private static func place(_ old: Range<Int>, _ new: Range<Int>, _ before: ReadText, _ after: ReadText) -> Place {
        let place = Place(old: before.tokens(touching: old), new: after.tokens(touching: new))
        let (oldBytes, newBytes) = (before.bytes(of: place.old) ?? old, after.bytes(of: place.new) ?? new)
        let isBegun = oldBytes.lowerBound < old.lowerBound || newBytes.lowerBound < new.lowerBound
        let isLonger = oldBytes.upperBound > old.upperBound || newBytes.upperBound > new.upperBound
        func wide(_ range: Range<Int>) -> Range<Int> {
            max(0, range.lowerBound - (isBegun ? 1 : 0))..<range.upperBound + (isLonger ? 1 : 0)
        }
        return Place(old: before.tokens(touching: wide(old)), new: after.tokens(touching: wide(new)))
    }

    private static func joined(_ one: Range<Int>, _ other: Range<Int>) -> Range<Int> {
        if one.isEmpty { return other }
        if other.isEmpty { return one }
        return min(one.lowerBound, other.lowerBound)..<max(one.upperBound, other.upperBound)
    }
}

extension [CorrectedPassage] {
    /// What is about no claim in particular is about each that the correction names.
    func about(_ claims: [CorrectedClaim]) -> [CorrectedPassage] {
        let ids = Set(claims.map(\.id))
        return map { passage in
            var passage = passage
            if passage.claims.isEmpty { passage.claims = ids }
            return passage
        }
    }
}

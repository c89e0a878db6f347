import CanonicalJSON
import ProseDiff
import StoryEvents

extension CorrectedPassage {
    /// The passages of earlier edits that a correction without a text is about, with the versions of these edits. It is
    /// about what its note names or quotes, and about what has wrong words that the note or a corrected claim has; where
    /// there is none, about what has right ones; else about changes, without a note, of a sentence of such a claim. Where it
    /// says none of this, it is not known what it is about.
    ///
    /// - Parameters:
    ///   - edits: The edits before it, the newest first.
    ///   - isNamed: Whether only what its note or a corrected claim names counts.
    static func all(
        of late: LateNote, in edits: [Edit], isNamed: Bool = false
    ) -> [(version: Int, passage: CorrectedPassage)] {
        var found: [(version: Int, passage: CorrectedPassage, reason: Reason)] = []
        for edit in edits where !edit.version.isCorrection && edit.version.withheld == nil && !edit.isNoise {
            var candidates = Candidates(of: edit, for: late)
            // What a newer edit changed in the same way counts once.
            let known = found.map(\.passage)
            for (passage, reason) in candidates.all(most: most - found.count)
            where !known.contains(where: { $0.isSameChange(as: passage) }) {
                found.append((edit.version.number, passage, reason))
            }
        }
        let reason = (isNamed ? [Reason.named] : Reason.allCases).first { reason in
            found.contains { $0.reason == reason }
        }
        let chosen = found.filter { $0.reason == reason }
        let ids = Set(late.corrects.map(\.id))
        return chosen.map { one in
            var passage = one.passage
            if passage.claims.isEmpty { passage.claims = ids }
            return (one.version, passage)
        }
    }

    /// Why a correction without a text is about a passage: the first one that fits any passage counts.
    fileprivate enum Reason: CaseIterable {
        case named, hasNew, tookOut, isInSentence
    }

    /// Whether it is part of a change of the edit in which it was found.
    func touches(_ change: ChangedSpan) -> Bool {
        guard field == change.field else { return false }
        return new.isEmpty || change.new.isEmpty
            ? old.contains { $0.range.overlaps(change.old) } : new.contains { $0.range.overlaps(change.new) }
    }

    private func isSameChange(as other: CorrectedPassage) -> Bool {
        func isSame(_ left: [ReadToken], _ right: [ReadToken]) -> Bool {
            left.count == right.count && zip(left, right).allSatisfy { $0.says($1) }
        }
        return field == other.field && isSame(old, other.old) && isSame(new, other.new)
    }
}

/// The passages of one edit that a correction without a text may be about.
private struct Candidates {
    private let edit: Edit
    private let named: [ChangedSpan]
    private let claims: [CorrectedClaim]
    private let note: ReadText?
    private var texts: VersionTexts

    init(of edit: Edit, for late: LateNote) {
        let texts = VersionTexts(edit.version)
        self.edit = edit
        self.texts = texts
        named = late.covered(of: edit)
        claims = late.corrects.map { CorrectedClaim($0, texts.language, late.labels) }
        note = late.note.map { ReadText($0.text.bytes, language: texts.language, labels: late.labels) }
    }

    mutating func all(most: Int) -> [(CorrectedPassage, CorrectedPassage.Reason)] {
        var (found, changed) = ([(CorrectedPassage, CorrectedPassage.Reason)](), [CorrectedPassage]())
        for difference in edit.fields {
            let after = texts.text(of: difference.field)
            let before = ReadText(difference.old, language: texts.language, labels: difference.labels)
            for place in CorrectedPassage.places(of: difference, before, after) where found.count < most {
                var passage = CorrectedPassage(field: difference.field, before, place.old, after, place.new)
                guard !passage.saysTheSame else { continue }
                let isNamed = named.contains { $0.field == difference.field && place.touches($0, before, after) }
                let said = claims.filter { $0.isSaid(before, place.old) || $0.isSaid(after, place.new) }
                let reason = self.reason(of: passage, isNamed: isNamed, isInSentence: edit.isSilent && !said.isEmpty)
                passage.claims = Set(
                    claims.filter { $0.has(passage.old) || $0.has(passage.new) }.map(\.id) + said.map(\.id))
                changed.append(passage)
                if let reason { found.append((passage, reason)) }
            }
        }
        return found
            + [CorrectedPassage.Reason.named, .hasNew].flatMap { reason in
                CorrectedPassage.elsewhere(found.filter { $0.1 == reason }.map(\.0), changed, &texts)
                    .map { ($0, reason) }
            }
    }

    private func reason(
        of passage: CorrectedPassage, isNamed: Bool, isInSentence: Bool
    ) -> CorrectedPassage.Reason? {
        if isNamed { return .named }
        // Where nothing stood before, there was nothing wrong.
        guard !passage.old.isEmpty else { return nil }
        if claims.contains(where: { $0.has(passage.old) }) || tells(passage.old) || tells(passage.old, passage.new) {
            // A sentence that was taken out may have come back right, as a later passage.
            return passage.new.isEmpty ? .tookOut : .named
        }
        if passage.new.isEmpty, passage.old.contains(where: { tells([$0]) }) { return .tookOut }
        if claims.contains(where: { $0.has(passage.new) }) || tells(passage.new) { return .hasNew }
        return isInSentence ? .isInSentence : nil
    }

    /// Whether the note has words with a number that stands for little else. A day or an hour may be that of the note itself.
    private func tells(_ words: [ReadToken]) -> Bool {
        words.contains { $0.isTelling && $0.kind == .number } && (note?.has(words[...]) ?? false)
    }

    /// Whether the note has both the wrong words and the right ones.
    private func tells(_ old: [ReadToken], _ new: [ReadToken]) -> Bool {
        guard let note, (old + new).contains(where: { $0.isValue || $0.isTelling }) else { return false }
        return note.has(old[...]) && note.has(new[...])
    }
}

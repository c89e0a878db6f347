import CanonicalJSON
import ProseDiff
import StoryEvents

/// Follows what corrections changed through the versions of a story: each version says what the correction put in, what it
/// took out, or neither. Texts are read only from the first correction on.
struct CorrectionFold: Hashable {
    /// The corrections that are followed, oldest first.
    private var corrections: [Correction] = []
    /// Every time that a correction was taken back, in the order of the versions.
    private(set) var undone: [UndoneCorrection] = []
    /// The newest version, whether it had happened or not.
    private var last: StoryVersion?
    /// What a correction without a text may be about.
    private var earlier = EarlierEdits()
    private var early = EarlyNotes()
    /// How many corrections without a text there were.
    private var late = 0

    /// The most corrections that are followed, and the most corrections without a text that are compared with earlier edits.
    private static let most = 64

    private struct Correction: Hashable {
        let name: CorrectionName
        var passages: [CorrectedPassage]
        /// What the newest text says in the place of each.
        var states: [CorrectedPassage.State]
        /// Those that no later version ended, with the passages of each.
        var open: [Undone: Set<Int>] = [:]
        /// Of those that a later version ended, the passages of which it has neither the error nor the correction.
        var lost: [Undone: Set<Int>] = [:]

        /// A place in ``CorrectionFold/undone``: all of it or, with a claim, the part about that claim.
        struct Undone: Hashable {
            let place: Int
            let claim: Text?
        }

        /// Ends what a version has no error of any more.
        mutating func end(_ version: Int, _ undone: inout [UndoneCorrection]) {
            for (place, passages) in open {
                let states = passages.map { self.states[$0] }
                guard !states.contains(where: \.isWrong), !states.contains(.untold) else { continue }
                let neither = passages.filter { self.states[$0] == .neither }
                var ending = undone[place.place].endings[place.claim] ?? UndoneCorrection.Ending()
                if states.contains(.corrected) {
                    (ending.restoredIn, ending.isRestoredInPart) = (version, !neither.isEmpty)
                } else {
                    ending.neitherIn = version
                }
                undone[place.place].endings[place.claim] = ending
                open[place] = nil
                if !neither.isEmpty { lost[place] = neither }
            }
        }

        /// Finds what a version puts back after one that had neither. What is wrong once more is undone once more.
        mutating func findLost(_ version: Int, _ undone: inout [UndoneCorrection]) {
            for (place, passages) in lost {
                let neither = passages.filter { !states[$0].isWrong && states[$0] != .corrected }
                if passages.contains(where: { states[$0] == .corrected }) {
                    var ending = undone[place.place].endings[place.claim] ?? UndoneCorrection.Ending()
                    if ending.restoredIn == nil || neither.isEmpty { ending.restoredIn = version }
                    ending.isRestoredInPart = passages.contains { states[$0] != .corrected }
                    undone[place.place].endings[place.claim] = ending
                }
                lost[place] = neither.isEmpty ? nil : neither
            }
        }
    }

    /// Adds a story's next version.
    ///
    /// - Parameter hasHappened: Whether it had happened by the cut. One that had not undoes nothing; only its text counts, for
    ///   what the version after it changed.
    /// - Returns: The corrections that it takes back.
    @discardableResult
    mutating func add(_ version: StoryVersion, hasHappened: Bool = true) -> UndoneByEdit {
        add(version, hasHappened: hasHappened) { Edit(version, after: $0) }
    }

    /// Adds a story's next edit.
    mutating func add(_ edit: Edit) -> UndoneByEdit { add(edit.version, hasHappened: true) { _ in edit } }

    private mutating func add(
        _ version: StoryVersion, hasHappened: Bool, _ edit: (StoryVersion?) -> Edit
    ) -> UndoneByEdit {
        let before = last
        last = version
        earlier.add(version, hasHappened: hasHappened)
        guard hasHappened, version.number > 1 else { return UndoneByEdit() }
        var effect = UndoneByEdit()
        var texts = VersionTexts(version)
        for index in corrections.indices { follow(index, version, &texts, &effect) }
        for note in early.notes(before: version) {
            let edit = edit(before)
            let passages = edit.isSilent ? CorrectedPassage.early(of: note, in: [edit]).map(\.passage) : []
            guard !passages.isEmpty else { continue }
            early.remove(note)
            follow(passages, of: CorrectionName(version: nil, position: note.envelope.position))
        }
        if version.isCorrection, version.withheld == nil { start(version, edit(before), &texts, before) }
        return effect
    }

    private mutating func follow(
        _ index: Int, _ version: StoryVersion, _ texts: inout VersionTexts, _ effect: inout UndoneByEdit
    ) {
        var correction = corrections[index]
        defer { corrections[index] = correction }
        let undoneBefore = correction.open.merging(correction.lost) { $0.union($1) }.values.reduce(into: Set()) {
            $0.formUnion($1)
        }
        var (back, hidden, isPutBack): (Set<Int>, Bool, Bool) = ([], false, false)
        for index in correction.passages.indices {
            let state: CorrectedPassage.State =
                version.withheldFields[correction.passages[index].field] != nil
                ? .untold : correction.passages[index].state(in: texts.text(of: correction.passages[index].field))
            if state.isWrong, !correction.states[index].isWrong { back.insert(index) }
            if state == .corrected, correction.states[index] != state, undoneBefore.contains(index) { isPutBack = true }
            if state == .untold, correction.states[index] == .corrected { hidden = true }
            correction.states[index] = state
        }
        correction.findLost(version.number, &undone)
        correction.end(version.number, &undone)
        if isPutBack {
            let isPart = correction.states.contains { $0.isWrong || $0 == .neither }
            effect.restored.append(UndoneByEdit.Restored(correction: correction.name, isPart: isPart))
        }
        if hidden { effect.untold.append(correction.name) }
        guard !back.isEmpty else { return }
        let isPart = correction.states.contains { !$0.isWrong }
        let isElsewhere = back.allSatisfy { correction.states[$0] == .wrongElsewhere }
        effect.corrections.append(
            UndoneByEdit.One(correction: correction.name, isPart: isPart, isElsewhere: isElsewhere))
        correction.open[Correction.Undone(place: undone.count, claim: nil)] = back
        let claims = back.reduce(into: Set()) { $0.formUnion(correction.passages[$1].claims) }
        for claim in claims {
            correction.open[Correction.Undone(place: undone.count, claim: claim)] = back.filter {
                correction.passages[$0].claims.contains(claim)
            }
        }
        undone.append(
            UndoneCorrection(
                correction: correction.name, undoneIn: version.number, undoneAt: version.envelope.position,
                isPart: isPart, isElsewhere: isElsewhere, claims: claims))
    }

    private mutating func start(
        _ version: StoryVersion, _ edit: Edit, _ texts: inout VersionTexts, _ before: StoryVersion?
    ) {
        guard !edit.isNoise, let before else { return }
        var older = VersionTexts(before)
        let name = CorrectionName(version: version.number, position: version.envelope.position)
        follow(CorrectedPassage.all(of: edit, &older, &texts), of: name)
    }

    /// Adds the story's next note without a text. A correction is followed where it can be told which earlier edit it is
    /// about, and the newest text says what that edit put in.
    mutating func add(_ note: LateNote) {
        guard note.isCorrection, !note.isHidden, let newest = earlier.newest, late < Self.most else { return }
        late += 1
        var texts = VersionTexts(newest)
        let passages = CorrectedPassage.all(of: note, in: earlier.edits()).compactMap { one -> CorrectedPassage? in
            var passage = one.passage
            guard newest.withheldFields[passage.field] == nil,
                passage.state(in: texts.text(of: passage.field)) == .corrected
            else { return nil }
            return passage
        }
        if passages.isEmpty { early.add(note) }
        follow(passages, of: CorrectionName(version: nil, position: note.envelope.position))
    }

    private mutating func follow(_ passages: [CorrectedPassage], of correction: CorrectionName) {
        guard !passages.isEmpty else { return }
        corrections.append(
            Correction(name: correction, passages: passages, states: passages.map { _ in .corrected }))
        if corrections.count > Self.most, let oldest = corrections.firstIndex(where: \.open.isEmpty) {
            corrections.remove(at: oldest)
        }
    }
}

/// The texts of a version, each read at most once.
struct VersionTexts {
    private let version: StoryVersion
    private var texts: [Text: ReadText] = [:]

    init(_ version: StoryVersion) { self.version = version }

    /// BCP 47 tag of the story; nil when it is unknown.
    var language: String? { version.fields["language"]?.text?.string }

    /// The labels that stand for withheld text.
    var labels: Labels { version.labels }

    mutating func text(of field: Text) -> ReadText {
        if let known = texts[field] { return known }
        let text = ReadText(version.bytes(of: field), language: language, labels: version.labels)
        texts[field] = text
        return text
    }
}

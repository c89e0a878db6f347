import CanonicalJSON
import ProseDiff
import StoryEvents

/// Words of a claim that the text had when the claim was made, and no longer has.
public struct ClaimDrift: Hashable, Sendable {
    /// The words, as written in the claim: a number with its currency and unit, a date, a time, a name or a quotation.
    public let words: String
    /// The first version without them; nil where text was withheld, so that it cannot be told whether they were there.
    public let version: Int?
    /// What the comparison of the last text that had them with the newest one puts in their place, in the same sentence; nil
    /// when there is none.
    public internal(set) var now: String?

    /// `240 is not in the text since v2; it says 260 now`.
    public var line: String {
        guard let version else { return said("whether the text had \(words) cannot be told, since text was withheld") }
        return said("\(words) is not in the text since v\(version)") + (now.map { said("; it says \($0) now") } ?? "")
    }

    /// `{words, version, now}`.
    public var json: JSON {
        [
            "words": .string(Text(words)), "version": version.map { JSON($0) } ?? .null,
            "now": now.map { .string(Text($0)) } ?? .null,
        ]
    }
}

/// Follows the words of claims through the versions of their story.
///
/// For each claim it follows the `quotes`, or else the claim's own numbers, dates, names and quotations, as far as the text
/// has them when the claim is made. Values count, not how they are written, and noise takes nothing away. Nothing changes while text is withheld.
struct DriftFold: Hashable, Sendable {
    private var story = StoryAtCut()
    private var texts: [[UInt8]] = []
    /// Of the story's own claims, and of those that denials set against them, which others send: each with a room of its own.
    private var (own, others) = (Followed(), Followed())
    private var claimCount = 0
    private var labels = Labels()
    private var current = Readings()

    private struct Watch: Hashable {
        let claim: Text
        let passage: ClaimedPassage
        /// Where a text had it last.
        var place: ClaimedPassage.Place?
        /// That text.
        var text: [UInt8]
        var gone: ClaimDrift?
        /// Whether a passage that was withheld since the text last had the words may hold them.
        var isObscured = false
    }

    private struct Followed: Hashable {
        var watches: [Watch] = []
        /// The number of passages that were looked for, found or not.
        var tried = 0
    }

    /// The text as it was read, while it is the same: many claims may come to one text.
    private struct Readings: Hashable {
        private var texts: [[UInt8]] = []
        private var labels = Labels()
        private var language: String?
        private var all: [ReadText] = []

        mutating func of(_ texts: [[UInt8]], _ language: String?, _ labels: Labels) -> [ReadText] {
            if texts != self.texts || labels != self.labels || language != self.language {
                let isOther = labels != self.labels || language != self.language
                all = texts.indices.map { index in
                    !isOther && index < all.count && texts[index] == self.texts[index]
                        ? all[index] : ReadText(texts[index], language: language, labels: labels)
                }
                (self.texts, self.labels, self.language) = (texts, labels, language)
            }
            return all
        }

        static func == (left: Readings, right: Readings) -> Bool { true }

        func hash(into hasher: inout Hasher) {}
    }

    /// The most passages looked for in one story.
    private static let most = 1000

    /// The words of a claim that the text no longer has, in the order of the claim.
    func drift(of claim: Text) -> [ClaimDrift] {
        (own.watches + others.watches).filter { $0.claim == claim }.compactMap(\.gone)
    }

    /// Folds the story's next event.
    ///
    /// - Parameter claims: All claims of the story, including those of the event.
    mutating func apply(_ event: RecordedEvent, _ payload: Payload, _ claims: [ClaimRecord]) {
        let number = story.state?.version
        story.apply(event.envelope, payload)
        labels.insert(event.labels)
        guard let state = story.state, state.withheldFields.isEmpty else { return }
        let isNewText = state.version != number
        guard isNewText || claims.count > claimCount else { return }
        let before = texts
        texts = StoryState.textFields.map { state.text($0)?.bytes ?? [] }
        let new = claims[min(claimCount, claims.count)...]
        for path in [\DriftFold.own, \DriftFold.others] {
            var followed = self[keyPath: path]
            self[keyPath: path] = Followed()
            if isNewText { look(for: &followed.watches, after: before, version: state.version) }
            watch(new.filter { ($0.counterTo == nil) == (path == \.own) }, &followed)
            self[keyPath: path] = followed
        }
        claimCount = claims.count
    }

    /// Skips an event that had not happened by the cut.
    mutating func passOver(_ event: RecordedEvent, _ payload: Payload) {
        story.passOver(event.envelope, payload)
        labels.insert(event.labels)
    }

    private mutating func look(for watches: inout [Watch], after before: [[UInt8]], version: Int) {
        guard !watches.isEmpty else { return }
        let read = current.of(texts, language, labels)
        // A passage that was withheld since may hold the words.
        let holes = holes(in: texts)
        let isObscured = !holes.isSubset(of: self.holes(in: before))
        let unchanged = texts.indices.filter { field in
            field < before.count
                && (texts[field] == before[field] || differsInTypographyOnly(before[field], texts[field]))
        }
        var plain: [Int: PlainPassages] = [:]
        var work = WordBudget(for: read)
        var replacements = Replacements(language: language, labels: labels)
        for index in watches.indices where !work.isSpent {
            let passage = watches[index].passage
            // What stands in a text that is the same stands there still.
            if let place = watches[index].place, watches[index].gone == nil, unchanged.contains(place.field) {
                continue
            }
            let found = passage.place(in: read, like: watches[index].place, &work)
            // What was not looked for to the end is as it was.
            if found == nil, work.isSpent { return }
            if let place = found {
                (watches[index].gone, watches[index].isObscured) = (nil, false)
                (watches[index].place, watches[index].text) = (place, texts[place.field])
                continue
            }
            // The text that the claim was made about was withheld.
            guard let last = watches[index].place else { continue }
            if watches[index].gone == nil {
                work.spend(read[last.field].tokens.count)
                let passages = plain[last.field] ?? PlainPassages(texts[last.field], labels: labels)
                plain[last.field] = passages
                if passages.have(last.bytes, of: watches[index].text) { continue }
            }
            let put = replacements.of(last.bytes, from: watches[index].text, to: texts[last.field])
            let instead = put.flatMap { passage.instead(in: read[last.field], of: last, $0, &work) }
            watches[index].isObscured = !holes.isEmpty && (isObscured || watches[index].isObscured)
            guard watches[index].gone != nil || !watches[index].isObscured else { continue }
            let now = instead.map { String(decoding: texts[last.field][$0], as: UTF8.self) }
            watches[index].gone = ClaimDrift(
                words: passage.words, version: watches[index].gone?.version ?? version,
                now: now.flatMap { $0.contains("\n") ? nil : $0 })
        }
    }

    /// The number of the record's newest version; nil before the first.
    var version: Int? { story.newestVersion }

    /// The publisher's name; nil when the story does not give it.
    var publisher: Text? { story.state?.text("publisher") }

    /// BCP 47 tag of the story; nil when it is unknown.
    private var language: String? { story.state?.text("language")?.string }

    private func holes(in texts: [[UInt8]]) -> Set<[UInt8]> {
        texts.reduce(into: []) { $0.formUnion(labels.inside($1)) }
    }

    private mutating func watch(_ records: [ClaimRecord], _ followed: inout Followed) {
        guard !records.isEmpty, followed.tried < Self.most else { return }
        let read = current.of(texts, language, labels)
        var work = WordBudget(for: read)
        for record in records where followed.tried < Self.most && !work.isSpent {
            guard let claim = record.claim else { continue }
            for passage in ClaimedPassage.all(of: claim, language, labels, in: read, &work) {
                guard followed.tried < Self.most else { return }
                followed.tried += 1
                let place = passage.place(in: read, like: nil, &work)
                if let place {
                    followed.watches.append(
                        Watch(claim: record.id, passage: passage, place: place, text: texts[place.field]))
                } else if work.isSpent {
                    return
                } else if passage.isValue, !holes(in: texts).isEmpty {
                    let untold = ClaimDrift(words: passage.words, version: nil, now: nil)
                    followed.watches.append(
                        Watch(claim: record.id, passage: passage, place: nil, text: [], gone: untold))
                }
            }
        }
    }
}

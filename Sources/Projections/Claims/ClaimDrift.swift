import CanonicalJSON
import ProseDiff
import StoryEvents

/// Words of a claim that the text had when the claim was made, and no longer has.
public struct ClaimDrift: Hashable, Sendable {
    /// The words, as written in the claim: a number with its currency and unit, a date, a time, a name or a quotation.
    public let words: String
    /// The first version without them; nil where text was withheld, so that it cannot be told whether they were there.
    public let version: Int?
    /// The text that stands in their place in the newest version; nil when there is none.
    public internal(set) var now: String?

    /// `240 is not in the text since v2; it says 260 now`.
    public var line: String {
        guard let version else { return "whether the text had \(words) cannot be told, since text was withheld" }
        return "\(words) is not in the text since v\(version)" + (now.map { "; it says \($0) now" } ?? "")
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
/// has them when the claim is made. Values count, not how they are written. Nothing changes while text is withheld.
struct DriftFold: Hashable, Sendable {
    private var story = StoryAtCut()
    private var texts: [[UInt8]] = []
    private var watches: [Watch] = []
    /// The number of passages that were looked for, found or not.
    private var tried = 0
    private var claimCount = 0
    private var labels = Labels()
    private var current = Readings()

    private struct Watch: Hashable {
        let claim: Text
        let passage: ClaimedPassage
        /// Where the text had it last, or what stands there.
        var place: ClaimedPassage.Place?
        var gone: ClaimDrift?
        /// Whether a passage that was withheld since the text last had the words may hold them.
        var isObscured = false
    }

    /// The text as it was read, while it is the same: many claims may come to one text.
    private struct Readings: Hashable {
        private var texts: [[UInt8]] = []
        private var labels = Labels()
        private var all: [ReadText] = []

        mutating func of(_ texts: [[UInt8]], _ language: String?, _ labels: Labels) -> [ReadText] {
            if texts != self.texts || labels != self.labels {
                (self.texts, self.labels) = (texts, labels)
                all = texts.map { ReadText($0, language: language, labels: labels) }
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
        watches.filter { $0.claim == claim }.compactMap(\.gone)
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
        if isNewText, !watches.isEmpty { look(for: before, version: state.version) }
        watch(claims[min(claimCount, claims.count)...])
        claimCount = claims.count
    }

    /// Skips an event that had not happened by the cut.
    mutating func passOver(_ event: RecordedEvent, _ payload: Payload) {
        story.passOver(event.envelope, payload)
        labels.insert(event.labels)
    }

    private mutating func look(for before: [[UInt8]], version: Int) {
        let read = current.of(texts, language, labels)
        // A passage that was withheld since may hold the words.
        let holes = holes(in: texts)
        let isObscured = !holes.isSubset(of: self.holes(in: before))
        for index in watches.indices {
            let passage = watches[index].passage
            if let place = passage.place(in: read, like: watches[index].place) {
                (watches[index].gone, watches[index].isObscured) = (nil, false)
                watches[index].place = place
                continue
            }
            // The text that the claim was made about was withheld.
            guard watches[index].place != nil else { continue }
            let instead = passage.instead(in: read, of: watches[index].place)
            if let instead { watches[index].place = instead }
            watches[index].isObscured = !holes.isEmpty && (isObscured || watches[index].isObscured)
            guard watches[index].gone != nil || !watches[index].isObscured else { continue }
            let now = instead.map { String(decoding: texts[$0.field][$0.bytes], as: UTF8.self) }
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

    private mutating func watch(_ records: ArraySlice<ClaimRecord>) {
        for record in records where tried < Self.most {
            guard let claim = record.claim else { continue }
            let read = current.of(texts, language, labels)
            for passage in ClaimedPassage.all(of: claim, language, labels, in: read) where tried < Self.most {
                tried += 1
                let place = passage.place(in: read, like: nil)
                if let place {
                    watches.append(Watch(claim: record.id, passage: passage, place: place))
                } else if passage.isValue, !holes(in: texts).isEmpty {
                    let untold = ClaimDrift(words: passage.words, version: nil, now: nil)
                    watches.append(Watch(claim: record.id, passage: passage, place: nil, gone: untold))
                }
            }
        }
    }
}

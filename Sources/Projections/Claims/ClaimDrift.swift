import CanonicalJSON
import ProseDiff
import StoryEvents

/// Words of a claim that the text had when the claim was made, and no longer has.
public struct ClaimDrift: Hashable, Sendable {
    /// The words, as written in the claim.
    public let words: String
    /// The first version without them.
    public let version: Int
    /// The text that stands in their place in the newest version; nil when there is none.
    public fileprivate(set) var now: String?

    /// `240 is not in the text since v2; it says 260 now`.
    public var line: String {
        "\(words) is not in the text since v\(version)" + (now.map { "; it says \($0) now" } ?? "")
    }

    /// `{words, version, now}`.
    public var json: JSON {
        [
            "words": .string(Text(words)), "version": JSON(version),
            "now": now.map { .string(Text($0)) } ?? .null,
        ]
    }
}

/// Follows the words of claims through the versions of their story.
///
/// For each claim it follows the `quotes`, or else the claim's own numbers, dates, names and quotations, as far as the text
/// has them when the claim is made. Nothing changes while text is withheld.
struct DriftFold: Hashable, Sendable {
    private var story = StoryAtCut()
    private var texts: [[UInt8]] = []
    private var watches: [Watch] = []
    /// The number of passages that were looked for, found or not.
    private var tried = 0
    private var claimCount = 0
    private var labels = Labels()
    private var current = Finders()

    private struct Watch: Hashable {
        let claim: Text
        let words: [UInt8]
        /// The words, and other spellings that say the same.
        let spellings: [[UInt8]]
        var gone: ClaimDrift?
        /// Whether a passage that was withheld since the text last had the words may hold them.
        var isObscured = false
    }

    /// The text's finders while it is the same: many claims may come to one text.
    private struct Finders: Hashable {
        private var texts: [[UInt8]] = []
        private var labels = Labels()
        private var all: [PassageFinder] = []

        mutating func of(_ texts: [[UInt8]], _ labels: Labels) -> [PassageFinder] {
            if texts != self.texts || labels != self.labels {
                (self.texts, self.labels) = (texts, labels)
                all = texts.map { PassageFinder($0, labels: labels) }
            }
            return all
        }

        static func == (left: Finders, right: Finders) -> Bool { true }

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
        watch(claims[claimCount...])
        claimCount = claims.count
    }

    /// Skips an event that had not happened by the cut.
    mutating func passOver(_ event: RecordedEvent, _ payload: Payload) {
        story.passOver(event.envelope, payload)
        labels.insert(event.labels)
    }

    private mutating func look(for before: [[UInt8]], version: Int) {
        let finders = current.of(texts, labels)
        // A passage that was withheld since may hold the words.
        let holes = holes(in: texts)
        let isObscured = !holes.isSubset(of: self.holes(in: before))
        var replacements = Replacements(before, texts, labels)
        for index in watches.indices {
            if finders.contains(where: { $0.holds(anyOf: watches[index].spellings) }) {
                (watches[index].gone, watches[index].isObscured) = (nil, false)
                continue
            }
            if let now = watches[index].gone?.now.map({ Array($0.utf8) }),
                !finders.contains(where: { $0.holds(now) })
            {
                let next = replacements.text(instead: now, language)
                watches[index].gone?.now = next
            }
            watches[index].isObscured = !holes.isEmpty && (isObscured || watches[index].isObscured)
            if watches[index].gone == nil, !watches[index].isObscured {
                watches[index].gone = ClaimDrift(
                    words: String(decoding: watches[index].words, as: UTF8.self), version: version,
                    now: replacements.text(insteadOfAny: watches[index].spellings, language))
            }
        }
    }

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
            let bytes = claim.text.bytes
            let passages =
                claim.quotes.isEmpty
                ? TellingWords.inside(bytes, language: language, labels: labels).map { Array(bytes[$0]) }
                : claim.quotes.map(\.exact.bytes)
            for words in passages.prefix(StoryLimits.selectors) where tried < Self.most {
                tried += 1
                let spellings = TellingWords.spellings(of: words, language: language)
                guard current.of(texts, labels).contains(where: { $0.holds(anyOf: spellings) }) else { continue }
                watches.append(Watch(claim: record.id, words: words, spellings: spellings))
            }
        }
    }
}

extension PassageFinder {
    fileprivate func holds(anyOf passages: [[UInt8]]) -> Bool { passages.contains { holds($0) } }
}

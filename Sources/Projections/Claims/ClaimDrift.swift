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
    private var claimCount = 0
    private var labels = Labels()

    private struct Watch: Hashable {
        let claim: Text
        let words: [UInt8]
        /// The words, and other spellings that say the same.
        let spellings: [[UInt8]]
        var gone: ClaimDrift?
        /// Whether a passage that was withheld since the text last had the words may hold them.
        var isObscured = false
    }

    /// The most passages followed in one story.
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
        let finders = texts.map { PassageFinder($0, labels: labels) }
        // A passage that was withheld since may hold the words.
        let holes = holes(in: texts)
        let isObscured = !holes.isSubset(of: self.holes(in: before))
        var differences: [Int: FieldDifference] = [:]
        for index in watches.indices {
            if finders.contains(where: { $0.has(anyOf: watches[index].spellings) }) {
                (watches[index].gone, watches[index].isObscured) = (nil, false)
                continue
            }
            if let now = watches[index].gone?.now.map({ Array($0.utf8) }),
                !finders.contains(where: { !$0.places(of: now).isEmpty })
            {
                let next = replacement(of: now, before, &differences)
                watches[index].gone?.now = next
            }
            watches[index].isObscured = !holes.isEmpty && (isObscured || watches[index].isObscured)
            if watches[index].gone == nil, !watches[index].isObscured {
                watches[index].gone = ClaimDrift(
                    words: String(decoding: watches[index].words, as: UTF8.self), version: version,
                    now: replacement(ofAny: watches[index].spellings, before, &differences))
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

    /// The text that stands in the place of removed words; nil when it is not one number, date or name in place of another.
    private func replacement(
        of words: [UInt8], _ before: [[UInt8]], _ differences: inout [Int: FieldDifference]
    ) -> String? {
        for (index, old) in before.enumerated() where index < texts.count && old != texts[index] {
            guard let place = PassageFinder(old, labels: labels).places(of: words).first else { continue }
            let difference =
                differences[index]
                ?? FieldDifference(field: StoryState.textFields[index], from: old, to: texts[index], labels: labels)
            differences[index] = difference
            let changes = difference.comparison.finestOperations.filter {
                $0.kind == .replace && $0.old.overlaps(place)
            }
            // Several changes, or a change of another kind, say nothing in the place of these words.
            guard changes.count == 1, let change = changes.first,
                let kind = TellingWords.kind(of: Array(difference.old[change.old]), language: language),
                kind == TellingWords.kind(of: Array(difference.new[change.new]), language: language)
            else { return nil }
            let said = String(decoding: difference.new[change.new], as: UTF8.self)
            return said.contains("\n") ? nil : said
        }
        return nil
    }

    private func replacement(
        ofAny spellings: [[UInt8]], _ before: [[UInt8]], _ differences: inout [Int: FieldDifference]
    ) -> String? {
        for words in spellings {
            if let now = replacement(of: words, before, &differences) { return now }
        }
        return nil
    }

    private mutating func watch(_ records: ArraySlice<ClaimRecord>) {
        guard !records.isEmpty else { return }
        let finders = texts.map { PassageFinder($0, labels: labels) }
        for record in records {
            guard let claim = record.claim else { continue }
            let bytes = claim.text.bytes
            let passages =
                claim.quotes.isEmpty
                ? TellingWords.inside(bytes, language: language, labels: labels).map { Array(bytes[$0]) }
                : claim.quotes.map(\.exact.bytes)
            for words in passages where watches.count < Self.most {
                let spellings = TellingWords.spellings(of: words, language: language)
                guard finders.contains(where: { $0.has(anyOf: spellings) }) else { continue }
                watches.append(Watch(claim: record.id, words: words, spellings: spellings))
            }
        }
    }
}

extension PassageFinder {
    fileprivate func has(anyOf passages: [[UInt8]]) -> Bool { passages.contains { !places(of: $0).isEmpty } }
}

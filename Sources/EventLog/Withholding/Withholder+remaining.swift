import CanonicalJSON
import StoryEvents

extension Withholder {
    /// The places of texts in the log that no takedown has taken.
    public struct Remaining: Hashable, Sendable {
        /// Events of producers with pieces that hold one of the texts, in log order.
        public var events: [Envelope] = []
        /// Events that hold one where no takedown of pieces reaches it: in the leaf, a key or a number, or as the ledger's own.
        public var fixed: [Envelope] = []
        /// Events of producers with pieces that hold words in other letters, in log order: by how they spell them.
        public var otherLetters: [Text: [Envelope]] = [:]
        /// Stories whose ids are made of the words of one of the texts, by their first events.
        public var stories: [StoryID] = []

        /// Whether there is none; other letters may be other words.
        public var isEmpty: Bool { events.isEmpty && fixed.isEmpty && stories.isEmpty }
    }

    /// Looks through the whole log for texts.
    ///
    /// - Parameters:
    ///   - wholes: Short texts, which are found where they stand whole.
    ///   - words: Words that are looked for in other letters, too; nil where none were given.
    public func remaining(
        _ texts: [Text], wholes: [Text] = [], words: Text? = nil
    ) throws(EventLogError) -> Remaining {
        var remaining = Remaining()
        let wanted = Set(texts).map { WantedText($0) }
        let names = Set(texts + wholes).map { WholeText($0) }
        let wholes = Set(wholes).map { WholeText($0) }
        var stories: Set<StoryID> = []
        let others = words.map { WantedText($0) }
        guard !wanted.isEmpty || !wholes.isEmpty else { return remaining }
        var next = Position.first
        while true {
            let page = try store.events(from: next, limit: 256)
            for event in page {
                let story = event.envelope.story
                if stories.insert(story).inserted, names.contains(where: { $0.isNamed(by: story.text.bytes) }) {
                    remaining.stories.append(story)
                }
                let data = event.disclosed
                let isFixed = wanted.contains { wanted in
                    wanted.isWritten(in: event.leaf) || data.map { wanted.isWritten(in: $0.skeleton) } == true
                }
                let isWhole = wholes.contains { whole in
                    whole.stands(in: event.leaf) || data.map { whole.stands(in: $0.skeleton) } == true
                }
                if isFixed || isWhole {
                    remaining.fixed.append(event.envelope)
                }
                let isShown = data?.pieces.contains { piece in
                    guard case .shown(let text, _) = piece else { return false }
                    return wanted.contains { $0.isIn(text) } || wholes.contains { $0.isPiece(text) }
                }
                let isProducers = EventType.ofProducers.contains(event.envelope.type)
                if isShown == true, isProducers { remaining.events.append(event.envelope) }
                if isShown == true, !isProducers, remaining.fixed.last != event.envelope {
                    remaining.fixed.append(event.envelope)
                }
                guard let others, isProducers else { continue }
                for spelling in Self.spellings(of: others, in: data) {
                    remaining.otherLetters[spelling, default: []].append(event.envelope)
                }
            }
            guard let last = page.last else { return remaining }
            next = last.envelope.position.next
        }
    }

    /// How the pieces of an event spell some words in other letters.
    private static func spellings(of words: WantedText, in data: DisclosedData?) -> Set<Text> {
        var spellings: Set<Text> = []
        for case .shown(let bytes, _)? in data?.pieces ?? [] where words.isInOtherLetters(in: bytes) {
            spellings.insert(words.spelling(in: bytes))
        }
        return spellings
    }
}

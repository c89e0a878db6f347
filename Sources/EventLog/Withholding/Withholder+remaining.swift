import CanonicalJSON
import StoryEvents

extension Withholder {
    /// The places of texts in the log that no takedown has taken.
    public struct Remaining: Hashable, Sendable {
        /// Events of producers with pieces that hold one of the texts, in log order.
        public var events: [Envelope] = []
        /// Events that hold one where no takedown of pieces reaches it: in the leaf, a key or a number.
        public var fixed: [Envelope] = []
        /// Events of producers with pieces that hold words in other letters, small or capital, in log order: by how they spell them.
        public var otherCases: [Text: [Envelope]] = [:]

        /// Whether there is none; other letters may be other words.
        public var isEmpty: Bool { events.isEmpty && fixed.isEmpty }
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
        let wholes = Set(wholes).map { WholeText($0) }
        let others = words.map { (text: $0, wanted: WantedText($0)) }
        guard !wanted.isEmpty || !wholes.isEmpty else { return remaining }
        var next = Position.first
        while true {
            let page = try store.events(from: next, limit: 256)
            for event in page {
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
                if isShown == true { remaining.events.append(event.envelope) }
                guard let others, EventType.ofProducers.contains(event.envelope.type) else { continue }
                var spellings: Set<Text> = []
                for case .shown(let text, _)? in data?.pieces ?? [] where others.wanted.isInOtherCase(in: text) {
                    let text = String(decoding: text, as: UTF8.self)
                    spellings.insert(WantedText.spelling(of: others.text.string, in: text) ?? others.text)
                }
                for spelling in spellings { remaining.otherCases[spelling, default: []].append(event.envelope) }
            }
            guard let last = page.last else { return remaining }
            next = last.envelope.position.next
        }
    }
}

import CanonicalJSON

extension StoryState {
    /// A state to go back to. It shares the story's texts, and the names, of which a long story has very many, are not
    /// copied.
    public struct Mark: Sendable {
        /// The state without its names.
        fileprivate let state: StoryState
        fileprivate let names: StoryNames.Mark
        /// The ids of new events since the mark.
        fileprivate var events: [Text] = []
        /// The number of moves from other sources since the mark, by the hash of the source.
        fileprivate var moves: [Int: Int] = [:]

        /// Notes an event before it is folded.
        public mutating func note(_ envelope: Envelope, in state: borrowing StoryState) {
            if !state.names.hasEvent(envelope.identity.id) { events.append(envelope.identity.id) }
            if let other = StoryShares.other(envelope, publisher: state.source) { moves[other, default: 0] += 1 }
        }
    }

    /// Marks the current state. Every event folded later must be noted.
    public func mark() -> Mark {
        var state = self
        state.takeNames()
        return Mark(state: state, names: names.mark)
    }

    /// Restores the marked state.
    public mutating func rewind(to mark: Mark) {
        var names = takeNames()
        names.rewind(to: mark.names, without: mark.events, mark.moves)
        self = mark.state
        give(names)
    }
}

extension StoryNames {
    /// The number of names.
    struct Mark {
        let claims, requests, requestCount, moveCount: Int
    }

    var mark: Mark {
        Mark(claims: claims.count, requests: requests.count, requestCount: requestCount, moveCount: moveCount)
    }
}

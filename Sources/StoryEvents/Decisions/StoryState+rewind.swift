import CanonicalJSON

extension StoryState {
    /// How a story was at some moment, to go back to it. Holding it costs the story nothing but its texts' places: the
    /// names, of which a long story has very many, are not copied.
    public struct Mark: Sendable {
        /// The state without its names.
        fileprivate let state: StoryState
        fileprivate let names: StoryNames.Mark
        /// The ids of the events since then, those that the story did not have before.
        fileprivate var events: [Text] = []
        /// How many moves of others there were since then, by the hash of their source.
        fileprivate var moves: [Int: Int] = [:]

        /// Notes an event that is about to be folded.
        public mutating func note(_ envelope: Envelope, in state: borrowing StoryState) {
            if !state.names.hasEvent(envelope.identity.id) { events.append(envelope.identity.id) }
            if let other = StoryShares.other(envelope, publisher: state.source) { moves[other, default: 0] += 1 }
        }
    }

    /// Marks how the story is now. Every event that is folded after it is to be noted.
    public func mark() -> Mark {
        var state = self
        state.takeNames()
        return Mark(state: state, names: names.mark)
    }

    /// Goes back to how the story was.
    public mutating func rewind(to mark: Mark) {
        var names = takeNames()
        names.rewind(to: mark.names, without: mark.events, mark.moves)
        self = mark.state
        give(names)
    }
}

extension StoryNames {
    /// How many names there were.
    struct Mark {
        let claims, requests, requestCount, moveCount: Int
    }

    var mark: Mark {
        Mark(claims: claims.count, requests: requests.count, requestCount: requestCount, moveCount: moveCount)
    }
}

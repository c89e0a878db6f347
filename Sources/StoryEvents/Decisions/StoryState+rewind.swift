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

        /// Notes an event that is about to be folded.
        public mutating func note(_ envelope: Envelope, in state: borrowing StoryState) {
            if !state.names.hasEvent(envelope.identity.id) { events.append(envelope.identity.id) }
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
        names.rewind(to: mark.names, without: mark.events)
        self = mark.state
        give(names)
    }
}

extension StoryNames {
    /// How many names there were.
    struct Mark {
        let claims, requests, requestCount: Int
    }

    var mark: Mark { Mark(claims: claims.count, requests: requests.count, requestCount: requestCount) }
}

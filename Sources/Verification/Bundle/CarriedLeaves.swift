import CanonicalJSON
import StoryEvents

/// Holds the leaves that a bundle carries against each other: what one log cannot hold together is refused.
struct CarriedLeaves {
    private let leaves: [Envelope]

    /// - Parameter leaves: In any order; no position is there twice.
    init(_ leaves: [Envelope]) { self.leaves = leaves.sorted { $0.position < $1.position } }

    /// Recorded times never go back, identities are unique, and each story is one chain.
    func check() throws(BundleFault) {
        var identities: [EventIdentity: Position] = [:]
        var heads: [StoryID: Envelope] = [:]
        var last: Envelope?
        for leaf in leaves {
            let position = leaf.position
            if let last, leaf.recorded < last.recorded {
                throw .impossible(position, "it was recorded before \(last.position)")
            }
            if let earlier = identities[leaf.identity] {
                throw .impossible(position, "it has the identity of \(earlier)")
            }
            try check(leaf, after: heads[leaf.story])
            identities[leaf.identity] = position
            heads[leaf.story] = leaf
            last = leaf
        }
    }

    /// - Parameter head: The carried leaf of the same story before it; others may be between them.
    private func check(_ leaf: Envelope, after head: Envelope?) throws(BundleFault) {
        let (position, revision) = (leaf.position.value, leaf.revision.value)
        let previous = leaf.previous?.value ?? -1
        guard let head else {
            // Each revision before it has an event of its own.
            let isFirst = revision == 0 && previous == -1 && leaf.type == .published
            guard isFirst || revision > 0 && previous < position && previous >= revision - 1 else {
                throw Self.misfit(leaf)
            }
            return
        }
        let (steps, start) = (revision - head.revision.value, head.position.value)
        let fits = steps == 1 ? previous == start : previous - start >= steps - 1 && previous < position
        guard steps >= 1, fits else { throw Self.misfit(leaf) }
    }

    private static func misfit(_ leaf: Envelope) -> BundleFault {
        .impossible(
            leaf.position,
            "no chain has revision \(leaf.revision) there after \(leaf.previous.map(\.description) ?? "none")")
    }
}

/// Holds what takedowns say against the events that a bundle carries.
struct CarriedTakedowns {
    /// An event of the story.
    struct Event {
        let envelope: Envelope
        /// How many pieces it has; nil where nobody can say.
        let pieces: Int?
    }

    private let story: Text
    private let events: [Position: Event]
    private let last: Position

    /// - Parameter events: The chain of the story; at least one event.
    init(_ story: Text, _ events: [Event]) {
        self.story = story
        self.events = Dictionary(uniqueKeysWithValues: events.map { ($0.envelope.position, $0) })
        last = events[events.count - 1].envelope.position
    }

    /// Checks one takedown: it names the first event of its story that it takes something of, and nothing it takes is after
    /// it, is not of a producer, or has not that many pieces.
    func check(_ takedown: Takedown, of envelope: Envelope) throws(BundleFault) {
        let by = envelope.position
        func bad(_ what: String) -> BundleFault { .badTakedown(by, what) }
        var before: Position?
        for taken in takedown.taken {
            let position = taken.position
            if let before, position <= before { throw bad("what it takes is not in log order") }
            before = position
            guard position < by else { throw bad("it withholds \(position), which is not before it") }
            if case .some(let numbers) = taken.pieces, numbers.isEmpty { throw bad("it takes nothing of \(position)") }
            guard let event = events[position] else { continue }
            guard EventType.ofProducers.contains(event.envelope.type) else {
                throw bad("it withholds \(position), which no producer sent")
            }
            guard case .some(let numbers) = taken.pieces, let count = event.pieces else { continue }
            if let piece = numbers.first(where: { $0 >= count }) {
                throw bad("it withholds piece \(piece) of \(position), which has \(count)")
            }
        }
        try checkSame(takedown, bad)
        try checkName(takedown, envelope, bad)
    }

    private func checkSame(_ takedown: Takedown, _ bad: (String) -> BundleFault) throws(BundleFault) {
        let taken = Dictionary(uniqueKeysWithValues: takedown.taken.map { ($0.position, $0.pieces) })
        var places: Set<Takedown.Place> = []
        for place in takedown.same.joined() {
            guard taken[place.position]?.contains(place.piece) ?? false, places.insert(place).inserted else {
                throw bad("it groups piece \(place.piece) of \(place.position), which it does not take once")
            }
        }
    }

    private func checkName(
        _ takedown: Takedown, _ envelope: Envelope, _ bad: (String) -> BundleFault
    ) throws(BundleFault) {
        let id = envelope.identity.id
        guard let first = takedown.taken.first(where: { id.string.isTakedown(of: $0.position) })?.position else {
            throw bad("its id names no event that it withholds")
        }
        let isOwn = events[first] != nil
        if envelope.story.text == story {
            guard isOwn || first > last else { throw bad("it withholds \(first), which is no event of \(story)") }
        } else if isOwn {
            throw bad("it is of the story \(envelope.story), and \(first) is not")
        }
    }
}

extension String {
    /// Whether an id is that of the first, or a later, takedown that is named after an event.
    fileprivate func isTakedown(of position: Position) -> Bool {
        let name = Takedown.identity(of: position).id.string
        if utf8.elementsEqual(name.utf8) { return true }
        guard utf8.starts(with: "\(name).".utf8) else { return false }
        let digits = utf8.dropFirst(name.utf8.count + 1)
        guard (1...9).contains(digits.count), let number = Int(String(decoding: digits, as: UTF8.self)), number >= 2
        else { return false }
        return "\(number)".utf8.elementsEqual(digits)
    }
}

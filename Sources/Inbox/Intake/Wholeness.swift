import StoryEvents

/// Tells the whole files of one source from those that may still be written.
struct Wholeness {
    /// The verdict on a file.
    enum Verdict: Hashable {
        /// It may be taken.
        case whole
        /// Its end of writing was not seen: it must stay unchanged until then.
        ///
        /// - Parameter holdsOthers: Whether the files after it wait for it.
        case settling(until: Duration, holdsOthers: Bool)
        /// A writer has it open; it is taken at its close, or at that time.
        case open(until: Duration)
        /// A writer may have it open, because its close may be among lost hints: it must stay unchanged until then.
        case perhapsOpen(until: Duration)
        /// It has been open for the longest allowed time, and is taken as it is.
        case overdue
    }

    private enum Hint: Hashable {
        case whole
        /// Its name appeared, but perhaps not by open(2): after link(2) no close follows.
        case made(Duration)
        case written(Duration)
        /// Its name appeared, or it was written, before hints were lost; perhaps it was closed since.
        case lost(Duration)
    }

    private struct Observation {
        var facts: FileFacts
        /// When the file was first seen with these attributes.
        var since: Duration
        /// When it was first seen.
        var first: Duration
    }

    /// How long a file whose writing was not seen must be unchanged.
    var settle: Duration
    /// How long a file may stay open.
    var openLimit: Duration
    private var hints: [Place: Hint] = [:]
    private var observed: [Place: Observation] = [:]
    /// The files with a hint since the current scan began.
    private var hintedSincePass: Set<Place> = []

    /// How long a file that may be open, or an empty one, must stay unchanged.
    static let longSettle: Duration = .seconds(60)
    /// The most files with remembered hints; others settle.
    private static let mostHints = 200_000

    init(settle: Duration, openLimit: Duration) {
        self.settle = settle
        self.openLimit = openLimit
    }

    /// Records that a file was renamed in, or closed by its writer.
    mutating func noteWhole(_ place: Place) { note(.whole, place) }

    /// Records that a file's name appeared.
    mutating func noteMade(_ place: Place, uptime: Duration) { note(.made(uptime), place) }

    /// Records that a file is being written.
    mutating func noteWritten(_ place: Place, uptime: Duration) {
        switch hints[place] {
        case .made(let since), .lost(let since): note(.written(since), place)
        case .written: break
        case .whole, nil: note(.written(uptime), place)
        }
    }

    /// Records that a file changed while it was read.
    mutating func noteChanged(_ place: Place) { forget(place) }

    /// Records that hints were lost: open files may have been closed, or may still be open.
    mutating func noteLostHints() {
        for (place, hint) in hints {
            switch hint {
            case .made(let since), .written(let since): note(.lost(since), place)
            case .whole, .lost: break
            }
        }
    }

    mutating func forget(_ place: Place) {
        hints[place] = nil
        observed[place] = nil
    }

    /// Records that a scan begins.
    mutating func beginPass() { hintedSincePass = [] }

    /// Forgets files that the scan did not find, except those with a hint during the scan: they may have been renamed
    /// in behind it.
    mutating func endPass(found: Set<Place>) {
        for place in Set(hints.keys).union(observed.keys)
        where !found.contains(place) && !hintedSincePass.contains(place) { forget(place) }
    }

    /// Whether a writer is known to have a file open.
    func isOpen(_ place: Place) -> Bool {
        if case .written? = hints[place] { true } else { false }
    }

    /// Judges a file that a scan has found.
    ///
    /// - Parameters:
    ///   - uptime: Monotonic time, for how long the file was seen unchanged.
    ///   - now: Wall clock, in nanoseconds since 1970, for how long it was unchanged before it was first seen.
    mutating func judge(_ place: Place, _ facts: FileFacts, uptime: Duration, now: Int64) -> Verdict {
        guard facts.kind == .regular else { return .whole }
        if let since = openSince(place, facts) {
            if uptime < since + openLimit { return .open(until: since + openLimit) }
            hints[place] = .whole
            return .overdue
        }
        if case .lost(let since)? = hints[place] { return judgeLost(place, facts, since: since, uptime: uptime) }
        let isKnown = place.name.text.flatMap { DocumentFormat(fileName: $0.string) } != nil
        // A closed empty file has often only been created, to be written next.
        if hints[place] == .whole, isKnown, facts.links == 1, facts.bytes > 0 { return .whole }
        return judgeUnseen(place, facts, isKnown: isKnown, uptime: uptime, now: now)
    }

    private mutating func judgeLost(
        _ place: Place, _ facts: FileFacts, since: Duration, uptime: Duration
    ) -> Verdict {
        if observed[place]?.facts.holdsSameContents(as: facts) != true {
            observed[place] = Observation(facts: facts, since: uptime, first: uptime)
        }
        let unchangedSince = observed[place]?.since ?? uptime
        let until = min(unchangedSince + max(settle, Self.longSettle), since + openLimit)
        if uptime < until { return .perhapsOpen(until: until) }
        hints[place] = .whole
        return unchangedSince + Self.longSettle <= uptime ? .whole : .overdue
    }

    private mutating func judgeUnseen(
        _ place: Place, _ facts: FileFacts, isKnown: Bool, uptime: Duration, now: Int64
    ) -> Verdict {
        // An empty file that existed before the watch is often one that a writer has just begun.
        let settle = facts.bytes == 0 && hints[place] == nil ? max(settle, Self.longSettle) : settle
        let seen = observed[place]
        var observation = seen ?? Observation(facts: facts, since: uptime, first: uptime)
        if let seen, seen.facts == facts {
            if uptime - seen.since >= settle { return .whole }
        } else {
            observation.facts = facts
            observation.since = uptime
            observed[place] = observation
            if seen == nil, .nanoseconds(facts.age(at: now)) >= settle { return .whole }
        }
        // A file that changes again and again delays the others no longer than one that does not change.
        return .settling(
            until: observation.since + settle, holdsOthers: isKnown && uptime < observation.first + self.settle)
    }

    private func openSince(_ place: Place, _ facts: FileFacts) -> Duration? {
        switch hints[place] {
        case .written(let since): since
        case .made(let since) where facts.bytes == 0 && facts.links == 1: since
        default: nil
        }
    }

    private mutating func note(_ hint: Hint, _ place: Place) {
        guard hints[place] != nil || hints.count < Self.mostHints else { return }
        hints[place] = hint
        observed[place] = nil
        hintedSincePass.insert(place)
    }
}

import CanonicalJSON

/// The facts in a set of moves that the standing of a claim depends on. Moves may be added in any order; ``sort()`` comes before
/// the facts are asked what meets a denial.
struct MoveFacts {
    private(set) var isCorrected = false
    /// Whether a party answered in words.
    private(set) var isAnswered = false
    /// Parties that declined or did not respond.
    private(set) var silent: Set<Text> = []
    /// Parties that did anything else.
    private var heard: Set<Text> = []
    /// The times of reiterations that are not softer, by party.
    private var reiterations = TimesByParty()
    /// The parties that reiterated, the one with the latest reiteration first.
    private var reiterators: [Reiterated] = []
    private(set) var denials: [Denied] = []
    private(set) var counts = Counts()
    private var denialTimes = TimesByParty()
    private var withdrawals = TimesByParty()
    private var lastWithdrawals: [Text: Happening] = [:]
    private var confirmations = TimesByParty()

    /// A denial: its party, extent and time.
    struct Denied {
        let by: Text
        let extent: Denial.Extent
        let time: Happening
    }

    /// A reiteration: its party and time.
    struct Reiterated {
        let time: Happening
        let by: Text
    }

    /// The number of moves of each kind.
    struct Counts: Hashable {
        var denials = 0, reiterations = 0, responses = 0
        /// The newest move's position.
        var newest: Position?
    }

    mutating func add(_ move: ClaimRecord.Move) {
        let time = Happening(move)
        if let party = move.by?.name { add(party, isSilence: move.isSilence) }
        switch move.act {
        case .corrected: isCorrected = true
        case .denied(let denial):
            counts.denials += 1
            denials.append(Denied(by: denial.by.name, extent: denial.extent, time: time))
            denialTimes.add(time, denial.by.name)
        case .reiterated(let reiteration):
            counts.reiterations += 1
            if reiteration.strength != .softer { reiterations.add(time, reiteration.by.name) }
        case .responded(let response):
            counts.responses += 1
            add(response, time)
        }
        counts.newest = max(counts.newest ?? move.position, move.position)
    }

    private mutating func add(_ response: Response, _ time: Happening) {
        switch response.outcome {
        case .statement, .acknowledges: isAnswered = true
        case .declined, .noResponse: break
        case .confirms:
            confirmations.add(time, response.by.name)
            isAnswered = true
        case .withdraws:
            withdrawals.add(time, response.by.name)
            lastWithdrawals[response.by.name] = max(lastWithdrawals[response.by.name] ?? time, time)
        }
    }

    private mutating func add(_ party: Text, isSilence: Bool) {
        if !isSilence {
            heard.insert(party)
            silent.remove(party)
        } else if !heard.contains(party) {
            silent.insert(party)
        }
    }

    /// Puts the times in order. It takes time linear in them where only few were added since the last time.
    mutating func sort() {
        reiterations.sort()
        denialTimes.sort()
        withdrawals.sort()
        confirmations.sort()
        reiterators = reiterations.times.compactMap { party, times in times.last.map { Reiterated(time: $0, by: party) }
        }
        reiterators.sort { $0.time > $1.time }
    }

    /// Whether the party did anything but decline or not respond.
    func hasHeard(_ party: Text) -> Bool { heard.contains(party) }

    /// Whether the party withdrew after its denial.
    func takeBack(_ denial: Denied) -> Bool { lastWithdrawals[denial.by].map { $0 > denial.time } ?? false }

    /// The parties that withdrew something.
    var withdrawers: some Collection<Text> { withdrawals.times.keys }

    /// Whether a party withdrew the claim in one of these moves. A withdrawal takes back what the party denied since its
    /// withdrawal before; only where that is nothing, it takes back the claim.
    ///
    /// - Parameters:
    ///   - party: The party's name.
    ///   - others: The moves on the story as a whole: denials in them count, too.
    ///   - includingOthers: Whether a withdrawal in them can take back the claim, or only denials.
    func isClaimWithdrawn(by party: Text, _ others: MoveFacts, includingOthers: Bool) -> Bool {
        let (own, whole) = (withdrawals[party], others.withdrawals[party])
        guard !own.isEmpty || includingOthers && !whole.isEmpty else { return false }
        let denials = denialTimes[party] + others.denialTimes[party]
        guard !denials.isEmpty else { return true }
        var acts = denials.map { (time: $0, act: PartyAct.denial) } + own.map { (time: $0, act: .withdrawal) }
        acts += whole.map { (time: $0, act: includingOthers ? .withdrawal : .withdrawalOfDenials) }
        acts.sort { $0.time < $1.time }
        var hasDenied = false
        for (_, act) in acts {
            if act == .withdrawal, !hasDenied { return true }
            hasDenied = act == .denial
        }
        return false
    }

    private enum PartyAct { case denial, withdrawal, withdrawalOfDenials }

    func isConfirmed(by party: Party) -> Bool { !confirmations[party.name].isEmpty }
}

extension MoveFacts {
    /// The latest reiterations that meet denials: not softer, and by no party that denies the claim itself.
    struct Meeting {
        private var latest, byAnother: Reiterated?

        /// - Parameter facts: All moves about a claim, sorted.
        init(_ facts: [MoveFacts]) {
            for fact in facts {
                for reiterator in fact.reiterators {
                    // Nobody after this one can be among the latest two.
                    if let byAnother, byAnother.time > reiterator.time { break }
                    let time = fact.lastReiteration(by: reiterator.by, denialsIn: facts)
                    if let time { add(Reiterated(time: time, by: reiterator.by)) }
                }
            }
        }

        private mutating func add(_ new: Reiterated) {
            guard let last = latest else { return latest = new }
            if new.by == last.by {
                if new.time > last.time { latest = new }
            } else if new.time > last.time {
                (latest, byAnother) = (new, last)
            } else if byAnother.map({ new.time > $0.time }) ?? true {
                byAnother = new
            }
        }

        /// Whether a party other than the denier reiterated the claim after a denial.
        func meets(_ denial: Denied) -> Bool {
            let other = latest?.by == denial.by ? byAnother : latest
            return other.map { $0.time > denial.time } ?? false
        }
    }

    /// The last time at which a party reiterated the claim while it did not deny it: it denied nothing before, or has withdrawn
    /// or confirmed something since.
    private func lastReiteration(by party: Text, denialsIn facts: [MoveFacts]) -> Happening? {
        var end: Happening?
        while let time = reiterations.last(of: party, before: end) {
            let denial = facts.compactMap { $0.denialTimes.last(of: party, before: time) }.max()
            guard let denial else { return time }
            let ends = facts.flatMap { [$0.withdrawals, $0.confirmations] }
            if let last = ends.compactMap({ $0.last(of: party, before: time) }).max(), last > denial { return time }
            end = denial  // what it reiterated since was said by a denier
        }
        return nil
    }
}

/// Times of happening by party.
private struct TimesByParty {
    private(set) var times: [Text: [Happening]] = [:]
    private var unsorted: Set<Text> = []

    subscript(party: Text) -> [Happening] { times[party] ?? [] }

    mutating func add(_ time: Happening, _ party: Text) {
        times[party, default: []].append(time)
        unsorted.insert(party)
    }

    mutating func sort() {
        for party in unsorted { times[party]?.sort() }
        unsorted = []
    }

    /// The last time of a party before a moment, or at all where that is nil. The times are sorted.
    func last(of party: Text, before moment: Happening?) -> Happening? {
        guard let times = times[party], let moment else { return times[party]?.last }
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if times[middle] < moment { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? times[low - 1] : nil
    }
}

import CanonicalJSON

/// The facts in a set of moves that the standing of a claim depends on. Moves may be added in any order.
struct MoveFacts {
    private(set) var isCorrected = false
    /// Whether a party answered in words.
    private(set) var isAnswered = false
    /// Parties that declined or did not respond.
    private(set) var silent: Set<Text> = []
    /// Parties that did anything else.
    private var heard: Set<Text> = []
    /// The latest reiteration that is not softer, and the latest by any other party.
    private var reiterated, reiteratedByAnother: Reiterated?
    /// All that are not softer.
    private var reiterations: [Reiterated] = []
    private(set) var denials: [Denied] = []
    private(set) var counts = Counts()
    private var denialTimes: [Text: [Happening]] = [:]
    private var withdrawals: [Text: [Happening]] = [:]
    private var lastWithdrawals: [Text: Happening] = [:]
    private var confirmations: Set<Text> = []
    private var confirmationTimes: [Text: [Happening]] = [:]

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
            denialTimes[denial.by.name, default: []].append(time)
        case .reiterated(let reiteration):
            counts.reiterations += 1
            if reiteration.strength != .softer { add(reiteration.by.name, time) }
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
            confirmations.insert(response.by.name)
            confirmationTimes[response.by.name, default: []].append(time)
            isAnswered = true
        case .withdraws:
            withdrawals[response.by.name, default: []].append(time)
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

    private mutating func add(_ party: Text, _ time: Happening) {
        let new = Reiterated(time: time, by: party)
        reiterations.append(new)
        guard let latest = reiterated else { return reiterated = new }
        if party == latest.by {
            if time > latest.time { reiterated = new }
        } else if time > latest.time {
            (reiterated, reiteratedByAnother) = (new, latest)
        } else if reiteratedByAnother.map({ time > $0.time }) ?? true {
            reiteratedByAnother = new
        }
    }

    /// Whether the party did anything but decline or not respond.
    func hasHeard(_ party: Text) -> Bool { heard.contains(party) }

    /// Whether the party withdrew after its denial.
    func takeBack(_ denial: Denied) -> Bool { lastWithdrawals[denial.by].map { $0 > denial.time } ?? false }

    /// The parties that withdrew something.
    var withdrawers: some Collection<Text> { withdrawals.keys }

    /// Whether a party withdrew the claim in one of these moves. A withdrawal takes back what the party denied since its
    /// withdrawal before; only where that is nothing, it takes back the claim.
    ///
    /// - Parameters:
    ///   - party: The party's name.
    ///   - others: The moves on the story as a whole: denials in them count, too.
    ///   - includingOthers: Whether a withdrawal in them can take back the claim, or only denials.
    func isClaimWithdrawn(by party: Text, _ others: MoveFacts, includingOthers: Bool) -> Bool {
        let (own, whole) = (withdrawals[party] ?? [], others.withdrawals[party] ?? [])
        guard !own.isEmpty || includingOthers && !whole.isEmpty else { return false }
        let denials = (denialTimes[party] ?? []) + (others.denialTimes[party] ?? [])
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

    func isConfirmed(by party: Party) -> Bool { confirmations.contains(party.name) }
}

extension MoveFacts {
    /// The latest reiterations that meet denials: not softer, and by no party that denies the claim itself.
    struct Meeting {
        private var latest, byAnother: Reiterated?

        /// - Parameter facts: All moves about a claim.
        init(_ facts: [MoveFacts]) {
            for fact in facts {
                let known = [fact.reiterated, fact.reiteratedByAnother].compactMap { $0 }
                // Mostly the latest two tell it. A party that denies the claim may have stood by it before.
                let isPlain = known.allSatisfy { one in facts.allSatisfy { $0.denialTimes[one.by] == nil } }
                for one in isPlain ? known : fact.reiterations where isPlain || !one.isOfDenier(facts) { add(one) }
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

    /// The last time, before a moment, at which a party denied the claim, and at which it took that back.
    fileprivate func last(of party: Text, before moment: Happening) -> (denial: Happening?, end: Happening?) {
        func last(_ times: [Text: [Happening]]) -> Happening? { times[party]?.filter { $0 < moment }.max() }
        return (last(denialTimes), [last(withdrawals), last(confirmationTimes)].compactMap { $0 }.max())
    }
}

extension MoveFacts.Reiterated {
    /// Whether its party denied the claim before, and has neither withdrawn nor confirmed anything since.
    fileprivate func isOfDenier(_ all: [MoveFacts]) -> Bool {
        let last = all.map { $0.last(of: by, before: time) }
        guard let denial = last.compactMap(\.denial).max() else { return false }
        return last.compactMap(\.end).max().map { $0 < denial } ?? true
    }
}

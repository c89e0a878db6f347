import CanonicalJSON

/// What some moves amount to, as far as the standing of a claim depends on it. The order of adding does not count.
struct MoveFacts {
    private(set) var isCorrected = false
    /// Whether a party had something to say.
    private(set) var isAnswered = false
    /// Whether a party declined or did not respond.
    private(set) var isSilent = false
    /// The latest reiteration.
    private(set) var reiterated: Happening?
    private(set) var denials: [Denied] = []
    private(set) var counts = Counts()
    private var firstDenials: [Text: Happening] = [:]
    private var withdrawals: [Text: Happening] = [:]
    private var confirmations: Set<Text> = []

    /// A denial: by which party, how much of the claim, when.
    struct Denied {
        let by: Text
        let extent: Denial.Extent
        let time: Happening
    }

    /// How many moves there are of each kind.
    struct Counts: Hashable {
        var denials = 0, reiterations = 0, responses = 0
        /// The newest in log order.
        var newest: Position?
    }

    mutating func add(_ move: ClaimRecord.Move) {
        let time = Happening(move)
        switch move.act {
        case .corrected: isCorrected = true
        case .denied(let denial):
            counts.denials += 1
            denials.append(Denied(by: denial.by.name, extent: denial.extent, time: time))
            firstDenials[denial.by.name] = min(firstDenials[denial.by.name] ?? time, time)
        case .reiterated:
            counts.reiterations += 1
            reiterated = max(reiterated ?? time, time)
        case .responded(let response):
            counts.responses += 1
            add(response, time)
        }
        counts.newest = max(counts.newest ?? move.position, move.position)
    }

    private mutating func add(_ response: Response, _ time: Happening) {
        switch response.outcome {
        case .statement, .acknowledges: isAnswered = true
        case .declined, .noResponse: isSilent = true
        case .confirms:
            confirmations.insert(response.by.name)
            if response.statement != nil { isAnswered = true }
        case .withdraws: withdrawals[response.by.name] = max(withdrawals[response.by.name] ?? time, time)
        }
    }

    /// The first denial by a party.
    func firstDenial(by party: Party) -> Happening? { firstDenials[party.name] }

    /// Whether the party withdrew after its denial.
    func takeBack(_ denial: Denied) -> Bool { withdrawals[denial.by].map { $0 > denial.time } ?? false }

    func isWithdrawn(by party: Party) -> Bool { withdrawals[party.name] != nil }

    func isConfirmed(by party: Party) -> Bool { confirmations.contains(party.name) }
}

import CanonicalJSON
import StoryEvents

/// What each party of a story did, in the order in which they first appear.
struct StoryParties {
    private(set) var all: [Entry] = []
    private var places: [Text: Int] = [:]

    /// A party, by the spelling of its name.
    struct Entry {
        let name: Text
        var kind: Party.Kind?
        var role: Text?
        /// Claims that it is a speaker of.
        var claims = 0
        /// Claims that are about it.
        var about = 0
        var denials = 0
        var reiterations = 0
        var responses = 0
        /// Requests for comment to it.
        var asked = 0
    }

    init(_ claims: StoryClaims) {
        for record in claims.claims {
            let speakers = record.claim?.attribution.map(\.speaker) ?? []
            for name in Set(speakers.map(\.name)).sorted() {
                guard let party = speakers.first(where: { $0.name == name }) else { continue }
                count(party) { $0.claims += 1 }
            }
            for party in record.claim?.about ?? [] { count(party) { $0.about += 1 } }
        }
        for request in claims.requests { count(request.request.party) { $0.asked += 1 } }
        for move in claims.moves {
            guard let party = move.by else { continue }
            count(party) { entry in
                if move.denial != nil { entry.denials += 1 }
                if move.reiteration != nil { entry.reiterations += 1 }
                if move.response != nil { entry.responses += 1 }
            }
        }
    }

    private mutating func count(_ party: Party, _ change: (inout Entry) -> Void) {
        let place = places[party.name] ?? all.count
        if place == all.count { all.append(Entry(name: party.name)) }
        places[party.name] = place
        all[place].kind = all[place].kind ?? party.kind
        all[place].role = all[place].role ?? party.role
        change(&all[place])
    }
}

import CanonicalJSON
import StoryEvents

/// Who said, denied and answered what, in every story: one row for each act of a party, or act that concerns it.
///
/// Parties are distinguished by the bytes of their names. Names that differ only in case, diacritics, punctuation or
/// white space have the same `group` and are listed together.
public struct Parties: LedgerProjection {
    /// The module's name on the command line.
    public static let name = "parties"
    /// Raised when the same events give another result.
    public static let version = 6
    /// The columns, indexes and searchable texts of its rows.
    public static let table = RowTable(
        columns: [
            "group", "party", "act", "story", "position", "time", "recorded", "role", "kind", "url", "hop", "hopText",
            "statement", "line",
            "backdated", "outOfOrder", "claims",
        ],
        shared: ["group", "party", "act", "role", "kind", "url", "hop", "hopText", "claims"], counted: [firstOfStory],
        indexes: [["group"]],
        tallies: [RowTable.Tally(by: ["group", "party", "act"], summing: [firstOfStory])])

    /// 1 in the first row of a party in its story, so that the sum is the number of stories that name it.
    static let firstOfStory = "first"

    /// The parties that the story has named, each with its group.
    private var named: [Text: Text] = [:]
    private var deniers = Deniers()

    /// What a party did, or what concerned it.
    public enum Act: String, Hashable, Sendable, CaseIterable {
        /// It made a claim.
        case said
        /// It is the addressee of a hop of a claim.
        case told
        /// A claim is about it.
        case about
        /// It was asked for comment.
        case asked
        case denied
        case partlyDenied = "partly-denied"
        case reiterated
        case statement
        case declined
        case noResponse = "no-response"
        case acknowledges, confirms, withdraws
    }

    /// Starts with no event folded.
    public init() {}

    /// Adds rows for the parties that the event names. Rows never change.
    public mutating func apply(_ step: StoryStep, to rows: inout StoryRows) {
        guard step.payload.mayNameParties else { return }
        let bearing = deniers.bearing(step.payload)
        deniers.add(step.payload, at: step.envelope.position)
        var entry = Entry(step, named)
        switch step.payload {
        case .published(let publication):
            entry.add(publication.claims)
            entry.add(publication.requests)
        case .updated(let update):
            entry.add(update.claims)
            entry.add(update.requests)
        case .denied(let denial):
            entry.add(
                denial.by, denial.extent == .partial ? .partlyDenied : .denied, denial.claims, denial.hop,
                denial.statement)
            entry.tell(bearing)
            if let claim = denial.counterclaim { entry.add([claim]) }
        case .reiterated(let reiteration):
            // Who repeats a denial denies; it does not stand by the claim.
            entry.add(
                reiteration.by, bearing == .repeats ? .denied : .reiterated, reiteration.claims, reiteration.hop,
                reiteration.statement)
            entry.tell(bearing)
        case .responded(let response):
            guard let act = Act(rawValue: response.outcome.rawValue) else { return }
            entry.add(response.by, act, response.claims, nil, response.statement)
            entry.tell(bearing)
        default: break
        }
        for (index, row) in entry.rows.enumerated() {
            var isFirst = false
            if let party = row["party"]?.text, named[party] == nil {
                named[party] = row["group"]?.text
                isFirst = true
            }
            rows.set(entry.key(index), row, counts: [Self.firstOfStory: isFirst ? 1 : 0])
        }
    }

    /// The rows of one event.
    private struct Entry {
        let step: StoryStep
        let named: [Text: Text]
        let time, recorded: JSON
        var rows: [JSONObject] = []

        init(_ step: StoryStep, _ named: [Text: Text]) {
            self.step = step
            self.named = named
            (time, recorded) = (JSON(step.envelope.time), JSON(step.envelope.recorded))
        }

        /// A claim counts once for each role of a party, at the first of its hops, however many hops name the party.
        mutating func add(_ claims: [Claim]) {
            for claim in claims {
                var (speakers, addressees, subjects): (Set<Text>, Set<Text>, Set<Text>) = ([], [], [])
                for hop in claim.attribution {
                    if speakers.insert(hop.speaker.name).inserted { add(hop.speaker, .said, [claim.id], hop.id, nil) }
                    if let addressee = hop.addressee, addressees.insert(addressee.name).inserted {
                        add(addressee, .told, [claim.id], hop.id, nil)
                    }
                }
                for party in claim.about where subjects.insert(party.name).inserted {
                    add(party, .about, [claim.id], nil, nil)
                }
            }
        }

        mutating func add(_ requests: [CommentRequest]) {
            for request in requests {
                add(request.party, .asked, request.claims, nil, nil)
                if let asked = request.asked {
                    rows[rows.count - 1]["asked"] = JSON(asked.time)
                }
            }
        }

        mutating func add(_ party: Party, _ act: Act, _ claims: [Text], _ hop: Text?, _ statement: Statement?) {
            var row: JSONObject = [
                "party": .string(party.name),
                "group": .string(named[party.name] ?? Text(NameFold.fold(party.name.string))),
                "act": .string(Text(act.rawValue)), "story": .string(step.envelope.story.text),
                "position": JSON(step.envelope.position),
                "time": time, "recorded": recorded,
                "backdated": .bool(step.backdating.isBackdated),
                "outOfOrder": .bool(step.backdating.isOutOfOrder),
            ]
            row["role"] = party.role.map(JSON.string)
            row["kind"] = party.kind.map { .string(Text($0.rawValue)) }
            row["url"] = party.url.map(JSON.string)
            row["claims"] = .array(claims.map { claim(named: $0) })
            row["hop"] = hop.map(JSON.string)
            row["hopText"] = hop.flatMap { text(of: $0, in: claims) }
            row["statement"] = statement.map { .string($0.text) }
            rows.append(row)
        }

        /// Adds to the newest row the sentence that a timeline has of the event.
        mutating func tell(_ bearing: DenialBearing) {
            var sentence = Sentence(publisher: nil, source: step.story?.source, bearing: bearing)
            sentence.tell(step.payload, of: step.envelope, version: nil)
            rows[rows.count - 1]["line"] = .string(Text(sentence.line))
        }

        /// What a hop of some claims says: `Ann Rowe told Ben Tully`.
        private func text(of hop: Text, in claims: [Text]) -> JSON? {
            let hops = claims.lazy.compactMap { step.story?.names.claim($0) }.flatMap(\.attribution)
            return hops.first { $0.id == hop }.map { .string(Text($0.phrase)) }
        }

        private func claim(named id: Text) -> JSON {
            let text = step.story?.names.claim(id)?.text
            return ["id": .string(id), "text": text.map(JSON.string) ?? .null]
        }

        /// A key that sorts by event and then by place in the event; short, since each row stores it twice.
        func key(_ index: Int) -> Text {
            let revision = ordered(step.envelope.revision.value)
            return Text(index == 0 ? revision : revision + "." + ordered(Int64(index)))
        }

        /// The digits after a letter for their number, so that 9 sorts before 10 by bytes.
        private func ordered(_ number: Int64) -> String {
            let digits = String(number)
            return String(UnicodeScalar(UInt8(ascii: "a") + UInt8(clamping: digits.utf8.count - 1))) + digits
        }
    }
}

extension Payload {
    /// Whether the event can name parties; most changes of a text cannot.
    fileprivate var mayNameParties: Bool {
        switch self {
        case .published(let publication): !publication.claims.isEmpty || !publication.requests.isEmpty
        case .updated(let update): !update.claims.isEmpty || !update.requests.isEmpty
        case .denied, .reiterated, .responded: true
        case .forked, .rekeyed, .withheld, .erased: false
        }
    }
}

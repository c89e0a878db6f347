import CanonicalJSON
import StoryEvents

/// Describes one event in a sentence: who did what about which claims.
struct Sentence {
    private let publisher: Text?
    private let source: Text?
    private let bearing: DenialBearing
    private let kind: EditKind
    private let fieldChanges: [FieldChange]
    private let undone: UndoneByEdit
    private(set) var what: Text = ""
    private var by: Text?
    private(set) var party: Party?
    private var claims: [Text] = []
    /// The passages that the note of an update says it covers.
    private(set) var covers: [Text] = []
    private var version: Int?
    private(set) var line = ""
    private(set) var breaksEmbargo = false
    private(set) var isBeforeEmbargo = false

    /// - Parameters:
    ///   - publisher: The publisher's name; nil where the story does not give it.
    ///   - source: The source that published the story; nil where that is not known.
    ///   - bearing: What the event means beside the denials of its own party.
    ///   - fieldChanges: The fields other than texts that the event changes.
    ///   - undone: The corrections that the event takes back.
    ///   - kind: What sort of change its version is.
    init(
        publisher: Text?, source: Text?, bearing: DenialBearing = .none, fieldChanges: [FieldChange] = [],
        undone: UndoneByEdit = UndoneByEdit(), kind: EditKind = .none
    ) {
        self.publisher = publisher
        self.source = source
        self.kind = kind
        self.bearing = bearing
        self.fieldChanges = fieldChanges
        self.undone = undone
    }

    /// - Parameter version: The number of the version that the event made; nil when it made none.
    mutating func tell(_ payload: Payload, of envelope: Envelope, version: Int?) {
        switch payload {
        case .published(let publication): tell(publication, envelope, version: version)
        case .updated(let update): tell(update, envelope, version: version)
        case .denied(let denial): tell(ClaimRecord.Move(envelope, .denied(denial)), denial.claims)
        case .reiterated(let reiteration):
            tell(ClaimRecord.Move(envelope, .reiterated(reiteration)), reiteration.claims)
        case .responded(let response): tell(ClaimRecord.Move(envelope, .responded(response)), response.claims)
        case .forked(let fork): tell(fork)
        case .rekeyed(let rekeying): tell(rekeying)
        case .withheld(let takedown): tell(takedown)
        case .erased(let withheld): tell(withheld, envelope.type, version: version)
        }
        tellSource(of: envelope)
    }

    private mutating func tell(_ publication: Publication, _ envelope: Envelope, version: Int?) {
        let headline = if case .string(let text)? = publication.fields["headline"] { text.string } else { "" }
        begin("published", by: publisher, said("published \(headline.inQuotes)"))
        if let embargo = Embargo(publication.fields) {
            breaksEmbargo = embargo.isBroken(by: envelope)
            isBeforeEmbargo = embargo.isAfter(envelope)
            line +=
                breaksEmbargo
                ? said(", before the end of its embargo (\(embargo.ends))")
                : isBeforeEmbargo
                    ? ", \(embargo.datedBefore(envelope.time)) (\(embargo.ends))"
                    : said(", its embargo ended at \(embargo.ends)")
        }
        self.version = version
        claims = publication.claims.map(\.id)
        tellClaims(said("claiming"), claims)
    }

    private mutating func tell(_ update: Update, _ envelope: Envelope, version: Int?) {
        begin(Text(update.change.rawValue), byPublisherIn: envelope, phrase(of: update, version: version))
        if let embargo = Embargo(update.patch) {
            let isOver = !envelope.time.isBefore(embargo.ends)
            line +=
                isOver
                ? said(", with an embargo that had ended at \(embargo.ends)")
                : said(", under embargo until \(embargo.ends)")
        }
        if update.patch["embargo"] == .null { line += said(", removing its embargo") }
        self.version = version
        covers = update.note?.covers.map(\.exact) ?? []
        claims = update.corrects + update.claims.map(\.id)
        tellClaims(said("correcting"), update.corrects)
        tellClaims(said("claiming"), update.claims.map(\.id))
    }

    /// Describes a request for comment.
    ///
    /// - Parameter envelope: The event that reports it.
    mutating func tell(_ request: CommentRequest, in envelope: Envelope) {
        let channel = request.channelPhrase.map { ", \($0)" } ?? ""
        let verb = request.asked == nil ? said("had asked") : said("asked")
        let about = request.claims.isEmpty ? "" : said(" on \(listed(request.claims))")
        claims = request.claims
        begin("asked", byPublisherIn: envelope, said("\(verb) \(request.party.name) for comment\(about)\(channel)"))
    }

    /// Describes a party's move.
    mutating func tell(_ move: ClaimRecord.Move, _ named: [Text]) {
        let what =
            switch move.act {
            case .denied(let denial): denial.extent == .partial ? "partly-denied" : "denied"
            case .reiterated: "reiterated"
            case .responded(let response): response.outcome.rawValue
            case .corrected: "corrected"
            }
        let phrase = move.phrase(about: named.isEmpty ? nil : listed(named), bearing)
        begin(Text(what), by: move.by?.name, phrase)
        party = move.by
        claims = named + (move.denial?.counterclaim.map { [$0.id] } ?? [])
    }

    mutating func tell(_ fork: Fork) {
        what = "forked"
        line = said("The log went on as \(fork.origin), from another history than was published: \(fork.reason)")
    }

    mutating func tell(_ rekeying: Rekeying) {
        what = "rekeyed"
        line =
            rekeying.isEnded
            ? said("The log signs no more with the key \(rekeying.old)")
            : said("The log signs with a new key beside \(rekeying.old)")
    }

    mutating func tell(_ takedown: Takedown) {
        what = "withheld"
        by = takedown.authority
        line =
            said(
                "The keeper withheld \(phrase(of: takedown)), on the authority of \(takedown.authority.asKeepersWord): "
            )
            + takedown.reason.asKeepersWord
    }

    /// What a takedown withheld, without the names and hashes of files.
    private func phrase(of takedown: Takedown) -> String {
        let places = takedown.same.flatMap { $0 }
        let whole = takedown.taken.filter { $0.pieces == .all }.map(\.position)
        let events = Set(places.map(\.position)).sorted()
        let parts =
            places.isEmpty
            ? []
            : [
                places.count == 1
                    ? said("1 piece of \(named(events))") : said("\(places.count) pieces of \(named(events))")
            ]
        return ((whole.isEmpty ? [] : [said("what \(named(whole)) says")]) + parts).joined(separator: ", ")
    }

    /// The first positions, and how many more there are.
    private func named(_ positions: [Position]) -> String {
        let shown = positions.prefix(3).map(\.description).joined(separator: ", ")
        return positions.count > 3 ? said("\(shown) and \(positions.count - 3) more") : shown
    }

    /// Describes an event whose data was withheld.
    mutating func tell(_ withheld: Withheld, _ type: EventType, version: Int?) {
        what = "erased"
        self.version = version
        let text = version.map { said(", version \($0)") } ?? ""
        line = said("What this event says (\(said(code: type.rawValue))\(text)) was withheld by \(withheld.by)")
    }

    /// Names the source of a party's act where another source than the story's own sent it.
    private mutating func tellSource(of envelope: Envelope) {
        guard [.denied, .reiterated, .responded].contains(envelope.type) else { return }
        line += envelope.source(besides: source).asThrough
    }

    func entry(_ envelope: Envelope, at time: EventTime, _ backdating: Backdating) -> Timeline.Entry {
        Timeline.Entry(
            envelope: envelope, time: time, backdating: backdating, what: what, by: by, party: party,
            claims: claims, covers: covers, version: version, breaksEmbargo: breaksEmbargo,
            isBeforeEmbargo: isBeforeEmbargo,
            fieldChanges: fieldChanges, undone: undone, kind: kind, line: line)
    }

    /// Begins with the publisher, or with the source of an edit that is not the story's own.
    private mutating func begin(_ what: Text, byPublisherIn envelope: Envelope, _ phrase: String) {
        guard let other = envelope.source(besides: source) else { return begin(what, by: publisher, phrase) }
        self.what = what
        line = "\(other.asActor) \(phrase)"
    }

    private mutating func begin(_ what: Text, by: Text?, _ phrase: String) {
        self.what = what
        self.by = by
        line = "\(by?.string ?? said("The publisher")) \(phrase)"
    }

    private mutating func tellClaims(_ verb: String, _ ids: [Text]) {
        if !ids.isEmpty { line += ", \(verb) \(listed(ids))" }
    }

    private func phrase(of update: Update, version: Int?) -> String {
        let changes = FieldChange.phrase(of: fieldChanges)
        let isOfFields = update.change == .update && version == nil && changes != nil
        let act =
            switch update.change {
            case .update:
                version == nil
                    ? changes.map { said("changed \($0)") } ?? said("updated the story")
                    : kind.isNoise
                        ? said("changed white space and typography only\(kind.manifest)") : said("changed the text")
            case .correction: said("corrected the story")
            case .clarification: said("clarified the story")
            case .hold: said("put the story on hold")
            case .release: said("released the story")
            case .kill: said("killed the story")
            }
        let manifest = kind.isNoise ? "" : kind.manifest
        let revert = kind.revert.map { said(", which \($0.phrase)") } ?? ""
        var made = version.map { said(" (version \($0)\(revert))") } ?? ""
        if let changes, !isOfFields {
            made += update.change == .update ? said(" and \(changes)") : said(" and changed \(changes)")
        }
        made += undone.clause
        let reason = update.reason.map { said(", internal reason: \($0.string.inQuotes)") } ?? ""
        let silence =
            version == nil ? "" : kind.isUntold ? said(", without a note, \(Edit.untold)") : said(", without a note")
        guard let note = update.note else { return act + manifest + made + silence + reason }
        let place = update.isAnnounced ? said("with the note") : said("with a note that readers do not see:")
        let covering = version == nil ? note.covering : ""
        return "\(act)\(manifest)\(made), \(place) \(note.text.string.inQuotes)\(covering)\(reason)"
    }

    private func listed(_ ids: [Text]) -> String { ids.map(\.asName).joined(separator: ", ") }
}

extension Note {
    /// The passages that a sentence names.
    private static let mostCovered = 3

    /// ` covering “£3.40”`: the first passages that it says it covers; empty where there are none.
    fileprivate var covering: String {
        guard !covers.isEmpty else { return "" }
        let words = covers.prefix(Self.mostCovered).map { selector in
            let exact = selector.exact.string
            return (exact.count > 60 ? exact.prefix(59) + "…" : exact).inQuotes
        }
        let rest = covers.count - words.count
        return said(" covering \(words.joined(separator: ", "))") + (rest > 0 ? said(" and \(rest) more") : "")
    }
}

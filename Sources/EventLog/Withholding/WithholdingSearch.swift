import CanonicalJSON
import Glibc
import StoryEvents

/// Finds the texts of a log that are to be withheld.
struct WithholdingSearch {
    let store: any EventStore
    var plan = WithholdingPlan()
    var found: [Text: [Takedown.Place]] = [:]
    private var versions: [Position: Int] = [:]
    private var otherLetters = 0
    /// How events spell the words in other letters.
    private(set) var spellings: [Text] = []
    /// Stories whose ids were looked at.
    private var stories: Set<StoryID> = []
    private var isOfWords = false
    /// The words, as a file may be called.
    private var names: WholeText?

    init(_ store: any EventStore) {
        self.store = store
    }

    /// - Throws: ``WithholdingError``; none where nothing is found.
    mutating func run(_ request: WithholdingRequest) throws(WithholdingError) -> WithholdingPlan {
        switch request {
        case .words(let words, let story, let everywhere):
            guard !words.isBlank else { throw .noWords }
            plan.texts = [words]
            isOfWords = true
            (plan.subject, plan.asked) = (story, story)
            let isThere = try log { () throws(EventLogError) in
                try store.events(of: story, from: .first, limit: 1).isEmpty == false
            }
            guard isThere else { throw .noStory(story) }
            let wanted = WantedText(words)
            names = WholeText(words)
            try everywhere ? search(wanted) : search(wanted, in: story)
        case .event(let position):
            let event = try event(at: position)
            if let withheld = event.withheld { try refuse(withheld, .withheldAlready(withheld)) }
            try note(event, .all, pieces: event.disclosed.map { Array($0.pieces.indices) } ?? [])
        case .piece(let position, let piece):
            let event = try event(at: position)
            try refuse(withheld: [piece], of: event, "piece \(piece)")
            guard let data = event.disclosed, data.pieces.indices.contains(piece) else {
                throw .noPiece(position, "\(piece)", count: event.disclosed?.pieces.count ?? 0)
            }
            if !data.pieces[piece].isHidden { try note(event, .some([piece]), pieces: [piece]) }
        case .field(let position, let field):
            let event = try event(at: position)
            let paths = event.disclosed?.paths ?? []
            let pieces = paths.indices.filter { paths[$0].field == field }
            if let withheld = event.withheld { try refuse(withheld, .withheldAlready(withheld)) }
            guard !pieces.isEmpty else { throw .noPiece(position, field.string, count: paths.count) }
            let shown = pieces.filter { event.disclosed?.pieces[$0].isHidden == false }
            if shown.isEmpty { try refuse(withheld: pieces, of: event, "field '\(field.string)'") }
            if !shown.isEmpty { try note(event, .some(shown), pieces: shown) }
        }
        plan.same = found.values.map { $0.sorted() }.sorted { $0[0] < $1[0] }
        plan.stories = Set(plan.places.map(\.event.story)).sorted()
        if plan.subject.map(plan.stories.contains) != true { plan.subject = plan.places.first?.event.story }
        try addCustody()
        return plan
    }

    private func event(at position: Position) throws(WithholdingError) -> RecordedEvent {
        let found = try log { () throws(EventLogError) in try store.event(at: position) }
        guard let event = found else {
            throw .noEvent(position, size: try log { () throws(EventLogError) in try store.size() })
        }
        guard EventType.ofProducers.contains(event.envelope.type) else {
            throw .ledgersOwn(position, event.envelope.type)
        }
        return event
    }

    private mutating func search(_ words: WantedText, in story: StoryID) throws(WithholdingError) {
        var next = Revision.first
        while true {
            let page = try log { () throws(EventLogError) in try store.events(of: story, from: next, limit: 256) }
            for event in page { try look(for: words, in: event) }
            guard let last = page.last else { return }
            next = last.envelope.revision.next
        }
    }

    private mutating func search(_ words: WantedText) throws(WithholdingError) {
        var next = Position.first
        while true {
            let page = try log { () throws(EventLogError) in try store.events(from: next, limit: 256) }
            for event in page { try look(for: words, in: event) }
            guard let last = page.last else { return }
            next = last.envelope.position.next
        }
    }

    private mutating func look(for words: WantedText, in event: RecordedEvent) throws(WithholdingError) {
        let story = event.envelope.story
        if stories.insert(story).inserted, names?.isNamed(by: story.text.bytes) == true {
            plan.outOfReach.append(
                Text("the id of the story \(story) is made of the words, and never changes, nor do its addresses"))
        }
        if words.isWritten(in: event.leaf) {
            plan.outOfReach.append(Text("the leaf of \(event.envelope.position) holds the words, and it never changes"))
        }
        guard EventType.ofProducers.contains(event.envelope.type) else {
            if event.readableData.map(words.isWritten) == true {
                plan.outOfReach.append(Text("\(event.envelope.position) is the ledger's own, and holds the words"))
            }
            return
        }
        guard let data = event.disclosed else { return }
        if words.isWritten(in: data.skeleton) {
            plan.outOfReach.append(
                Text("a key or a number of the data of \(event.envelope.position) holds the words: withhold all of it"))
        }
        let paths = data.paths
        let pieces = data.pieces.indices.filter { number in
            guard case .shown(let text, _) = data.pieces[number] else { return false }
            return words.isIn(text) || paths?[number].isCustody == true && names?.isNamed(by: text) == true
        }
        if !pieces.isEmpty, pieces.allSatisfy({ paths?[$0].isCustody == true }) {
            try noteName(of: event, pieces)
        } else if !pieces.isEmpty {
            try note(event, .some(pieces), pieces: pieces)
        }
        for case .shown(let text, _) in data.pieces where words.isInOtherLetters(in: text) {
            return noteOtherLetters(words.spelling(in: text), at: event.envelope.position)
        }
    }

    private mutating func noteOtherLetters(_ spelling: Text, at position: Position) {
        guard otherLetters < Self.mostOtherLetters else { return }
        otherLetters += 1
        if !spellings.contains(spelling) { spellings.append(spelling) }
        plan.outOfReach.append(Text("\(position) holds the words in other letters: withhold them with another --text"))
    }

    /// Texts in other letters are a suggestion, and listed up to this number.
    private static let mostOtherLetters = 100

    mutating func note(
        _ event: RecordedEvent, _ taken: Takedown.Pieces, pieces: [Int]
    ) throws(WithholdingError) {
        guard let data = event.disclosed else { return }
        let position = event.envelope.position
        guard let paths = data.paths else {
            throw .log(.damaged(path: "the event at \(position)", "its data cannot be taken apart"))
        }
        plan.pieces[position] = taken
        if versions[position] == nil { try noteVersions(of: event.envelope.story) }
        if taken == .all {
            plan.places.append(
                WithholdingPlan.Place(
                    event: event.envelope, piece: nil, path: nil, text: "", version: versions[position]))
        }
        for piece in pieces {
            guard case .shown(let bytes, _) = data.pieces[piece] else { continue }
            let text = Text(String(decoding: bytes, as: UTF8.self))
            if taken != .all { found[Self.said(text), default: []].append(Takedown.Place(position, piece)) }
            if !paths[piece].isCustody { noteText(Self.said(text), of: pieces.count == 1 ? nil : paths[piece].field) }
            if taken != .all {
                plan.places.append(
                    WithholdingPlan.Place(
                        event: event.envelope, piece: piece, path: paths[piece], text: text, version: versions[position]
                    ))
            }
        }
    }

    /// What a piece says: a paragraph that is no longer the last one says the same, with a blank line after it.
    private static func said(_ text: Text) -> Text {
        let bytes = text.bytes
        let end = bytes.lastIndex { $0 != 0x0A && $0 != 0x0D }.map { $0 + 1 } ?? 0
        return end == bytes.count ? text : Text(String(decoding: bytes[..<end], as: UTF8.self))
    }

    /// Texts that are long enough to be told from others within a longer one.
    private static let fewestBytes = 24

    /// A short text that was asked for alone is looked for whatever it is; of many, those of two words or more: the others are
    /// ids, languages and the like. Bylines and publishers stand in many stories.
    ///
    /// - Parameter field: nil where one piece was asked for alone.
    private mutating func noteText(_ said: Text, of field: Text?) {
        // Where a text with the words stands, they stand, too.
        if isOfWords { return }
        if said.utf8.count >= Self.fewestBytes {
            plan.texts.append(said)
            return
        }
        let isTelling = field.map { !Self.common.contains($0) && said.bytes.contains(0x20) } ?? true
        if !said.isBlank, isTelling { plan.wholes.append(said) }
    }

    private static let common: Set<Text> = ["byline", "publisher"]

    private mutating func noteVersions(of story: StoryID) throws(WithholdingError) {
        var state: StoryState?
        for event in try log({ () throws(EventLogError) in try store.events(of: story) }) {
            let before = state?.version
            do throws(PayloadFault) { state.apply(event.envelope, try event.payload()) } catch {
                throw .log(.damaged(path: "the event at \(event.envelope.position)", error.message))
            }
            if let after = state?.version, after != before { versions[event.envelope.position] = after }
        }
    }
}

extension [UInt8] {
    /// Whether these bytes have some others.
    public func holds(_ words: [UInt8]) -> Bool {
        guard let first = words.first else { return true }
        return withUnsafeBytes { bytes in
            words.withUnsafeBytes { words in
                var place = 0
                while place + words.count <= bytes.count, let start = bytes.baseAddress, let wanted = words.baseAddress,
                    let found = memchr(start + place, Int32(first), bytes.count - words.count + 1 - place)
                {
                    place = start.distance(to: UnsafeRawPointer(found))
                    if memcmp(start + place, wanted, words.count) == 0 { return true }
                    place += 1
                }
                return false
            }
        }
    }
}

/// What the log throws, as the reason why nothing is withheld.
func log<Value>(_ body: () throws(EventLogError) -> Value) throws(WithholdingError) -> Value {
    do throws(EventLogError) { return try body() } catch { throw .log(error) }
}

extension Text {
    var isBlank: Bool { string.unicodeScalars.allSatisfy(\.properties.isWhitespace) }
}

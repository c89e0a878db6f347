import CanonicalJSON
import Projections
import ProseRendering
import StoryEvents

/// What surrounds a page: where it is, at which moment it is asked about, and how it shows times.
struct Frame: Sendable {
    /// The log's name.
    let origin: String
    /// The number of events in the log.
    let size: Int64
    let route: Route
    let query: Query
    /// The zone that the reader chose; nil for times as they were told.
    let zone: Zone?
    /// What the reader asked about: all there is, or the record as it was.
    let moment: Moment
    var words = Words.english

    /// What stands before each address: nothing, or where the site is, for pages that are saved.
    var base = ""
    /// How the times of events on the page were written.
    var told: [Position: ToldTime] = [:]
    /// How the times of requests for comment were written.
    var asked: [Asking: ToldTime] = [:]

    /// When a request was made, and the event that reported it.
    struct Asking: Hashable, Sendable {
        let time: EventTime
        let event: Position
    }

    /// The language of the story that the page is about, empty where it does not say; nil on other pages.
    var language: String?

    /// The frame of a page that shows these times.
    func telling(_ told: [Position: ToldTime]) -> Frame {
        var frame = self
        frame.told = told
        return frame
    }

    /// The frame of a page about a story.
    func about(_ model: StoryModel) -> Frame {
        var frame = telling(model.told)
        frame.language = model.state.text("language")?.string ?? ""
        for request in model.board.claims.requests {
            guard let asked = request.request.asked, let told = ToldTime(asked) else { continue }
            frame.asked[Asking(time: asked.time, event: request.introduced)] = told
        }
        return frame
    }

    /// A moment that a reader asks about.
    struct Moment: Hashable, Sendable {
        var cut = StoryCut.none
        /// The moment in words; nil for now.
        var text: String?
    }

    /// The parameters that every page keeps.
    static let kept = ["as-of", "at", "zone"]

    /// The address of another page, at the same moment and in the same zone.
    func link(_ route: Route, _ parameters: KeyValuePairs<String, String?> = [:]) -> String {
        var query = Query(parameters)
        for name in Self.kept where query[name] == nil { query.set(name, self.query[name]) }
        return base + route.path + query.encoded
    }

    /// The address of this page with other parameters; nil removes one.
    func here(_ parameters: KeyValuePairs<String, String?>) -> String {
        var query = query
        for (name, value) in parameters { query.set(name, value) }
        return base + route.path + query.encoded
    }

    /// A time as pages show it: `2026-03-02 17:20 America/New_York`.
    func text(_ time: EventTime) -> String {
        if let zone { return "\(Self.minute(zone.local(at: time.seconds))) \(zone.name)" }
        return "\(Self.minute(time.local)) \(time.offset == 0 ? "UTC" : EventTime.text(offset: time.offset))"
    }

    /// A time at its own offset; nil where the page shows it so.
    func ownText(of time: EventTime) -> String? {
        guard let zone, zone.local(at: time.seconds) != time.local else { return nil }
        return "\(Self.minute(time.local)) \(time.offset == 0 ? "UTC" : EventTime.text(offset: time.offset))"
    }

    /// A time of a request for comment, and in brackets how it was written: `2026-03-02 17:20 -05:00 (printed 5:20PM ET)`.
    func text(_ time: EventTime, askedIn event: Position) -> String {
        guard let words = toldWords(time, asked[Asking(time: time, event: event)]) else { return text(time) }
        return "\(text(time)) (\(words))"
    }

    /// How a time was written: at its own offset where the page has another, as it was printed, and in its zone.
    func toldWords(_ time: EventTime, _ told: ToldTime?) -> String? {
        var all: [String] = []
        if let own = ownText(of: time) { all.append(words.told(own)) }
        if let printed = told?.printed { all.append(words.printed(printed.string)) }
        if let name = told?.zone, name.string != zone?.name { all.append(name.string) }
        return all.isEmpty ? nil : all.joined(separator: ", ")
    }

    /// The event that a time is of, among those that were written otherwise.
    func event(at time: EventTime) -> Position? {
        told.filter { $0.value.time == time }.keys.min()
    }

    /// A time of recording as pages show it.
    func text(_ time: RecordedTime) -> String {
        let seconds = Int64((Double(time.microseconds) / 1_000_000).rounded(.down))
        let local = zone?.local(at: seconds) ?? CivilTime(seconds: seconds)
        return "\(local.dateText) \(local.clockText) \(zone?.name ?? "UTC")"
    }

    private static func minute(_ time: CivilTime) -> String { "\(time.dateText) \(time.clockText.prefix(5))" }
}

extension Markup {
    /// A link.
    mutating func link(_ address: String, _ text: String, _ style: String? = nil) {
        element("a", ["href": address, "class": style], text)
    }

    /// A time that happened, and in brackets how it was written: at its own offset where the page has another, as it was
    /// printed, and in its zone.
    ///
    /// - Parameter event: The event whose time it is; nil for other times.
    mutating func time(_ time: EventTime, of event: Position? = nil, _ frame: Frame) {
        self.time(time, event.flatMap { frame.told[$0] }, frame)
    }

    /// The time of an entry of a timeline: of an event, or of a request for comment that one reported.
    mutating func time(of entry: Timeline.Entry, _ frame: Frame) {
        let event = entry.envelope.position
        let told = entry.what == "asked" ? frame.asked[.init(time: entry.time, event: event)] : frame.told[event]
        time(entry.time, told, frame)
    }

    private mutating func time(_ time: EventTime, _ told: ToldTime?, _ frame: Frame) {
        element("time", ["datetime": time.description], frame.text(time))
        guard let words = frame.toldWords(time, told) else { return }
        text(" ")
        element("span", ["class": "told", "dir": "auto"], "(\(words))")
    }

    /// The time of an event.
    mutating func time(of envelope: Envelope, _ frame: Frame) {
        time(envelope.time, of: envelope.position, frame)
    }

    /// A time of recording.
    mutating func time(_ time: RecordedTime, _ frame: Frame) {
        element("time", ["datetime": time.description], frame.text(time))
    }

    /// Words of the record, in their own language and direction.
    mutating func quoted(_ name: StaticString, _ text: String, language: String? = nil, _ style: String? = nil) {
        element(name, ["dir": "auto", "lang": language, "class": style], text)
    }

    /// A link to an event: `@17`.
    mutating func event(_ position: Position, _ frame: Frame) {
        link(frame.link(.event(position)), position.description, "place")
    }
}

extension Frame {
    /// `backdated`, `out of order`, both, or nil.
    ///
    /// - Parameter isAllLate: Whether the page says once that everything on it is backdated.
    func mark(_ backdating: Backdating, isAllLate: Bool = false) -> String? {
        let marks =
            (backdating.isBackdated && !isAllLate ? [words.backdated] : [])
            + (backdating.isOutOfOrder ? [words.outOfOrder] : [])
        return marks.isEmpty ? nil : marks.joined(separator: ", ")
    }
}

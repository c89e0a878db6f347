import CanonicalJSON

/// Why a time cannot be read.
public enum TimeFault: Error, Hashable, Sendable {
    /// A time of day without a day that is still to come today in a zone.
    case toCome(String, zone: String)
    /// A text that is not RFC 3339, and what was expected at the fault.
    case malformed(String, String)
    /// A month, day, hour, minute or second that does not exist, or the year 0.
    case noSuchTime(String)
    /// The second is 60.
    case leapSecond(String)
    /// A time with neither offset nor zone.
    case noOffset(String)
    /// An unknown zone, and the nearest known name.
    case unknownZone(String, near: String?)
    /// A local time that the clocks skipped, and the offsets before and after.
    case skipped(String, zone: String, before: String, after: String)
    /// A local time that the clocks showed twice, and the offset at each.
    case repeated(String, zone: String, first: String, second: String)
    /// An offset that the zone did not have then, and those that it had.
    case contradicted(String, zone: String, offsets: [String])

    /// The reason, as a sentence.
    public var message: String {
        switch self {
        case .toCome(let text, let zone): said("\(Text(text).quoted) is still to come today (\(zone))")
        case .malformed(let text, let expected): said("\(Text(text).quoted) is no RFC 3339 time: expected \(expected)")
        case .noSuchTime(let text): said("\(Text(text).quoted) is on no calendar or clock")
        case .leapSecond(let text): said("\(Text(text).quoted) falls on a leap second")
        case .noOffset(let text): said("\(Text(text).quoted) has no offset from UTC")
        case .unknownZone(let zone, _) where zone.contains("/"): said("the zone database has no \(Text(zone).quoted)")
        case .unknownZone(let zone, _):
            said(
                "\(Text(zone).quoted) is no zone: expected UTC, GMT or an area with a place; an abbreviation can mean several"
            )
        case .skipped(let text, let zone, let before, let after):
            said("\(Text(text).quoted) never was in \(zone): the clocks went from \(before) to \(after) over it")
        case .repeated(let text, let zone, let first, let second):
            said("\(Text(text).quoted) was twice in \(zone): at \(first) and at \(second)")
        case .contradicted(let text, let zone, let offsets):
            said(
                "\(Text(text).quoted) contradicts its zone: the offset in \(zone) was \(offsets.joined(separator: " or "))"
            )
        }
    }

    /// How to mend it.
    public var remedy: String {
        switch self {
        case .malformed, .noSuchTime: Self.writing.json
        case .toCome(let text, _): said("type 'yesterday \(text)', or the date as well")
        case .leapSecond: said("write the second before or after it")
        case .noOffset: Self.adding.json
        case .unknownZone(_, let near):
            near.map { said("did you mean '\($0)'?") }
                ?? said("use a name of the IANA zone database, such as Europe/Berlin")
        case .skipped(let text, _, let before, let after):
            said("write the time that was meant, or settle it with an offset: \(text)\(before) or \(text)\(after)")
        case .repeated(let text, _, let first, let second):
            said("settle it with an offset: \(text)\(first) or \(text)\(second)")
        case .contradicted: said("leave out the offset or the zone, or correct one of them")
        }
    }

    /// Remedies that show how a time is written: for JSON, for front matter, and for the cell of a table with a map.
    private typealias Shown = (json: String, frontMatter: String, table: String)

    private static var writing: Shown {
        (
            said(
                "write it like 2026-03-02T17:20:00-05:00, or as {\"at\": \"2026-03-02T17:20\", \"zone\": \"America/New_York\"}"
            ), said("write it like 2026-03-02T17:20:00-05:00, or as 2026-03-02T17:20 America/New_York"),
            said("write it like 2026-03-02T17:20:00-05:00, or name its 'format' and 'zone' in the map")
        )
    }

    private static var adding: Shown {
        (
            said(
                "add the offset (2026-03-02T17:20:00-05:00) or the zone ({\"at\": ..., \"zone\": \"America/New_York\"})"
            ), said("add the offset (2026-03-02T17:20:00-05:00) or the zone (2026-03-02T17:20 America/New_York)"),
            said("add the offset (2026-03-02T17:20:00-05:00), or name the 'zone' of such times in the map")
        )
    }

    /// A remedy for JSON in the words for front matter; nil where it is the same there.
    static func frontMatterRemedy(for remedy: String) -> String? {
        [writing, adding].first { $0.json == remedy }?.frontMatter
    }

    /// A remedy for JSON in the words for a table; nil where it is the same there.
    package static func tableRemedy(for remedy: String) -> String? {
        [writing, adding].first { $0.json == remedy }?.table
    }

    /// Whether the fault is in the zone's name, not in the time.
    var isAboutZone: Bool { if case .unknownZone = self { true } else { false } }
}

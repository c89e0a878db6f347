import StoryEvents

/// Reads times as people type them: `17:20`, `yesterday 17:20`, `2 hours ago`, `2026-11-24 11:00 Europe/London`, a
/// date, `now`, or RFC 3339.
public struct TimeReader: Sendable {
    /// The zone of a time that names none.
    private let zone: Zone
    /// The moment that `now`, `today` and `yesterday` refer to.
    private let now: RecordedTime

    /// The moment of a day that a bare date stands for.
    public enum Edge: Sendable {
        case beginning, end
    }

    /// A time and its interpretation in words.
    public struct Reading: Hashable, Sendable {
        /// The moment.
        public let time: EventTime
        /// The interpretation, with its zone: `2026-11-24 11:00 Europe/London`, `the end of 2026-11-24 UTC`.
        public let text: String
    }

    /// - Parameters:
    ///   - zone: The zone of a time that names none.
    ///   - now: The moment that words such as `today` refer to.
    public init(zone: Zone, now: RecordedTime) {
        self.zone = zone
        self.now = now
    }

    /// Reads a time.
    ///
    /// - Parameters:
    ///   - text: The text as typed.
    ///   - edge: The moment of a day that a bare date stands for.
    /// - Throws: ``CutFault``.
    public func read(_ text: String, _ edge: Edge) throws(CutFault) -> Reading {
        var words = text.split(separator: " ").map(String.init)
        do throws(TimeFault) {
            if words.map({ $0.lowercased() }) == ["now"] { return try moment(at: now) }
            if let seconds = Self.ago(words) {
                return try moment(at: RecordedTime(microseconds: now.microseconds - seconds * 1_000_000))
            }
            var zone = zone
            if let name = words.last, words.count > 1, Self.isZone(name), Self.mayBeDay(words[0]),
                !OtherTimeForm.isMonth(name)
            {
                zone = try Zone(named: name)
                words.removeLast()
            }
            let reading = try read(words, in: zone, edge, of: text)
            // A bare date of today means what of it has passed.
            let isToday = words.count == 1 && day(words[0], in: zone) == day("today", in: zone)
            guard isToCome(reading), !isToday else { return reading }
            return Reading(time: reading.time, text: reading.text + said(", which is still to come"))
        } catch {
            // The time that was built from a date is not what was typed.
            if case .noSuchTime = error { throw CutFault(text: text, time: .noSuchTime(text)) }
            throw CutFault(text: text, time: error)
        }
    }

    /// The seconds of `2 hours ago`; nil for any other text. A day counts as 24 hours here.
    private static func ago(_ words: [String]) -> Int64? {
        guard words.count == 3, words[2].lowercased() == "ago", let number = Int64(words[0]),
            (0...100_000).contains(number)
        else { return nil }
        let unit = words[1].lowercased()
        return units[unit.hasSuffix("s") ? String(unit.dropLast()) : unit].map { $0 * number }
    }

    private static let units: [String: Int64] = [
        "second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 7 * 86_400,
    ]

    private func moment(at now: RecordedTime) throws(TimeFault) -> Reading {
        let seconds = now.microseconds / 1_000_000
        let local = zone.local(at: seconds)
        let offset = EventTime.text(offset: zone.offset(at: seconds))
        let decimals = now.description.suffix(7).dropLast()
        return Reading(
            time: try EventTime("\(local.text).\(decimals)\(offset)"),
            text: "\(local.dateText) \(local.clockText) \(zone.name)")
    }

    private func read(
        _ words: [String], in zone: Zone, _ edge: Edge, of text: String
    ) throws(TimeFault) -> Reading {
        guard words.count == 1 || words.count == 2, let first = words.first else {
            throw .malformed(text, said("a date, a time, or both"))
        }
        if let day = day(first, in: zone) {
            guard let clock = words.dropFirst().first else { return try Self.edge(edge, of: day, in: zone) }
            return try Self.moment("\(day)T\(Self.twoDigits(clock))", in: zone)
        }
        if words.count == 1, first.utf8.count >= 4, first.utf8.dropFirst(first.utf8.count > 4 ? 2 : 1).first == 0x3A {
            let today = zone.local(at: now.microseconds / 1_000_000).dateText
            let moment = try Self.moment("\(today)T\(Self.twoDigits(first))", in: zone)
            guard !isToCome(moment) else { throw .toCome(text, zone: zone.name) }
            return moment
        }
        return try Self.moment(words.joined(separator: "T"), in: zone)
    }

    /// A time of day with two digits for its hour: people type `9:05`.
    private static func twoDigits(_ clock: String) -> String {
        let bytes = clock.utf8.prefix(2)
        guard bytes.last == 0x3A, let first = bytes.first, (0x30...0x39).contains(first) else { return clock }
        return "0" + clock
    }

    private func isToCome(_ reading: Reading) -> Bool {
        reading.time.microseconds > now.microseconds
    }

    /// The date of `today`, `yesterday` or a written date; nil for any other text.
    private func day(_ word: String, in zone: Zone) -> String? {
        let today = zone.local(at: now.microseconds / 1_000_000)
        switch word.lowercased() {
        case "today": return today.dateText
        case "yesterday": return CivilTime(seconds: today.seconds - 86_400).dateText
        default:
            let isDate = word.utf8.count == 10 && word.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2D }
            return isDate ? word : nil
        }
    }

    private static func moment(_ text: String, in zone: Zone) throws(TimeFault) -> Reading {
        let written = try WrittenTime(text)
        guard written.offset == nil else {
            let time = try EventTime(text)
            return Reading(time: time, text: time.description)
        }
        let time = try EventTime(text, zone: zone.name)
        let clock = written.local.second == 0 ? String(written.local.clockText.dropLast(3)) : written.local.clockText
        return Reading(time: time, text: "\(written.local.dateText) \(clock) \(zone.name)")
    }

    /// The first or last moment of a day. Where the clocks skip or repeat midnight, it is the one on that day.
    private static func edge(_ edge: Edge, of day: String, in zone: Zone) throws(TimeFault) -> Reading {
        let text = edge == .beginning ? day + "T00:00:00" : day + "T23:59:59.999999999"
        let words = said("the \(edge == .beginning ? "beginning" : "end") of \(day) \(zone.name)")
        do throws(TimeFault) {
            return Reading(time: try EventTime(text, zone: zone.name), text: words)
        } catch {
            switch error {
            case .skipped(_, _, let before, let after):
                return Reading(time: try EventTime(text + (edge == .beginning ? before : after)), text: words)
            case .repeated(_, _, let first, let second):
                return Reading(time: try EventTime(text + (edge == .beginning ? first : second)), text: words)
            default: throw error
            }
        }
    }

    /// Whether a text can be a date or a time; so "last monday" is not read as a time in the zone "monday".
    private static func mayBeDay(_ word: String) -> Bool {
        (word.first?.isNumber ?? false) || ["today", "yesterday"].contains(word.lowercased())
    }

    /// Whether the last of several words is meant as a zone: it begins with a letter and is no half of the day.
    private static func isZone(_ word: String) -> Bool {
        let isLetter = word.unicodeScalars.first?.properties.isAlphabetic ?? false
        return isLetter && !["am", "pm", "a.m.", "p.m."].contains(word.lowercased())
    }
}

import Foundation

extension EventTime {
    /// Resolves a local time with the zone database.
    ///
    /// - Parameters:
    ///   - at: A local time, with an offset only where a clock change makes it doubtful.
    ///   - zone: A name of the IANA zone database, such as `America/New_York`.
    /// - Throws: ``TimeFault`` when the zone is unknown, when the clocks skipped or repeated that time and no offset
    ///   settles it, or when the offset is none that the zone had around then.
    public init(_ at: String, zone name: String) throws(TimeFault) {
        let written = try WrittenTime(at)
        let zone = try ZoneOffsets(named: name)
        let (before, after) = zone.offsets(around: written.local)
        let fitting = (before == after ? [before] : [before, after]).filter {
            zone.offset(at: written.local.seconds - Int64($0 * 60)) == $0
        }
        if let offset = written.offset {
            let admitted = fitting.isEmpty ? [before, after] : fitting
            guard admitted.contains(offset) else {
                throw .contradicted(at, zone: name, offsets: admitted.map(Self.text))
            }
            self.init(local: written.local, fraction: written.fraction, offset: offset)
            return
        }
        switch fitting.count {
        case 1: self.init(local: written.local, fraction: written.fraction, offset: fitting[0])
        case 0: throw .skipped(at, zone: name, before: Self.text(offset: before), after: Self.text(offset: after))
        default:
            throw .repeated(at, zone: name, first: Self.text(offset: before), second: Self.text(offset: after))
        }
    }
}

/// The offsets of one zone, from the zone database that Foundation carries.
private struct ZoneOffsets {
    private let zone: TimeZone

    init(named name: String) throws(TimeFault) {
        guard Self.isPlain(name), let zone = TimeZone(identifier: name) else {
            throw .unknownZone(name, near: Self.near(to: name))
        }
        self.zone = zone
    }

    /// Foundation also knows "EST" and "GMT+5", which mean different things to different people, and zones that the IANA
    /// database does not have; and it reads a name no further than a NUL.
    private static func isPlain(_ name: String) -> Bool {
        guard name != "UTC" else { return true }
        return name.utf8.contains(UInt8(ascii: "/")) && name.utf8.allSatisfy(isNamePart) && name != "Etc/Unknown"
            && !["GMT", "SystemV"].contains(where: name.hasPrefix)
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || "/_+-".utf8.contains(byte)
    }

    private static let known = TimeZone.knownTimeZoneIdentifiers.filter(isPlain)

    /// The zone that a name probably means: a slip of the pen, a city alone, an abbreviation.
    private static func near(to name: String) -> String? {
        let city = "/" + name.replacing(" ", with: "_")
        return nearest(to: name, among: known) ?? known.first { $0.lowercased().hasSuffix(city.lowercased()) }
            ?? TimeZone.abbreviationDictionary[name].flatMap { isPlain($0) ? $0 : nil }
    }

    /// Minutes east of UTC at a moment; seconds of old local mean times are cut off.
    func offset(at seconds: Int64) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds))) / 60
    }

    /// The offsets in force a day before and a day after. No zone ever changed twice within two days.
    func offsets(around local: CivilTime) -> (before: Int, after: Int) {
        (offset(at: local.seconds - 86_400 - 50_400), offset(at: local.seconds + 86_400 + 43_200))
    }
}

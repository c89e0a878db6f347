import Foundation

extension EventTime {
    /// Resolves a local time in a zone of the zone database.
    ///
    /// - Parameters:
    ///   - at: A local time; an offset is needed only where a clock change makes it ambiguous.
    ///   - zone: A name of the IANA zone database, such as `America/New_York`.
    /// - Throws: ``TimeFault`` when the zone is unknown, when the clocks skipped or repeated that time and no offset
    ///   decides, or when the zone did not have the offset then.
    public init(_ at: String, zone name: String) throws(TimeFault) {
        let written = try WrittenTime(at)
        let zone = try Zone(named: name)
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

/// A zone of the IANA database, read through Foundation.
public struct Zone: Hashable, Sendable {
    /// Its name: `Europe/London`, `UTC`.
    public let name: String
    private let zone: TimeZone

    /// - Throws: ``TimeFault/unknownZone(_:near:)``, also for abbreviations such as CET, whose meaning is ambiguous: it may
    ///   be an offset, also in summer, or the zone of any of many countries.
    public init(named name: String) throws(TimeFault) {
        if Self.universal.contains(name) {
            self.init(.gmt, name)
            return
        }
        guard Self.isPlain(name), let zone = TimeZone(identifier: name) else {
            throw .unknownZone(name, near: Self.near(to: name))
        }
        self.init(zone, name)
    }

    private init(_ zone: TimeZone, _ name: String) { (self.zone, self.name) = (zone, name) }

    /// Coordinated universal time.
    public static let utc = Zone(.gmt, "UTC")

    /// The names without an area that mean the same wherever they are read.
    private static let universal: Set<String> = ["UTC", "GMT", "UCT", "Zulu", "Universal", "Greenwich"]

    /// The local time at a moment.
    ///
    /// - Parameter seconds: Since 1970-01-01T00:00:00Z.
    public func local(at seconds: Int64) -> CivilTime { CivilTime(seconds: seconds + Int64(offset(at: seconds) * 60)) }

    /// Whether a name is safe to look up. Foundation also accepts "EST" and "GMT+5", which are ambiguous, and zones
    /// that the IANA database does not have; and it ignores the part of a name after a NUL.
    private static func isPlain(_ name: String) -> Bool {
        name.utf8.contains(UInt8(ascii: "/")) && name.utf8.allSatisfy(isNamePart) && name != "Etc/Unknown"
            && !["GMT", "SystemV"].contains(where: name.hasPrefix)
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || "/_+-".utf8.contains(byte)
    }

    private static let known = TimeZone.knownTimeZoneIdentifiers.filter(isPlain)

    /// The probable zone for a misspelt name, a city, or an abbreviation.
    private static func near(to name: String) -> String? {
        let city = "/" + name.replacing(" ", with: "_")
        return TimeZone.abbreviationDictionary[name.uppercased()].flatMap { isPlain($0) ? $0 : nil }
            ?? nearest(to: name, among: known) ?? known.first { $0.lowercased().hasSuffix(city.lowercased()) }
    }

    /// Minutes east of UTC at a moment; the seconds of old local mean times are dropped.
    public func offset(at seconds: Int64) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds))) / 60
    }

    /// The offsets a day before and a day after. No zone ever changed twice within two days.
    func offsets(around local: CivilTime) -> (before: Int, after: Int) {
        (offset(at: local.seconds - 86_400 - 50_400), offset(at: local.seconds + 86_400 + 43_200))
    }
}

import Foundation
import StoryEvents
import Testing

/// Local times are resolved with the zone database, and only when that leaves no doubt.
struct ZonedTimeTests {
    @Test(arguments: [
        ("2026-03-02T17:20", "America/New_York", "2026-03-02T17:20:00-05:00"),
        ("2026-03-02 17:20:05.250", "America/New_York", "2026-03-02T17:20:05.25-05:00"),
        ("2026-03-08T01:59:59", "America/New_York", "2026-03-08T01:59:59-05:00"),
        ("2026-03-08T03:00", "America/New_York", "2026-03-08T03:00:00-04:00"),
        ("2026-11-01T00:59:59", "America/New_York", "2026-11-01T00:59:59-04:00"),
        ("2026-11-01T02:00", "America/New_York", "2026-11-01T02:00:00-05:00"),
        ("2026-03-29T01:59", "Europe/Berlin", "2026-03-29T01:59:00+01:00"),
        ("2026-03-29T03:00", "Europe/Berlin", "2026-03-29T03:00:00+02:00"),
        ("2026-10-25T03:00", "Europe/Berlin", "2026-10-25T03:00:00+01:00"),
        ("2026-04-05T01:29", "Australia/Lord_Howe", "2026-04-05T01:29:00+11:00"),
        ("2026-04-05T02:00", "Australia/Lord_Howe", "2026-04-05T02:00:00+10:30"),
        ("2026-10-04T02:30", "Australia/Lord_Howe", "2026-10-04T02:30:00+11:00"),
        ("2026-02-15T01:59", "Africa/Casablanca", "2026-02-15T01:59:00+01:00"),
        ("2026-02-15T03:30", "Africa/Casablanca", "2026-02-15T03:30:00Z"),
        ("2026-06-01T12:00", "Africa/Casablanca", "2026-06-01T12:00:00+01:00"),
        ("2026-06-01T12:00", "Asia/Kathmandu", "2026-06-01T12:00:00+05:45"),
        ("1985-06-01T12:00", "Asia/Kathmandu", "1985-06-01T12:00:00+05:30"),
        ("2026-06-01T12:00", "UTC", "2026-06-01T12:00:00Z"),
        ("2026-06-01T12:00", "GMT", "2026-06-01T12:00:00Z"),
        ("2026-06-01T12:00", "Zulu", "2026-06-01T12:00:00Z"),
        ("2026-06-01T12:00", "Etc/GMT+5", "2026-06-01T12:00:00-05:00"),
        ("2026-06-01T12:00", "US/Eastern", "2026-06-01T12:00:00-04:00"),
        ("2026-06-01T12:00", "Asia/Calcutta", "2026-06-01T12:00:00+05:30"),
        ("2011-12-29T23:59", "Pacific/Apia", "2011-12-29T23:59:00-10:00"),
        ("2011-12-31T00:00", "Pacific/Apia", "2011-12-31T00:00:00+14:00"),
        // Local mean time, its seconds cut off.
        ("1850-01-01T12:00", "America/New_York", "1850-01-01T12:00:00-04:56"),
        ("0001-01-01T00:00", "Europe/Berlin", "0001-01-01T00:00:00+00:53"),
        ("2200-07-01T12:00", "America/New_York", "2200-07-01T12:00:00-04:00"),
        ("9999-12-31T23:59:59", "Europe/Berlin", "9999-12-31T23:59:59+01:00"),
    ])
    func findsTheOffset(at: String, zone: String, expected: String) throws {
        #expect(try EventTime(at, zone: zone).description == expected)
    }

    @Test(arguments: [
        ("2026-03-08T02:00", "America/New_York", "-05:00", "-04:00"),
        ("2026-03-08T02:59:59", "America/New_York", "-05:00", "-04:00"),
        ("2026-03-29T02:30", "Europe/Berlin", "+01:00", "+02:00"),
        ("2026-10-04T02:00", "Australia/Lord_Howe", "+10:30", "+11:00"),
        ("2026-10-04T02:29:59", "Australia/Lord_Howe", "+10:30", "+11:00"),
        ("2026-03-22T02:30", "Africa/Casablanca", "Z", "+01:00"),
        ("1986-01-01T00:10", "Asia/Kathmandu", "+05:30", "+05:45"),
        ("2011-12-30T12:00", "Pacific/Apia", "-10:00", "+14:00"),
    ])
    func refusesWhatTheClocksSkipped(at: String, zone: String, before: String, after: String) throws {
        let fault = #expect(throws: TimeFault.self) { try EventTime(at, zone: zone) }
        #expect(fault == .skipped(at, zone: zone, before: before, after: after))
        for offset in [before, after] {
            #expect(try EventTime(at + offset, zone: zone).description.hasSuffix(offset))
        }
    }

    @Test(arguments: [
        ("2026-11-01T01:00", "America/New_York", "-04:00", "-05:00"),
        ("2026-11-01T01:59:59", "America/New_York", "-04:00", "-05:00"),
        ("2026-10-25T02:00", "Europe/Berlin", "+02:00", "+01:00"),
        ("2026-04-05T01:30", "Australia/Lord_Howe", "+11:00", "+10:30"),
        ("2026-04-05T01:59:59", "Australia/Lord_Howe", "+11:00", "+10:30"),
        ("2026-02-15T02:30", "Africa/Casablanca", "+01:00", "Z"),
    ])
    func refusesWhatTheClocksShowedTwice(at: String, zone: String, first: String, second: String) throws {
        let fault = #expect(throws: TimeFault.self) { try EventTime(at, zone: zone) }
        #expect(fault == .repeated(at, zone: zone, first: first, second: second))
        let early = try EventTime(at + first, zone: zone)
        #expect(early.isBefore(try EventTime(at + second, zone: zone)))
        #expect(early.local == (try EventTime(at + second, zone: zone)).local)
    }

    @Test(arguments: [
        ("2026-03-02T17:20-04:00", "America/New_York", ["-05:00"]),
        ("2026-03-02T17:20Z", "Europe/Berlin", ["+01:00"]),
        ("2026-11-01T01:30-06:00", "America/New_York", ["-04:00", "-05:00"]),
        ("2026-03-08T02:30Z", "America/New_York", ["-05:00", "-04:00"]),
        ("2026-06-01T12:00+05:30", "Asia/Kathmandu", ["+05:45"]),
    ])
    func refusesAnOffsetThatTheZoneDidNotHave(at: String, zone: String, offsets: [String]) {
        let fault = #expect(throws: TimeFault.self) { try EventTime(at, zone: zone) }
        #expect(fault == .contradicted(at, zone: zone, offsets: offsets))
    }

    @Test(arguments: [
        ("EST", "America/New_York"), ("CET", nil), ("GMT+5", nil), ("GMT0", nil), ("Berlin", "Europe/Berlin"),
        ("new york", "America/New_York"), ("America/NewYork", "America/New_York"), ("Europe/Berlin ", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"), ("SystemV/EST5", nil), ("Etc/Unknown", nil), ("", nil), ("/", nil),
        ("GMT/Berlin", nil), ("../Europe/Berlin", "Europe/Berlin"), ("Europe/", nil),
        ("Europe/Berlin\0", "Europe/Berlin"),
        ("+05:00", nil), ("America/Nowhere/Else/At/All", nil),
    ])
    func admitsOnlyNamesOfTheZoneDatabase(zone: String, near: String?) throws {
        let fault = #expect(throws: TimeFault.self) { try EventTime("2026-06-01T12:00", zone: zone) }
        guard case .unknownZone(zone, let found)? = fault else {
            Issue.record("\(zone): \(String(describing: fault))")
            return
        }
        // What is near beside the name meant is the database's affair.
        if let near { #expect(found == near) }
        if let found { #expect(throws: Never.self) { try EventTime("2026-06-01T12:00", zone: found) } }
    }

    /// Every zone, every change of its clocks from 2005 to 2030: no hour around it is resolved wrongly.
    @Test func agreesWithTheDatabaseAroundEveryChange() throws {
        var changes = 0
        for name in TimeZone.knownTimeZoneIdentifiers where name.contains("/") {
            let zone = try #require(TimeZone(identifier: name))
            var change = zone.nextDaylightSavingTimeTransition(after: Date(timeIntervalSince1970: 1_104_537_600))
            while let moment = change, moment.timeIntervalSince1970 < 1_893_456_000 {
                changes += 1
                try check(around: Int64(moment.timeIntervalSince1970), zone, name)
                change = zone.nextDaylightSavingTimeTransition(after: moment)
            }
        }
        #expect(changes > 5_000)
    }

    private func check(around change: Int64, _ zone: TimeZone, _ name: String) throws {
        func offset(_ seconds: Int64) -> Int {
            zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds)))
        }
        for minutes: Int64 in [-31, -1, 0, 29] {
            let seconds = change + minutes * 60
            guard offset(seconds).isMultiple(of: 60) else { continue }
            let local = CivilTime(seconds: seconds + Int64(offset(seconds)))
            let told = local.text + (offset(seconds) == 0 ? "Z" : suffix(offset(seconds) / 60))
            #expect(try EventTime(told, zone: name).seconds == seconds, "\(told) \(name)")
            if let time = try? EventTime(local.text, zone: name) {
                #expect(time.seconds == seconds, "\(local.text) \(name)")
            }
        }
    }

    private func suffix(_ offset: Int) -> String {
        let (hours, minutes) = abs(offset).quotientAndRemainder(dividingBy: 60)
        return (offset < 0 ? "-" : "+") + (hours < 10 ? "0" : "") + "\(hours):" + (minutes < 10 ? "0" : "")
            + "\(minutes)"
    }
}

import Projections
import StoryEvents
import Testing

@Suite("Times are read as people type them")
struct TimeReaderTests {
    /// Saturday, 28 November 2026, 16:30:12.5 in UTC.
    private static let now = RecordedTime("2026-11-28T16:30:12.500000Z")!

    private func reader(_ zone: String = "Europe/London") throws -> TimeReader {
        TimeReader(zone: try Zone(named: zone), now: Self.now)
    }

    /// Who types it means yesterday, or nothing that is on record.
    @Test func aTimeOfTodayThatIsStillToComeIsRefused() throws {
        #expect(throws: CutFault.self) { try reader().read("16:31", .end) }
        do {
            _ = try reader().read("17:20", .end)
        } catch let fault as CutFault {
            #expect(fault.message == "'17:20' is still to come today (Europe/London)")
            #expect(fault.remedy == "type 'yesterday 17:20', or the date as well")
        }
        let later = try reader().read("2026-11-28 17:20", .end)
        #expect(later.text == "2026-11-28 17:20 Europe/London, which is still to come")
        #expect(try reader().read("today", .end).text == "the end of 2026-11-28 Europe/London")
    }

    @Test(arguments: [
        ("2026-11-24T11:00:00-05:00", "2026-11-24T11:00:00-05:00", "2026-11-24T11:00:00-05:00"),
        ("2026-11-24 11:00Z", "2026-11-24T11:00:00Z", "2026-11-24T11:00:00Z"),
        ("2026-07-24 11:00", "2026-07-24T11:00:00+01:00", "2026-07-24 11:00 Europe/London"),
        ("2026-07-24T11:00:05", "2026-07-24T11:00:05+01:00", "2026-07-24 11:00:05 Europe/London"),
        ("2026-11-24 11:00 Europe/Berlin", "2026-11-24T11:00:00+01:00", "2026-11-24 11:00 Europe/Berlin"),
        ("2026-11-24 11:00 UTC", "2026-11-24T11:00:00Z", "2026-11-24 11:00 UTC"),
        ("16:20", "2026-11-28T16:20:00Z", "2026-11-28 16:20 Europe/London"),
        ("9:05", "2026-11-28T09:05:00Z", "2026-11-28 09:05 Europe/London"),
        ("16:20:31", "2026-11-28T16:20:31Z", "2026-11-28 16:20:31 Europe/London"),
        ("yesterday 17:20", "2026-11-27T17:20:00Z", "2026-11-27 17:20 Europe/London"),
        ("Yesterday 17:20 Asia/Tokyo", "2026-11-28T17:20:00+09:00", "2026-11-28 17:20 Asia/Tokyo"),
        ("today 08:00", "2026-11-28T08:00:00Z", "2026-11-28 08:00 Europe/London"),
        ("today 9:05", "2026-11-28T09:05:00Z", "2026-11-28 09:05 Europe/London"),
        ("yesterday 7:20:31", "2026-11-27T07:20:31Z", "2026-11-27 07:20:31 Europe/London"),
        ("2026-11-24 9:05 Asia/Tokyo", "2026-11-24T09:05:00+09:00", "2026-11-24 09:05 Asia/Tokyo"),
        ("2026-11-24 9:05-05:00", "2026-11-24T09:05:00-05:00", "2026-11-24T09:05:00-05:00"),
        ("now", "2026-11-28T16:30:12.5Z", "2026-11-28 16:30:12 Europe/London"),
        ("2 hours ago", "2026-11-28T14:30:12.5Z", "2026-11-28 14:30:12 Europe/London"),
        ("1 Minute ago", "2026-11-28T16:29:12.5Z", "2026-11-28 16:29:12 Europe/London"),
        ("3 weeks ago", "2026-11-07T16:30:12.5Z", "2026-11-07 16:30:12 Europe/London"),
    ])
    func readsMoments(text: String, time: String, said: String) throws {
        for edge in [TimeReader.Edge.beginning, .end] {
            let found = try reader().read(text, edge)
            #expect(found.time.description == time)
            #expect(found.text == said)
        }
    }

    @Test(arguments: [
        ("2026-07-24", "Europe/London", "2026-07-24T00:00:00+01:00", "2026-07-24T23:59:59.999999999+01:00"),
        ("2026-07-24 Asia/Tokyo", "UTC", "2026-07-24T00:00:00+09:00", "2026-07-24T23:59:59.999999999+09:00"),
        ("today", "Pacific/Auckland", "2026-11-29T00:00:00+13:00", "2026-11-29T23:59:59.999999999+13:00"),
        ("yesterday", "UTC", "2026-11-27T00:00:00Z", "2026-11-27T23:59:59.999999999Z"),
        // The clocks skip midnight: the day begins at one o'clock, which is midnight by the offset before.
        ("2026-04-24", "Africa/Cairo", "2026-04-24T00:00:00+02:00", "2026-04-24T23:59:59.999999999+03:00"),
    ])
    func aDateIsItsFirstOrItsLastMoment(text: String, zone: String, first: String, last: String) throws {
        #expect(try reader(zone).read(text, .beginning).time.description == first)
        #expect(try reader(zone).read(text, .end).time.description == last)
    }

    @Test func saysWhichMomentOfADateItIs() throws {
        #expect(try reader("UTC").read("2026-07-24", .beginning).text == "the beginning of 2026-07-24 UTC")
        #expect(try reader("UTC").read("yesterday", .end).text == "the end of 2026-11-27 UTC")
    }

    @Test(arguments: [
        ("2026-11-31", "'2026-11-31' is on no calendar or clock"),
        ("2026-11-31 25:00", "'2026-11-31 25:00' is on no calendar or clock"),
    ])
    func namesWhatWasTyped(text: String, message: String) {
        let fault = #expect(throws: CutFault.self) { try reader().read(text, .end) }
        #expect(fault?.message == message)
    }

    @Test(arguments: [
        ("23/11/2026", "2026-11-23"), ("23.11.2026 17:00", "2026-11-23 17:00"), ("11/23/2026", "2026-11-23"),
        ("9/11/2026", "2026-11-09 or 2026-09-11"), ("5/5/2026", "2026-05-05"),
        ("23.11.2026 17.00", "2026-11-23 17:00"), ("23.11.2026 7.05", "2026-11-23 07:05"),
    ])
    func writesTheSameDayWithItsYearFirst(text: String, date: String) {
        let fault = #expect(throws: CutFault.self) { try reader().read(text, .end) }
        #expect(fault?.remedy.hasPrefix("write the year first, with hyphens: \(date); or") == true)
    }

    @Test(arguments: [
        ("17.30", "write 17:30; or"), ("2026-11-23 17.30", "write 2026-11-23 17:30; or"),
        ("yesterday 17.30", "write yesterday 17:30; or"),
        ("17.30.15 Europe/London", "write 17:30:15 Europe/London; or"),
        ("5.30pm", "write 17:30; or"), ("5.30 p.m.", "write 17:30; or"), ("12.15am", "write 00:15; or"),
        ("23.11", "write 23:11 if it is a time, and a date with its year first; or"),
        ("31/31/2026", "write the year first, with hyphens, as in 2026-11-24 17:00; or"),
        ("23 Nov", "write the date with its year first, as in 2026-11-23; or"),
        ("Nov 23, 2026 17:00", "write the date with its year first: 2026-11-23 17:00; or"),
        ("24th of September 2027", "write the date with its year first: 2027-09-24; or"),
        ("last may", "write the year first, with hyphens, as in 2026-11-24; or"),
        ("24.11.", "write the year first, with hyphens, as in 2026-11-24 17:00; or"),
    ])
    func keepsWhatWasTyped(text: String, remedy: String) {
        let fault = #expect(throws: CutFault.self) { try reader().read(text, .end) }
        #expect(fault?.remedy.hasPrefix(remedy) == true)
    }

    @Test(arguments: [
        ("2026-11-24 11:00 CET", "did you mean 'Europe/Paris'?"), ("11:00 EST", "did you mean 'America/New_York'?"),
        ("11:00 cet", "did you mean 'Europe/Paris'?"), ("11:00 London", "did you mean 'Europe/London'?"),
    ])
    func refusesAbbreviationsWithTheZoneToWrite(text: String, remedy: String) throws {
        let fault = #expect(throws: CutFault.self) { try reader().read(text, .end) }
        #expect(fault?.remedy == remedy)
    }

    @Test(arguments: [
        "", " ", "lately", "yesterday yesterday", "25:00", "12:60", "2026-13-01", "2026-02-30", "2026-11-24 11",
        "today 17", "now 17:20", "2026-11-24 11:00 12:00", "T", ":", "1:", "::::",
        "2026-03-29 01:30 Europe/London", "now Europe/Berlin",
        "\u{0}", "17:20\u{0}", "2026-11-24 11:00 Europe/London\u{0}",
    ])
    func refusesEverythingElse(text: String) throws {
        let fault = #expect(throws: CutFault.self) { try reader().read(text, .end) }
        #expect(fault?.message.isEmpty == false && fault?.remedy.isEmpty == false)
    }

    /// A number alone is a version; positions have their own mark.
    @Test func readsCuts() throws {
        #expect(try Cut("@17", reader()) == .position(Position(17)))
        #expect(try Cut("v3", reader()) == .version(3))
        #expect(try Cut("3", reader()) == .version(3))
        for text in ["@", "@-1", "@x", "v", "v0", "0", "v-1", "+3", "v+3", "99999999999999999999", ""] {
            #expect(throws: CutFault.self, "\(text)") { try Cut(text, reader()) }
        }
    }
}

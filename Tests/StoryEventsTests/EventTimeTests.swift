import LedgerTestKit
import StoryEvents
import Testing

struct EventTimeTests {
    @Test(arguments: [
        ("2026-03-02T17:20:00-05:00", 1_772_490_000, 0, -300, "2026-03-02T17:20:00-05:00"),
        ("2026-03-02t22:20:00z", 1_772_490_000, 0, 0, "2026-03-02T22:20:00Z"),
        ("2026-03-02 22:20:00+00:00", 1_772_490_000, 0, 0, "2026-03-02T22:20:00Z"),
        ("2026-03-02T22:20:00-00:00", 1_772_490_000, 0, 0, "2026-03-02T22:20:00Z"),
        ("2026-03-02t22:20:00Z", 1_772_490_000, 0, 0, "2026-03-02T22:20:00Z"),
        ("2026-03-02 22:20:00Z", 1_772_490_000, 0, 0, "2026-03-02T22:20:00Z"),
        ("2026-03-02T22:20:00z", 1_772_490_000, 0, 0, "2026-03-02T22:20:00Z"),
        ("2026-03-02T17:20-05:00", 1_772_490_000, 0, -300, "2026-03-02T17:20:00-05:00"),
        ("2026-03-02T22:20Z", 1_772_490_000, 0, 0, "2026-03-02T22:20:00Z"),
        ("2026-03-02T22:20:00.5Z", 1_772_490_000, 500_000_000, 0, "2026-03-02T22:20:00.5Z"),
        ("2026-03-02T22:20:00.500Z", 1_772_490_000, 500_000_000, 0, "2026-03-02T22:20:00.5Z"),
        ("2026-03-02T22:20:00.000000001Z", 1_772_490_000, 1, 0, "2026-03-02T22:20:00.000000001Z"),
        ("1970-01-01T00:00:00+23:59", -86_340, 0, 1_439, "1970-01-01T00:00:00+23:59"),
        ("1970-01-01T00:00:00-23:59", 86_340, 0, -1_439, "1970-01-01T00:00:00-23:59"),
        ("0001-01-01T00:00:00Z", -62_135_596_800, 0, 0, "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59-12:00", 253_402_343_999, 0, -720, "9999-12-31T23:59:59-12:00"),
    ])
    func readsRFC3339(text: String, seconds: Int, nanoseconds: Int, offset: Int, written: String) throws {
        let time = try EventTime(text)
        #expect(time.seconds == Int64(seconds))
        #expect(time.nanoseconds == nanoseconds)
        #expect(time.offset == offset)
        #expect(time.description == written)
        #expect(time.microseconds == Int64(seconds) * 1_000_000 + Int64(nanoseconds / 1_000))
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        var random = SeededRandom(seed: 3_339)
        for _ in 0..<5_000 {
            let local = CivilTime(seconds: Int64.random(in: -62_135_596_800...253_402_300_799, using: &random))
            var decimals = String(
                (0..<Int.random(in: 0...9, using: &random)).map { _ in "0123456789".randomElement(using: &random)! })
            while decimals.last == "0" { decimals.removeLast() }
            let offset = Int.random(in: -1_439...1_439, using: &random)
            let (hours, minutes) = abs(offset).quotientAndRemainder(dividingBy: 60)
            let text =
                local.text + (decimals.isEmpty ? "" : "." + decimals) + (offset < 0 ? "-" : "+")
                + (hours < 10 ? "0" : "") + "\(hours):" + (minutes < 10 ? "0" : "") + "\(minutes)"
            let time = try EventTime(text)
            #expect(time.local == local)
            #expect(try EventTime(time.description) == time)
            if offset != 0 { #expect(time.description == text) }
        }
    }

    @Test func ordersByTheMomentWhateverTheOffset() throws {
        let noon = try EventTime("2026-03-02T12:00:00Z")
        #expect(noon.isBefore(try EventTime("2026-03-02T08:00:00-05:00")))
        #expect(!noon.isBefore(try EventTime("2026-03-02T13:00:00+01:00")))
        #expect(noon.isBefore(try EventTime("2026-03-02T12:00:00.000000001Z")))
    }
}

struct RecordedTimeTests {
    @Test(arguments: [
        (
            "2026-03-02T22:20:00Z",
            [
                "2026-03-02T22:20:00.0Z", "2026-03-02T22:20:00.000000000+00:00", "2026-03-02t22:20Z",
                "2026-03-02 22:20:00-00:00",
            ]
        ),
        ("2026-03-02T17:20:00.25-05:00", ["2026-03-02T17:20:00.250-05:00", "2026-03-02 17:20:00.25000-05:00"]),
        ("2026-03-02T17:20:00.01-05:00", ["2026-03-02T17:20:00.010-05:00"]),
    ])
    func textsThatSayTheSameAreTheSameTime(_ kept: String, _ told: [String]) throws {
        let time = try EventTime(kept)
        #expect(time.description == kept)
        for text in told { #expect(try EventTime(text) == time, "\(text)") }
        #expect(try Set(told.map { try EventTime($0).description }) == [kept])
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000000Z"), (-1, "1969-12-31T23:59:59.999999Z"),
        (1_772_490_000_000_001, "2026-03-02T22:20:00.000001Z"),
        (-62_135_596_800_000_000, "0001-01-01T00:00:00.000000Z"),
        (253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"),
    ])
    func writesMicrosecondsInUTC(microseconds: Int, text: String) {
        #expect(RecordedTime(microseconds: Int64(microseconds)).description == text)
        #expect(RecordedTime(text)?.microseconds == Int64(microseconds))
    }

    @Test(arguments: [
        "2026-03-02T22:20:00Z", "2026-03-02T22:20:00.00000Z", "2026-03-02T22:20:00.0000000Z",
        "2026-03-02t22:20:00.000000Z", "2026-03-02T22:20:00.000000z", "2026-03-02 22:20:00.000000Z",
        "2026-03-02T22:20:00.000000+00:00", "2026-03-02T22:20:00.000000+01:00", "2026-03-02T22:20:00.000000",
        "2026-02-30T22:20:00.000000Z", "",
    ])
    func readsNothingElse(text: String) {
        #expect(RecordedTime(text) == nil)
    }
}

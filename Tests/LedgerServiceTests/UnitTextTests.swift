import Testing

@testable import LedgerService

@Suite struct UnitTextTests {
    @Test(arguments: [
        ("0s", 0), ("250ms", 250), ("2s", 2_000), ("2 s", 2_000), ("10min", 600_000), ("1h", 3_600_000),
        ("7d", 604_800_000), ("007s", 7_000),
    ])
    func readsADuration(text: String, milliseconds: Int64) {
        #expect(DurationText.read(text) == .milliseconds(milliseconds))
    }

    @Test(arguments: [
        "", "s", "2", "2m", "2 parsecs", "-1s", "+1s", "1.5s", "1e3s", "2S", "2s ", " 2s", "1h30min", "٢s", "²s",
        "9223372036854775807s", "9223372036854775808ms", "2\0s",
    ])
    func refusesWhatIsNoDuration(text: String) {
        #expect(DurationText.read(text) == nil)
    }

    @Test(arguments: [("0B", 0), ("512B", 512), ("16KiB", 16_384), ("64MiB", 67_108_864), ("1 GiB", 1_073_741_824)])
    func readsASize(text: String, bytes: Int64) {
        #expect(SizeText.read(text) == bytes)
    }

    @Test(arguments: ["", "64", "64MB", "64M", "64mib", "-1B", "0.5GiB", "8589934592GiB"])
    func refusesWhatIsNoSize(text: String) {
        #expect(SizeText.read(text) == nil)
    }

    @Test(arguments: ["0s", "1ms", "1s", "1001ms", "90s", "2min", "1h", "25h", "2d"])
    func writesTheLargestUnitThatStaysWhole(text: String) throws {
        #expect(DurationText.text(try #require(DurationText.read(text))) == text)
    }

    @Test(arguments: ["0B", "1B", "1KiB", "1025B", "1GiB", "1023MiB"])
    func writesTheLargestSizeThatStaysWhole(text: String) throws {
        #expect(SizeText.text(try #require(SizeText.read(text))) == text)
    }
}

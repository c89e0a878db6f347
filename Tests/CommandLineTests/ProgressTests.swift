import Testing

@testable import storyledger

@Suite("A progress bar says how far, how fast and how long")
struct ProgressTests {
    static let lines: [(done: Int64, all: Int64, rate: Double, width: Int, line: String)] = [
        (0, 0, 0, 100, "verify  [########################]  0 of 0 events"),
        (0, 1_000_000, 0, 100, "verify  [........................]  0 of 1,000,000 events"),
        (
            512_000, 1_000_000, 250_000, 100,
            "verify  [############............]  512,000 of 1,000,000 events  250,000/s  2 s left"
        ),
        (1, 3, 0.5, 100, "verify  [########................]  1 of 3 events"),
        (10, 1_000_000, 10, 100, "verify  [........................]  10 of 1,000,000 events  10/s  27 h 46 min left"),
        (100, 1_000, 3, 100, "verify  [##......................]  100 of 1,000 events  3/s  5 min 0 s left"),
        (512_000, 1_000_000, 250_000, 20, "verify  [##########"),
    ]

    @Test(arguments: lines)
    func isOneLine(_ done: Int64, _ all: Int64, _ rate: Double, _ width: Int, _ line: String) {
        #expect(Progress.line("verify", "events", done, of: all, rate: rate, width: width) == line)
    }
}

import Testing

@testable import LedgerService

@Suite("Help has room beside the names of options")
struct HelpWidthTests {
    @Test(
        arguments: [
            (nil, nil, 80), (nil, 1, 40), (nil, 26, 40), (nil, 41, 41), (nil, 200, 200), (120, 60, 120), (1, 60, 40),
            (0, nil, 40), (-1, nil, 40), (Int.min, nil, 40), (Int.max, nil, 1000),
        ] as [(Int?, Int?, Int)])
    func isAtLeastForty(wished: Int?, terminal: Int?, columns: Int) {
        #expect(HelpWidth.columns(wished: wished, terminal: terminal) == columns)
    }
}

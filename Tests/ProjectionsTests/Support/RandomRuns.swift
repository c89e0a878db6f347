import Foundation

/// How often a random test runs: STORYLEDGER_RUNS makes it more, STORYLEDGER_SEED begins elsewhere.
enum RandomRuns {
    static func seeds(_ usual: UInt64) -> Range<UInt64> {
        let environment = ProcessInfo.processInfo.environment
        let first = environment["STORYLEDGER_SEED"].flatMap { UInt64($0) } ?? 0
        return first..<first + (environment["STORYLEDGER_RUNS"].flatMap { UInt64($0) } ?? usual)
    }
}

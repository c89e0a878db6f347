import ArgumentParser

/// What Story Ledger costs, always beside a floor that was measured in the same run.
@main
struct LedgerBenchmarks: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures Story Ledger beside floors measured in the same run.",
        subcommands: [
            AppendBenchmark.self, IntakeBenchmark.self, FoldBenchmark.self, ProjectionsBenchmark.self,
            ShowBenchmark.self, StoryBenchmark.self, LimitsBenchmark.self, VerifyBenchmark.self, TileBenchmark.self,
            ProofBenchmark.self, DiffBenchmark.self, FillCommand.self, CommitCommand.self,
            MeasureCommand.self,
        ])
}

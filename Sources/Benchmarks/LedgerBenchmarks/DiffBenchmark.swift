import ArgumentParser
import Foundation
import ProseDiff
import ProseRendering

/// Comparing texts, and blaming the versions of one.
struct DiffBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compares pairs of texts, also hostile ones, and blames two hundred versions of one.",
        discussion: "scripts/bench-peers runs the same pairs through wikidiff2, git and wdiff.")

    @Option(help: "Times that each pair is compared; the median counts.")
    var rounds = 5

    @Option(help: "Only the pairs of this name; blame, or hostile for texts whose work must stay linear.")
    var only: String?

    @Option(help: "A directory to write the pairs to, as NAME.old and NAME.new; nothing is measured.")
    var write: String?

    @Option(help: "Versions of the story that is blamed.")
    var versions = 200

    func run() throws {
        let cases = DiffCase.all().filter { only == nil || $0.name == only }
        if let write {
            for pair in cases {
                try Data(pair.old).write(to: URL(filePath: write).appending(path: pair.name + ".old"))
                try Data(pair.new).write(to: URL(filePath: write).appending(path: pair.name + ".new"))
            }
            return
        }
        print("diff, median of \(rounds)\n  pair            KB    compare ms     + HTML ms  moves  quality")
        for pair in cases { measure(pair) }
        if only == nil || only == "blame" { blame() }
        if only == nil || only == "hostile" { HostileTexts.measure(rounds: rounds) }
    }

    private func measure(_ pair: DiffCase) {
        var (compared, rendered): ([Double], [Double]) = ([], [])
        var comparison = compare(pair.old, pair.new)
        for _ in 0..<rounds {
            compared.append(Cost.of { comparison = compare(pair.old, pair.new) }.seconds)
            rendered.append(Cost.of { _ = Rendering.html(comparison, old: pair.old, new: pair.new) }.seconds)
        }
        let moves = comparison.operations.count { $0.kind == .move }
        let name = pair.name + String(repeating: " ", count: 12 - pair.name.count)
        let costs = [compared.median, compared.median + rendered.median].map { ($0 * 1000).shown(2, width: 12) }
        let limit = pair.most.map { compared.median > $0 ? "  over \($0) s" : "" } ?? ""
        print(
            "  \(name) \(Double(pair.old.count / 1000).shown(width: 5))  \(costs.joined(separator: "  "))"
                + "  \(Double(moves).shown(width: 5))  \(comparison.quality.rawValue)\(limit)")
    }

    private func blame() {
        let texts = DiffCase.versions(versions)
        let costs = (0..<rounds).map { _ in Cost.of { _ = ProseDiff.blame(texts) }.seconds }
        print(
            "  blame of \(versions) versions of \(texts[0].count / 1000) KB  \((costs.median * 1000).shown(1, width: 0)) ms"
        )
    }
}

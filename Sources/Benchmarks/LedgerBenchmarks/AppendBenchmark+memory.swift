import Foundation

extension AppendBenchmark {
    /// Shows the peak memory of the command `append` on one file of many small documents, as lines and as one array.
    func showMemory(_ count: Int, _ workspace: Workspace) throws {
        let program = Programs.path("storyledger")
        let forms = [
            (name: "documents.ndjson", start: "", between: "\n", end: "\n"),
            (name: "documents.json", start: "[", between: ",\n", end: "]\n"),
        ]
        for form in forms {
            let (path, ledger) = (workspace.path(form.name), workspace.path("ledger of \(form.name)"))
            var file = Data(form.start.utf8)
            for number in 0..<count {
                file += SampleDocuments.small(number) + Array((number + 1 < count ? form.between : form.end).utf8)
            }
            try file.write(to: URL(filePath: path))
            _ = try workspace.run(program, ["init", "--ledger", ledger])
            let cost = try ProgramCost.of(program, ["append", path, "--ledger", ledger], in: workspace)
            print(
                "append, \(form.name) of \(count) documents, \(file.count >> 20) MiB: peak \(cost.memory.shown(1)) MiB"
                    + " (wanted: 64), CPU \(cost.cpuSeconds.shown(2)) s")
        }
    }
}

import Inbox

extension IntakeMeasures {
    /// Adds what only a running daemon knows.
    public func add(to metrics: inout Metrics) {
        metrics.add("commit_seconds", "How long commits took.", commits)
        metrics.add("intake_seconds", "From a file's last change to its record.", lag)
        metrics.add(
            .counter, "refusals_total", "Files refused, by the code of their refusal.", by: "code",
            refusals.sorted { $0.key < $1.key }.map { ($0.key, Double($0.value)) })
    }
}

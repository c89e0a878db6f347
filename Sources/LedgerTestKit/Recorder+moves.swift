import EventLog

extension Recorder {
    /// Records files, and stores where each decided one is about to be moved.
    ///
    /// - Parameter move: Gets the index of a file and its receipt.
    public func record(
        _ files: [Submission], move: (Int, Receipt) -> PendingMove?
    ) throws(EventLogError) -> [Result] {
        try append { recording throws(EventLogError) in
            var files = files
            let results = try recording.record(&files)
            try recording.store(
                results.enumerated().compactMap { index, result in result.receipt.flatMap { move(index, $0) } })
            return results
        }
    }
}

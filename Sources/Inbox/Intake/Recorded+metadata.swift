import Logging

extension Recorded {
    /// The most sources that are named in one line of the log.
    private static let mostSources = 8

    /// What a line of the log can be found by: the sources, the file where it is one, and the positions of its events.
    var identity: Logger.Metadata {
        var metadata: Logger.Metadata = [:]
        let places = files.map(\.place) + deferred.map(\.file.place)
        let sources = Set(places.compactMap { $0.source?.safe.string }).sorted()
        if (1...Self.mostSources).contains(sources.count) {
            metadata["source"] = sources.count == 1 ? "\(sources[0])" : .array(sources.map { "\($0)" })
        }
        if places.count == 1 { metadata["file"] = "\(places[0].text)" }
        // A receipt lists the last of very many documents.
        let isWhole = files.allSatisfy { $0.receipt.earlier == 0 }
        let positions = appended.compactMap { $0.position?.value }
        if let first = positions.min(), let last = positions.max() {
            metadata["position"] = first == last || !isWhole ? "\(last)" : "\(first)-\(last)"
        }
        return metadata
    }
}

/// Shares commits among the sources: each source with files has a few in every commit.
struct Turns {
    private(set) var now: UInt64 = 0
    /// Whether the last file was alone in its commit.
    private(set) var wasAlone = false

    /// Picks the files of the next commit: in order within a source, by turns among sources. The source that has waited
    /// longest comes first.
    ///
    /// - Parameters:
    ///   - files: The most files.
    ///   - bytes: The most bytes; a larger file is picked alone.
    ///   - unread: Larger files are refused unread, and count no bytes.
    ///   - isAlone: Whether a file must be alone in its commit. It is picked when its source has the first turn, and the
    ///     commit before was no such one or there are no other files.
    ///   - mayBeAlone: Whether such a file may be picked now.
    mutating func pick(
        from sources: some Collection<Source>, files: Int, bytes: Int64, unread: Int64,
        isAlone: (Found) -> Bool = { _ in false }, mayBeAlone: Bool = true
    ) -> [Found] {
        let active = sources.filter { !$0.queue.isEmpty }.sorted { ($0.lastTurn, $0.text) < ($1.lastTurn, $1.text) }
        guard !active.isEmpty else { return [] }
        let share = max(1, files / active.count)
        let shareBytes = max(1, bytes / Int64(active.count))
        var picked: [Found] = []
        var sum: Int64 = 0
        func mayGoOn(_ source: Source) -> Bool { source.queue.first.map { !isAlone($0) } ?? false }
        if let first = active.first, let next = first.queue.first, isAlone(next), mayBeAlone,
            !wasAlone || !active.contains(where: mayGoOn)
        {
            now += 1
            wasAlone = true
            first.lastTurn = now
            return [first.queue.removeFirst()]
        }
        wasAlone = false
        while picked.count < files, active.contains(where: mayGoOn) {
            for source in active {
                var (ofSource, bytesOfSource) = (0, Int64(0))
                while mayGoOn(source), let next = source.queue.first, ofSource < share, bytesOfSource < shareBytes {
                    let size = next.facts.kind == .regular && next.facts.bytes <= unread ? next.facts.bytes : 0
                    guard picked.count < files, picked.isEmpty || sum + size <= bytes else { return picked }
                    picked.append(source.queue.removeFirst())
                    if ofSource == 0 {
                        now += 1
                        source.lastTurn = now
                    }
                    ofSource += 1
                    bytesOfSource += size
                    sum += size
                }
            }
        }
        return picked
    }
}

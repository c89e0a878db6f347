import MerkleLog

extension KnownLog {
    /// The largest tree of the log that this user saw, and against which another one was not checked.
    ///
    /// Only a look at the whole log checks trees of two sizes against each other: that of `monitor`, or of `verify`.
    ///
    /// - Returns: nil if nothing else was seen, or all of it was checked.
    public func unsettled(_ note: SignedNote) -> Sighting? {
        let checkpoint: Checkpoint
        do throws(MerkleLogError) { checkpoint = try Checkpoint(text: note.text) } catch { return nil }
        let isChecked = settled.contains(checkpoint) || sightings.contains { !$0.isMet && $0.checkpoint == checkpoint }
        return sightings.filter { $0.checkpoint.size != checkpoint.size && ($0.isMet || !isChecked) }
            .max { $0.checkpoint.size < $1.checkpoint.size }
    }

    /// What was found true of the log by looking at all of it: the trees that were met in files before are settled.
    ///
    /// - Parameter known: The log as it was known before the look.
    func settling(_ known: KnownLog?) -> KnownLog {
        guard let known else { return self }
        let met = known.sightings.filter(\.isMet).map(\.checkpoint)
        return settling(met, beside: known.settled)
    }

    /// The log with some of the trees that were met in files as settled ones.
    func settling(_ trees: [Checkpoint], beside others: [Checkpoint] = []) -> KnownLog {
        let open = zip(notes, checkpoints).filter { !met.contains($0) || !trees.contains($1) }.map(\.0)
        let new = trees.filter { tree in !zip(notes, checkpoints).contains { $1 == tree && !met.contains($0) } }
        var log = KnownLog(
            origin: origin, keys: keys, earlier: earlier, notes: open, met: met.filter(open.contains),
            settled: (others + settled).filter { !new.contains($0) } + new, statements: statements)
        log.contradictions = contradictions
        return log
    }
}

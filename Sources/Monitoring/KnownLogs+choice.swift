import MerkleLog

extension KnownLog {
    /// Whether the whole log was looked at, with one of these keys given; else all of it was met in files.
    public var isLookedAt: Bool { !settled.isEmpty || notes.contains { !met.contains($0) } }

    /// Whether statements connect one of its keys with one of some others.
    func isConnected(to others: [VerifierKey], by statements: [Succession]) -> Bool {
        let connected = TrustedKeys.connected(others, by: self.statements + statements)
        return (keys + earlier).contains(where: connected.contains)
    }

    /// What another key that was met in a file means for these keys; nil where nothing of the log is stored.
    ///
    /// What anybody can send in a file is no evidence against a log that is signed by another key.
    func remark(beside given: [VerifierKey]) -> String {
        func names(_ keys: [VerifierKey]) -> String { keys.map(\.identity.description).joined(separator: " and ") }
        let events = newestSize.map { $0 == 1 ? "1 event" : "\($0) events" } ?? "statements"
        return "this user met in a file \(events) of this log signed by \(names(keys)), and nothing connects that key "
            + "with \(names(given)): either that key or this one is not the keeper's; ask by another way. If that "
            + "key is false, delete the line of known-logs that has it"
    }
}

extension [KnownLog] {
    /// The entry of a log that counts for some keys: what a look found, also where another key signed it; else what was met
    /// in files that these keys, or keys connected with them, signed.
    public func index(of origin: String, for keys: [VerifierKey], by statements: [Succession]) -> Int? {
        let own = indices.filter { self[$0].origin.utf8.elementsEqual(origin.utf8) }
        let connected = own.filter { self[$0].isConnected(to: keys, by: statements) }
        return connected.first { self[$0].isLookedAt } ?? own.first { self[$0].isLookedAt } ?? connected.first
    }

    /// That a log was given up, in words, as this user saw where it goes on; nil where nothing says so. The key that was given up
    /// has signed that, too.
    ///
    /// - Parameter keys: Keys of the log that is asked for.
    public func givenUp(_ origin: String, for keys: [VerifierKey]) -> String? {
        flatMap(\.statements).givenUp(origin, for: keys, "this user saw before")
    }

    /// That this user saw more of an older log than the fork gives up by which a log goes on from it, one line for each.
    ///
    /// It is no objection to what the newer log holds: it speaks against its keeper, and `monitor` and `verify` look for the tree.
    ///
    /// - Parameters:
    ///   - statements: What is known of keys and names.
    ///   - origin: The log that goes on.
    ///   - signers: Its keys.
    public func unaccounted(
        by statements: [Succession], leadingTo origin: String, _ signers: [VerifierKey]
    ) -> [String] {
        let connected = TrustedKeys.connected(signers, by: statements)
        return Set(statements).compactMap { statement -> (Succession, Succession.Head)? in
            guard case .forked(let abandoned, _) = statement.kind, connected.contains(statement.new),
                statement.new.identity.name.bytes.elementsEqual(origin.utf8)
            else { return nil }
            return (statement, abandoned)
        }.flatMap { statement, abandoned in
            let name = statement.old.identity.name
            return filter { $0.origin.utf8.elementsEqual(name.bytes) }.flatMap(\.sightings).filter { seen in
                !seen.isMet
                    && (seen.checkpoint.size > abandoned.size
                        || seen.checkpoint.size == abandoned.size && seen.checkpoint.root != abandoned.root)
            }.map { seen in
                "that the keeper shows all that \(name) signed: this user saw \(seen.checkpoint.size.ofEvents) of it signed, and the "
                    + "fork to \(origin) gives up \(seen.checkpoint.size == abandoned.size ? "other \(abandoned.size.ofEvents)" : "only \(abandoned.size.ofEvents)")"
            }
        }.sorted()
    }

    /// The trees of a log that was given up which this user saw when looking at it, and which nothing holds.
    ///
    /// - Parameters:
    ///   - origins: The names that the log had before.
    ///   - isHeld: Whether the log begins with a tree, or a history that it gave up.
    /// - Returns: A line for each.
    public func losses<Fault: Error>(
        of origins: [String], _ isHeld: (Checkpoint) throws(Fault) -> Bool
    ) throws(Fault) -> [String] {
        var lines: [String] = []
        for known in self where origins.contains(where: { $0.utf8.elementsEqual(known.origin.utf8) }) {
            for seen in known.sightings where !seen.isMet {
                guard try !isHeld(seen.checkpoint) else { continue }
                let size = seen.checkpoint.size
                lines.append(
                    "this user saw \(size) \(size == 1 ? "event" : "events") of \(known.origin) signed that neither the log nor "
                        + "public/abandoned has")
            }
        }
        return lines
    }

    /// What files said of a log by keys that nothing connects with the given ones, in words.
    public func remarks(of origin: String, for keys: [VerifierKey], by statements: [Succession]) -> [String] {
        filter {
            $0.origin.utf8.elementsEqual(origin.utf8) && !$0.isLookedAt && !$0.isConnected(to: keys, by: statements)
        }.map { $0.remark(beside: keys) }
    }
}

extension [Succession] {
    /// That a log was given up, in words; nil where nothing says so.
    ///
    /// - Parameters:
    ///   - keys: Keys of the log that is asked for.
    ///   - teller: Who says so: `this user saw before`.
    func givenUp(_ origin: String, for keys: [VerifierKey], _ teller: String) -> String? {
        let connected = TrustedKeys.connected(keys, by: self)
        for statement in self {
            guard case .forked(let abandoned, let kept) = statement.kind, connected.contains(statement.old),
                statement.old.identity.name.bytes.elementsEqual(origin.utf8)
            else { continue }
            return
                "the log \(origin) was given up at \(abandoned.size) \(abandoned.size == 1 ? "event" : "events"), as \(teller): "
                + "it goes on as \(statement.new.identity.name), key \(statement.new), after the first \(kept.size) of "
                + "another history; what is looked at here is the one that was given up"
        }
        return nil
    }
}

extension UInt64 {
    /// `1 event`, `17 events`.
    fileprivate var ofEvents: String { self == 1 ? "1 event" : "\(self) events" }
}

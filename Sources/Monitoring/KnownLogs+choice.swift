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
        let statements = flatMap(\.statements)
        let connected = TrustedKeys.connected(keys, by: statements)
        for statement in statements {
            guard case .forked(let abandoned, let kept) = statement.kind, connected.contains(statement.old),
                statement.old.identity.name.bytes.elementsEqual(origin.utf8)
            else { continue }
            return
                "the log \(origin) was given up at \(abandoned.size) \(abandoned.size == 1 ? "event" : "events"), as this user saw "
                + "before: it goes on as \(statement.new.identity.name), key \(statement.new), after the first \(kept.size) of "
                + "another history; what is looked at here is the one that was given up"
        }
        return nil
    }

    /// What files said of a log by keys that nothing connects with the given ones, in words.
    public func remarks(of origin: String, for keys: [VerifierKey], by statements: [Succession]) -> [String] {
        filter {
            $0.origin.utf8.elementsEqual(origin.utf8) && !$0.isLookedAt && !$0.isConnected(to: keys, by: statements)
        }.map { $0.remark(beside: keys) }
    }
}

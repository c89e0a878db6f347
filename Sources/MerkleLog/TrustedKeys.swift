/// The keys of a log that a reader trusts, extended by the log's statements about its keys.
public struct TrustedKeys: Hashable, Sendable {
    /// The keys that are trusted now.
    public private(set) var keys: [VerifierKey]

    /// Keys that are trusted only for what was signed before one of ``keys`` came: a newer key vouches for the older.
    public private(set) var earlier: [VerifierKey] = []

    /// The statements that extended the trust, in order.
    public private(set) var followed: [Succession] = []

    /// The statement that the trusted log was given up for another; nil if it was not.
    public private(set) var fork: Succession?

    /// - Parameter keys: Keys from a trusted person.
    public init(_ keys: [VerifierKey]) { self.keys = keys }

    /// All keys that statements connect with some keys, in both directions: a new key vouches for the older one, too.
    public static func connected(_ keys: [VerifierKey], by statements: [Succession]) -> [VerifierKey] {
        var found = keys
        // Each round passes every statement once. A chain is never longer than the number of statements.
        for _ in statements.indices {
            let next = statements.filter { found.contains($0.old) != found.contains($0.new) }
            guard let statement = next.first else { break }
            found.append(found.contains(statement.old) ? statement.new : statement.old)
        }
        return found
    }

    /// Applies a log's statements, in the order in which the log made them.
    public mutating func follow(_ statements: [Succession]) {
        for statement in statements.reversed()
        where (keys + earlier).contains(statement.new) && !(keys + earlier).contains(statement.old) {
            earlier.append(statement.old)
        }
        for statement in statements where keys.contains(statement.old) {
            switch statement.kind {
            case .forked: fork = statement
            case .rekeyed(let isEnded):
                if !keys.contains(statement.new) {
                    keys.append(statement.new)
                    followed.append(statement)
                }
                guard isEnded else { continue }
                keys.removeAll { $0 == statement.old }
                if !earlier.contains(statement.old) { earlier.append(statement.old) }
            }
        }
    }
}

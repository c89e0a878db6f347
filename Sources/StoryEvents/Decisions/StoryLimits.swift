/// The most that one story and one document may hold. They bound what a small document can cost.
public enum StoryLimits {
    /// Claims a story has that its publisher made or let be made, counter-claims from its own source included.
    public static let claims = 1_000
    /// Counter-claims a story has from other sources than its own, beside ``claims``.
    public static let counterclaims = 1_000
    /// Counter-claims a story has from one other source.
    public static let counterclaimsOfOneSource = 100
    /// UTF-8 bytes of a claim's texts.
    public static let claimLength = 65_536
    /// Bytes that a story's fields take, with 256 for each value: more than any one document gives.
    public static let size = 128 << 20
    /// Requests for comment a story has.
    public static let requests = 1_000
    /// Hops in the attribution of a claim.
    public static let hops = 16
    /// Parties with different names in a document.
    public static let partiesNamed = 100
    /// Claims that a document refers to by id, in one list.
    public static let claimsNamed = 100
    /// Events of a story.
    public static let events: Int64 = 1_000_000
    /// Denials, reiterations and responses of a story, together: there is always room for updates.
    public static let moves = 900_000
    /// Those that are from other sources than the story's own: there is always room for moves from that one.
    public static let movesOfOthers = 800_000
    /// Those that are from one other source.
    public static let movesOfOneSource = 100_000
    /// Pieces of a document's data, with the name and the hash of its file.
    public static let pieces = 100_000
    /// Names that "did you mean" compares with, for one document.
    public static let namesCompared = 1_000
}

/// The most that one story and one document may hold. The limits bound the cost of a small document.
public enum StoryLimits {
    /// Claims of a story by its publisher, including counter-claims from its own source.
    public static let claims = 1_000
    /// Counter-claims of a story from other sources, in addition to ``claims``.
    public static let counterclaims = 1_000
    /// Counter-claims of a story from one other source.
    public static let counterclaimsOfOneSource = 100
    /// UTF-8 bytes of a claim's texts.
    public static let claimLength = 65_536
    /// Quotes of a claim, and selectors in the `covers` of a note. Readers look for each in the whole text.
    public static let selectors = 200
    /// Bytes of a story's fields, with 256 added for each value; more than any one document has.
    public static let size = 128 << 20
    /// Requests for comment of a story.
    public static let requests = 1_000
    /// Hops in the attribution of a claim.
    public static let hops = 16
    /// Parties with different names in a document.
    public static let partiesNamed = 100
    /// Claims that one list of a document names.
    public static let claimsNamed = 100
    /// Events of a story.
    public static let events: Int64 = 1_000_000
    /// Denials, reiterations and responses of a story together; room for updates always remains.
    public static let moves = 900_000
    /// Moves from sources other than the story's own; room for moves from that one always remains.
    public static let movesOfOthers = 800_000
    /// Moves from one other source.
    public static let movesOfOneSource = 100_000
    /// Pieces of a document's data, including the name and the hash of its file.
    public static let pieces = 100_000
    /// Names compared for "did you mean" in one document.
    public static let namesCompared = 1_000
}

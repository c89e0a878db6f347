/// The most that one story and one document may hold. They bound what a small document can cost.
public enum StoryLimits {
    /// Claims a story has, counter-claims included.
    public static let claims = 1_000
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
    /// Pieces of a document's data, with the name and the hash of its file.
    public static let pieces = 100_000
    /// Names that "did you mean" compares with, for one document.
    public static let namesCompared = 1_000
}

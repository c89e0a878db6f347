/// The kinds of event that producers may send.
public enum EventType: String, Hashable, Sendable, CaseIterable {
    /// Starts a story.
    case published
    /// Changes a story's text, status or claims.
    case updated
    /// Somebody denies claims of a story.
    case denied
    /// Somebody stands by claims of a story.
    case reiterated
    /// Somebody answers, declines to, or stays silent.
    case responded

    /// Reads `published` or `org.storyledger.published.v1` alike.
    public init?(attribute: String) {
        var word = Substring(attribute)
        if word.hasPrefix("org.storyledger."), word.hasSuffix(".v1") {
            word = word.dropFirst("org.storyledger.".count).dropLast(".v1".count)
        }
        self.init(rawValue: String(word))
    }
}

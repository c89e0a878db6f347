/// How a feed is written.
enum FeedFormat: Hashable, Sendable, CaseIterable {
    /// RFC 4287.
    case atom
    /// JSON Feed 1.1.
    case json

    var fileName: String { self == .atom ? "feed.atom" : "feed.json" }

    var type: String { self == .atom ? "application/atom+xml; charset=utf-8" : "application/feed+json; charset=utf-8" }
}

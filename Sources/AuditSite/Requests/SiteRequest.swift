/// A request, as far as the site looks at it.
struct SiteRequest: Hashable, Sendable {
    /// The path, encoded.
    let path: String
    let query: Query
    /// The entity tags that the client has; the header If-None-Match.
    var known: String?
    /// The moment that the client asks for; the header Accept-Datetime.
    var moment: String?
    /// Where the site is, as the client sees it: `https://record.example`; empty where it does not say.
    var base = ""

    /// The most bytes that the address of a request may have.
    static let longest = 8192

    /// Whether an answer is for a program that asked the API, errors too.
    var isOfAPI: Bool { path == "/api" || path.hasPrefix("/api/") }

    /// Whether the answer holds whole addresses of the site.
    var namesItself: Bool {
        path.hasSuffix("/feed.atom") || path.hasSuffix("/feed.json") || path.hasSuffix("/timemap")
            || path.hasSuffix("/timegate") || path.hasSuffix("/annotations") || path.hasPrefix("/stories/")
    }

    /// - Parameter target: The path and the query of a request.
    init(target: String, known: String? = nil) {
        let halves = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(halves.first ?? "/")
        query = halves.count > 1 ? Query(encoded: halves[1]) : Query()
        self.known = known
    }
}

/// What is sent back.
struct SiteAnswer: Hashable, Sendable {
    var status = 200
    var type: String
    var body: [UInt8]
    /// How long caches may hold it; the header Cache-Control.
    var caching = "no-cache"
    /// The name of a file that a browser saves it as; nil for what it shows.
    var fileName: String?
    /// Where to look instead; the header Location.
    var location: String?
    /// The header ETag; nil for what has none.
    var tag: String?
    /// Further headers.
    var headers: [Header] = []

    /// One header.
    struct Header: Hashable, Sendable {
        let name: String
        let value: String
    }

    static let htmlType = "text/html; charset=utf-8"
}

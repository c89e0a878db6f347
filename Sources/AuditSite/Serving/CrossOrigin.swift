import HTTPTypes

/// Whether scripts of other sites may read answers, by the setting `site.cors`.
///
/// Source: Fetch, CORS protocol.
extension SiteSettings {
    /// The API, the feeds and the public log are shared; pages are not.
    func shares(_ request: SiteRequest) -> Bool {
        guard cors == .any else { return false }
        if request.isOfAPI { return true }
        switch Route(path: request.path[...]) {
        case .feed, .checkpoint, .tile, .proof, .story(_, .feed), .story(_, .bundle), .story(_, .timemap),
            .story(_, .citation):
            return true
        default: return false
        }
    }

    /// The answer to a browser that asks whether it may send a header; nil for any other request.
    func preflight(_ head: HTTPRequest, _ request: SiteRequest) -> SiteAnswer? {
        guard head.method == .options, shares(request) else { return nil }
        var answer = SiteAnswer(status: 204, type: "text/plain; charset=utf-8", body: [], caching: "no-store")
        answer.headers = [
            SiteAnswer.Header(name: "Access-Control-Allow-Methods", value: "GET, HEAD"),
            SiteAnswer.Header(
                name: "Access-Control-Allow-Headers", value: "Authorization, If-None-Match, Last-Event-ID"),
            SiteAnswer.Header(name: "Access-Control-Max-Age", value: "86400"),
        ]
        return answer
    }
}

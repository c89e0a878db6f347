import HTTPTypes

extension SiteRequest {
    /// - Parameter isBehindProxy: Whether what a web server in front says of the client's request is believed.
    init(_ head: HTTPRequest, isBehindProxy: Bool) {
        self.init(target: head.path ?? "/", known: head.headerFields[.ifNoneMatch])
        moment = head.headerFields[.acceptDatetime]
        let isSecure = isBehindProxy && head.headerFields[.forwardedProtocol]?.lowercased() == "https"
        base = Self.base(head.authority, isSecure: isSecure)
    }

    /// `https://record.example`; empty for a name of a host that is none.
    static func base(_ authority: String?, isSecure: Bool) -> String {
        guard let authority, !authority.isEmpty, authority.utf8.count <= 255,
            authority.utf8.allSatisfy({ byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x3A, 0x5B, 0x5D: true
                default: false
                }
            })
        else { return "" }
        return (isSecure ? "https://" : "http://") + authority
    }
}

extension HTTPField.Name {
    static let acceptDatetime = Self("Accept-Datetime")!
    static let forwardedFor = Self("X-Forwarded-For")!
    static let forwardedProtocol = Self("X-Forwarded-Proto")!
}

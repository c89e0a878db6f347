/// Parses the response to one request, incrementally.
///
/// Source: RFC 9112, 4, 5 and 6.3.
struct HTTPAnswerParser {
    /// The longest header section that is read, in bytes.
    static let longestHead = 64 << 10

    private let limit: Int
    private var bytes: [UInt8] = []

    /// - Parameter limit: The longest response, header and body, in bytes.
    init(limit: Int) {
        self.limit = limit
    }

    /// Adds received bytes.
    ///
    /// - Parameter isEnd: Whether the connection has ended.
    /// - Returns: The response once it is complete; nil before.
    mutating func take(_ chunk: some Sequence<UInt8>, isEnd: Bool) throws(HTTPFault) -> HTTPConnection.Answer? {
        bytes += chunk
        guard bytes.count <= limit else { throw .malformed("an answer of more than \(limit) bytes") }
        while let end = headEnd {
            let head = try Head(bytes[..<end])
            // A 1xx response is followed by the final one.
            if (100..<200).contains(head.status) {
                bytes.removeFirst(end + 4)
                continue
            }
            if let body = try head.body(in: bytes[(end + 4)...], isEnd: isEnd) {
                let isLast = head.isLast || bytes.count != end + 4 + body.count
                return HTTPConnection.Answer(status: head.status, body: body, isLast: isLast)
            }
            break
        }
        guard headEnd != nil || bytes.count <= Self.longestHead else {
            throw .malformed("a head of more than \(Self.longestHead) bytes")
        }
        guard !isEnd || !bytes.isEmpty else { throw .closed }
        guard !isEnd else { throw .malformed("an answer that is cut short") }
        return nil
    }

    private var headEnd: Int? {
        guard bytes.count >= 4 else { return nil }
        let end = Array("\r\n\r\n".utf8)
        return (0...(bytes.count - 4)).first { bytes[$0] == end[0] && bytes[$0..<($0 + 4)].elementsEqual(end) }
    }

    private struct Head {
        let status: Int
        private var length: Int?
        private var isChunked = false
        /// Whether the server accepts no further request on this connection.
        private(set) var isLast: Bool

        init(_ bytes: ArraySlice<UInt8>) throws(HTTPFault) {
            // Split by bytes: a Character would hold CR LF as one.
            let lines = bytes.split(separator: UInt8(ascii: "\n")).map { line in
                String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
            }
            let words = (lines.first ?? "").split(separator: " ", maxSplits: 2)
            guard words.count >= 2, words[0] == "HTTP/1.1" || words[0] == "HTTP/1.0", words[1].utf8.count == 3,
                let status = Int(words[1]), (100...599).contains(status)
            else { throw .malformed("no HTTP/1.1 status line") }
            self.status = status
            isLast = words[0] == "HTTP/1.0"
            for line in lines.dropFirst() {
                guard let colon = line.firstIndex(of: ":") else { throw .malformed("a field without a colon") }
                let value = line[line.index(after: colon)...].filter { $0 != " " && $0 != "\t" }.lowercased()
                switch line[..<colon].lowercased() {
                case "content-length":
                    guard let found = Int(value), found >= 0, length == nil || length == found else {
                        throw .malformed("a bad Content-Length")
                    }
                    length = found
                case "transfer-encoding":
                    guard value == "chunked" else { throw .malformed("the transfer encoding '\(value)'") }
                    isChunked = true
                case "connection": isLast = isLast || value.contains("close")
                default: break
                }
            }
        }

        func body(in rest: ArraySlice<UInt8>, isEnd: Bool) throws(HTTPFault) -> [UInt8]? {
            if status == 204 || status == 304 { return [] }
            if isChunked { return try Self.chunks(rest) }
            guard let length else { return isEnd ? Array(rest) : nil }
            return rest.count >= length ? Array(rest.prefix(length)) : nil
        }

        private static func chunks(_ bytes: ArraySlice<UInt8>) throws(HTTPFault) -> [UInt8]? {
            var rest = bytes
            var body: [UInt8] = []
            while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(
                    decoding: rest[..<newline].prefix { $0 != UInt8(ascii: ";") && $0 != 13 }, as: UTF8.self)
                guard let size = Int(line, radix: 16), size >= 0, size < 1 << 24 else {
                    throw .malformed("a bad chunk")
                }
                rest = rest[(newline + 1)...]
                if size == 0 { return body }
                guard rest.count >= size + 2 else { return nil }
                body += rest.prefix(size)
                rest = rest.dropFirst(size + 2)
            }
            return nil
        }
    }
}

/// Reads a text line by line, and names the line when it refuses something.
struct LineReader {
    private let format: MerkleLogError.Format
    private var rest: ArraySlice<UInt8>

    /// Number of the last line read, from 1.
    private(set) var line = 0

    /// Limits the length of the text first, so that no later step works on more.
    init(_ text: some Collection<UInt8>, as format: MerkleLogError.Format, limit: Int) throws(MerkleLogError) {
        guard text.count <= limit else { throw .tooLong(format, limit: limit, found: text.count) }
        self.format = format
        self.rest = Array(text)[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// The text after the lines read.
    var remainder: ArraySlice<UInt8> { rest }

    /// Reads a line that ends in a newline. The newline is not returned.
    mutating func next(_ expected: String) throws(MerkleLogError) -> ArraySlice<UInt8> {
        line += 1
        guard !rest.isEmpty else { throw refusal(expected: expected, found: "the end") }
        guard let newline = rest.firstIndex(of: UInt8(ascii: "\n")) else {
            throw refusal(expected: "a newline at the end of the line", found: "the end")
        }
        defer { rest = rest[(newline + 1)...] }
        return rest[..<newline]
    }

    /// Reads a line of a keyword, a space and a value. Returns the value.
    mutating func next(after keyword: String, _ expected: String) throws(MerkleLogError) -> ArraySlice<UInt8> {
        let text = try next(expected)
        guard text.starts(with: keyword.utf8), text.dropFirst(keyword.utf8.count).first == UInt8(ascii: " ") else {
            throw refusal(expected: expected, found: quoted(text))
        }
        return text.dropFirst(keyword.utf8.count + 1)
    }

    /// Reads lines of one base64 hash each, up to an empty line.
    mutating func nextHashes(atMost limit: Int) throws(MerkleLogError) -> [Hash] {
        var hashes: [Hash] = []
        while true {
            let text = try next("a hash, or an empty line")
            guard !text.isEmpty else { return hashes }
            guard hashes.count < limit else {
                throw refusal(expected: "at most \(limit) hashes", found: "more")
            }
            hashes.append(try hash(text))
        }
    }

    /// Reads a line of one base64 hash.
    mutating func nextHash(_ expected: String) throws(MerkleLogError) -> Hash {
        let text = try next(expected)
        return try hash(text)
    }

    /// Reads a line of one decimal number, after a keyword and a space if `keyword` is given.
    mutating func nextNumber(after keyword: String? = nil, _ expected: String) throws(MerkleLogError) -> UInt64 {
        let text = if let keyword { try next(after: keyword, expected) } else { try next(expected) }
        guard let number = Decimal.read(text) else {
            throw refusal(expected: "a decimal number without leading zeros", found: quoted(text))
        }
        return number
    }

    private func hash(_ text: ArraySlice<UInt8>) throws(MerkleLogError) -> Hash {
        guard let bytes = Base64.decode(text), let hash = Hash(bytes) else {
            throw refusal(expected: "32 bytes in base64", found: quoted(text))
        }
        return hash
    }

    func refusal(expected: String, found: String) -> MerkleLogError {
        .malformed(format, line: line, expected: expected, found: found)
    }
}

/// Quotes the beginning of an untrusted text for a message: one line of printable ASCII, other bytes as `\xNN`.
func quoted(_ text: some Collection<UInt8>) -> String {
    let shown = text.prefix(48).map { byte in
        (0x20..<0x7f).contains(byte)
            ? String(UnicodeScalar(byte)) : "\\x" + Hexadecimal.encode(CollectionOfOne(byte))
    }
    return "\"" + shown.joined() + (text.count > 48 ? "..." : "") + "\""
}

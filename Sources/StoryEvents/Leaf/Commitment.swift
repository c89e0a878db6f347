import CSHA256

/// A hash that commits to an event's data without revealing it. It covers the hashes of the data's skeleton and pieces,
/// each under its own salt.
///
/// The salts prevent a reader from guessing withheld pieces.
///
/// Source: LeafAndData.md, "Pieces".
public struct Commitment: Hashable, Sendable {
    /// The bytes, in memory order and stored inline, since each envelope holds a commitment.
    private let words: Words

    private typealias Words = (UInt64, UInt64, UInt64, UInt64)

    /// The length of a salt, in bytes.
    public static let saltLength = 32

    /// The length of a hash, in bytes.
    static let digestLength = 32

    /// Commits to data.
    ///
    /// - Parameters:
    ///   - data: The payload as decided, in RFC 8785 form.
    ///   - salt: 32 random bytes.
    /// - Returns: nil when the salt has another length, or the data another form.
    public init?(to data: [UInt8], salt: [UInt8]) {
        guard salt.count == Self.saltLength, let pieces = DataPieces(data) else { return nil }
        var hashing = PieceHashing()
        self = data.withUnsafeBytes { data in
            salt.withUnsafeBytes { hashing.commitment(to: pieces, of: data, salt: $0) }
        }
    }

    /// Hashes a message that contains the hashes of all parts.
    init(hashing message: [UInt8]) {
        var words: Words = (0, 0, 0, 0)
        message.withUnsafeBytes { csha256($0.baseAddress, $0.count, &words) }
        self.words = words
    }

    /// Reads exactly the form of ``description``.
    public init?(_ text: String) {
        guard text.hasPrefix("sha256:") else { return nil }
        self.init(digits: text.dropFirst(7).utf8)
    }

    /// Reads 64 lower-case hexadecimal digits.
    init?(digits: some Collection<UInt8>) {
        guard let bytes = [UInt8](hexadecimal: digits), bytes.count == 32 else { return nil }
        words = bytes.withUnsafeBytes { $0.loadUnaligned(as: Words.self) }
    }

    /// The 32 bytes, copied to an array.
    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// Calls `body` with the 32 bytes.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        Swift.withUnsafeBytes(of: words, body)
    }

    /// Compares the 32 bytes.
    public static func == (left: Commitment, right: Commitment) -> Bool { left.words == right.words }

    /// Feeds the 32 bytes to a hasher.
    public func hash(into hasher: inout Hasher) { withUnsafeBytes { hasher.combine(bytes: $0) } }
}

extension Commitment: CustomStringConvertible {
    /// `sha256:` and 64 lower-case hexadecimal digits.
    public var description: String { "sha256:" + bytes.hexadecimal }
}

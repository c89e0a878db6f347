import Crypto

/// What an envelope says of its data without telling anything: SHA-256("storyledger/data/v1\n" || salt || data).
///
/// The salt keeps a reader from guessing data that was withheld.
public struct Commitment: Hashable, Sendable {
    /// The bytes, in memory order; in place, since a commitment is handed on with each envelope.
    private let words: Words

    private typealias Words = (UInt64, UInt64, UInt64, UInt64)

    /// The length of a salt, in bytes.
    public static let saltLength = 32

    /// Commits to data.
    ///
    /// - Parameters:
    ///   - data: The payload as decided, in RFC 8785 form.
    ///   - salt: 32 random bytes.
    public init(to data: ArraySlice<UInt8>, salt: [UInt8]) {
        precondition(salt.count == Self.saltLength, "a salt is 32 bytes")
        var hash = SHA256()
        hash.update(data: Self.prefix)
        hash.update(data: salt)
        data.withUnsafeBytes { hash.update(bufferPointer: $0) }
        words = hash.finalize().withUnsafeBytes { $0.loadUnaligned(as: Words.self) }
    }

    /// Commits to data, as ``init(to:salt:)-(ArraySlice<UInt8>,_)``.
    public init(to data: [UInt8], salt: [UInt8]) { self.init(to: data[...], salt: salt) }

    /// Reads what ``description`` writes, and nothing else.
    public init?(_ text: String) {
        guard text.hasPrefix("sha256:") else { return nil }
        self.init(digits: text.dropFirst(7).utf8)
    }

    /// Reads 64 small hexadecimal digits.
    init?(digits: some Collection<UInt8>) {
        guard let bytes = [UInt8](hexadecimal: digits), bytes.count == 32 else { return nil }
        words = bytes.withUnsafeBytes { $0.loadUnaligned(as: Words.self) }
    }

    /// The 32 bytes, copied to an array.
    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// Lends the 32 bytes.
    func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        Swift.withUnsafeBytes(of: words, body)
    }

    /// Compares the 32 bytes.
    public static func == (left: Commitment, right: Commitment) -> Bool { left.words == right.words }

    /// Feeds the 32 bytes.
    public func hash(into hasher: inout Hasher) { withUnsafeBytes { hasher.combine(bytes: $0) } }

    private static let prefix = Array("storyledger/data/v1\n".utf8)
}

extension Commitment: CustomStringConvertible {
    /// `sha256:` and 64 small hexadecimal digits.
    public var description: String { "sha256:" + bytes.hexadecimal }
}

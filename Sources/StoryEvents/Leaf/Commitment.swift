import Crypto

/// What an envelope says of its data without telling anything: SHA-256("storyledger/data/v1\n" || salt || data).
///
/// The salt keeps a reader from guessing data that was withheld.
public struct Commitment: Hashable, Sendable {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// The length of a salt, in bytes.
    public static let saltLength = 32

    /// Commits to data.
    ///
    /// - Parameters:
    ///   - data: The payload as decided, in RFC 8785 form.
    ///   - salt: 32 random bytes.
    public init(to data: [UInt8], salt: [UInt8]) {
        precondition(salt.count == Self.saltLength, "a salt is 32 bytes")
        var hash = SHA256()
        hash.update(data: Self.prefix)
        hash.update(data: salt)
        hash.update(data: data)
        bytes = hash.finalize().bytes
    }

    /// Reads what ``description`` writes, and nothing else.
    public init?(_ text: String) {
        guard text.hasPrefix("sha256:") else { return nil }
        self.init(digits: text.dropFirst(7).utf8)
    }

    /// Reads 64 small hexadecimal digits.
    init?(digits: some Collection<UInt8>) {
        guard let bytes = [UInt8](hexadecimal: digits), bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    private static let prefix = Array("storyledger/data/v1\n".utf8)
}

extension Commitment: CustomStringConvertible {
    /// `sha256:` and 64 small hexadecimal digits.
    public var description: String { "sha256:" + bytes.hexadecimal }
}

/// A salt, and the commitment made with it: made together, as soon as the data is known.
public struct Seal: Hashable, Sendable {
    /// 32 bytes.
    public let salt: [UInt8]
    /// To the data, under the salt.
    public let commitment: Commitment

    /// - Parameters:
    ///   - data: The payload as decided, in RFC 8785 form.
    ///   - salt: 32 random bytes.
    public init(on data: [UInt8], salt: [UInt8]) {
        self.salt = salt
        commitment = Commitment(to: data, salt: salt)
    }
}

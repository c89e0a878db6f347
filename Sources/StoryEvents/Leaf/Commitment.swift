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
        bytes = Array(hash.finalize())
    }

    /// Reads what ``description`` writes, and nothing else.
    public init?(_ text: String) {
        guard text.hasPrefix("sha256:"), let bytes = [UInt8](hexadecimal: text.dropFirst(7)), bytes.count == 32 else {
            return nil
        }
        self.bytes = bytes
    }

    private static let prefix = Array("storyledger/data/v1\n".utf8)
}

extension Commitment: CustomStringConvertible {
    /// `sha256:` and 64 small hexadecimal digits.
    public var description: String { "sha256:" + bytes.hexadecimal }
}

extension Collection<UInt8> {
    /// Small hexadecimal digits, two a byte.
    public var hexadecimal: String {
        String(unsafeUninitializedCapacity: count * 2) { buffer in
            for (index, byte) in enumerated() {
                buffer[index * 2] = Self.digit(byte >> 4)
                buffer[index * 2 + 1] = Self.digit(byte & 15)
            }
            return count * 2
        }
    }
}

extension Collection<UInt8> {
    private static func digit(_ value: UInt8) -> UInt8 { value + (value < 10 ? 0x30 : 0x61 - 10) }
}

extension [UInt8] {
    /// Reads small hexadecimal digits, two a byte; nil for anything else.
    public init?(hexadecimal text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        self = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = Self.value(of: digits[index]), let low = Self.value(of: digits[index + 1]) else {
                return nil
            }
            append(high << 4 | low)
        }
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}

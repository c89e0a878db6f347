/// A SHA-256 value in the tree: a leaf hash, a node hash or a root.
///
/// The 32 bytes are stored inline, so an array of hashes is one block of memory.
public struct Hash: Hashable, Sendable {
    /// Length of a hash, in bytes.
    public static let byteCount = 32

    /// The bytes as four machine words, in memory order; never read as numbers.
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    /// Makes a hash of 32 bytes; nil for any other number of bytes.
    @inlinable
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Hash.byteCount else { return nil }
        self.init(filledBy: { target in _ = target.initialize(fromContentsOf: bytes) })
    }

    /// Fills a zeroed hash in place.
    @usableFromInline
    init(filledBy fill: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
        Swift.withUnsafeMutableBytes(of: &words) { raw in
            raw.withMemoryRebound(to: UInt8.self) { fill($0) }
        }
    }

    /// The 32 bytes, copied to an array.
    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// Calls `body` with the 32 bytes. The buffer is valid only during the call.
    public func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try Swift.withUnsafeBytes(of: words) { try body($0) }
    }

    /// Compares the 32 bytes.
    public static func == (left: Hash, right: Hash) -> Bool { left.words == right.words }

    /// Hashes the 32 bytes.
    public func hash(into hasher: inout Hasher) {
        withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}

extension Hash: CustomStringConvertible {
    /// The 64 lower-case hexadecimal digits of the hash.
    public var hex: String { Hexadecimal.encode(bytes) }

    /// The same as ``hex``.
    public var description: String { hex }

    /// Reads 64 hexadecimal digits of either case; nil for any other text.
    public init?(hex: some StringProtocol) {
        guard hex.utf8.count == 2 * Hash.byteCount, let bytes = Hexadecimal.decode(hex.utf8) else { return nil }
        self.init(bytes)
    }
}

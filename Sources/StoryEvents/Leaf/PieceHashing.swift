import CSHA256

/// Computes the salts and hashes of a commitment. An instance is reused for many events, so that its buffers keep their
/// memory.
///
/// Source: LeafAndData.md, "Pieces".
public struct PieceHashing: Sendable {
    /// "storyledger/salt/v1\n", the event's salt, and the piece's index as four bytes in big-endian order.
    private var saltMessage = Self.saltPrefix + [UInt8](repeating: 0, count: 36)
    /// "storyledger/piece/v1\n" or the skeleton's prefix, the salt, and the text.
    private var message: [UInt8] = []
    /// "storyledger/data/v1\n", and the hashes of the skeleton and the pieces.
    private var whole: [UInt8] = []

    private static let saltPrefix = Array("storyledger/salt/v1\n".utf8)
    private static let piecePrefix = Array("storyledger/piece/v1\n".utf8)
    private static let skeletonPrefix = Array("storyledger/skeleton/v1\n".utf8)
    private static let dataPrefix = Array("storyledger/data/v1\n".utf8)
    /// The index that stands for the skeleton.
    private static let skeletonNumber = UInt32.max

    /// Starts with empty buffers.
    public init() {}

    /// Commits to data whose salt is known.
    ///
    /// - Parameters:
    ///   - pieces: The split data.
    ///   - data: The same data.
    ///   - salt: 32 bytes; there is no commitment with a salt of another length.
    public mutating func commitment(
        to pieces: DataPieces, of data: UnsafeRawBufferPointer, salt: UnsafeRawBufferPointer
    ) -> Commitment {
        use(salt)
        whole.removeAll(keepingCapacity: true)
        whole += Self.dataPrefix
        begin(Self.skeletonPrefix, Self.skeletonNumber)
        message += pieces.skeleton
        whole.append(sha256Of: message)
        for (number, piece) in pieces.pieces.enumerated() {
            begin(Self.piecePrefix, UInt32(truncatingIfNeeded: number))
            piece.append(to: &message, from: data)
            whole.append(sha256Of: message)
        }
        return Commitment(hashing: whole)
    }

    /// The salt of a piece, or of the skeleton for nil: 32 bytes.
    ///
    /// - Parameter salt: The event's salt, 32 bytes.
    public mutating func salt(of piece: Int?, from salt: [UInt8]) -> [UInt8] {
        salt.withUnsafeBytes { use($0) }
        number(piece.map { UInt32(truncatingIfNeeded: $0) } ?? Self.skeletonNumber)
        return .sha256(of: saltMessage)
    }

    /// The hash of a piece, 32 bytes.
    public mutating func hash(piece text: [UInt8], salt: [UInt8]) -> [UInt8] {
        .sha256(of: Self.piecePrefix + salt + text)
    }

    /// The hash of a skeleton, 32 bytes.
    public mutating func hash(skeleton text: [UInt8], salt: [UInt8]) -> [UInt8] {
        .sha256(of: Self.skeletonPrefix + salt + text)
    }

    /// The commitment to a skeleton and pieces, from their hashes of 32 bytes each.
    public static func commitment(skeleton: [UInt8], pieces: some Sequence<[UInt8]>) -> Commitment {
        Commitment(hashing: pieces.reduce(into: dataPrefix + skeleton) { $0 += $1 })
    }

    private mutating func use(_ salt: UnsafeRawBufferPointer) {
        let start = Self.saltPrefix.count
        saltMessage.replaceSubrange(start..<saltMessage.count - 4, with: salt)
    }

    private mutating func number(_ number: UInt32) {
        saltMessage.withUnsafeMutableBytes { bytes in
            bytes.storeBytes(of: number.bigEndian, toByteOffset: bytes.count - 4, as: UInt32.self)
        }
    }

    /// Starts the message of a piece, up to its text.
    private mutating func begin(_ prefix: [UInt8], _ number: UInt32) {
        message.removeAll(keepingCapacity: true)
        message += prefix
        self.number(number)
        message.append(sha256Of: saltMessage)
    }
}

extension [UInt8] {
    /// SHA-256 of a message, 32 bytes.
    static func sha256(of message: [UInt8]) -> [UInt8] { message.withUnsafeBytes { sha256(of: $0) } }

    /// SHA-256 of a message, 32 bytes.
    static func sha256(of message: UnsafeRawBufferPointer) -> [UInt8] {
        var digest: [UInt8] = []
        digest.append(sha256Of: message)
        return digest
    }

    /// Appends the SHA-256 of a message, 32 bytes.
    fileprivate mutating func append(sha256Of message: [UInt8]) {
        message.withUnsafeBytes { append(sha256Of: $0) }
    }

    private mutating func append(sha256Of message: UnsafeRawBufferPointer) {
        append(addingCapacity: Commitment.digestLength) { digest in
            digest.withUnsafeMutableBufferPointer { room, count in
                csha256(message.baseAddress, message.count, room.baseAddress)
                count = Commitment.digestLength
            }
        }
    }
}

extension DataPieces.Piece {
    /// Appends the unescaped text.
    func append(to text: inout [UInt8], from data: UnsafeRawBufferPointer) {
        guard !isPlain else {
            return text.append(contentsOf: UnsafeRawBufferPointer(rebasing: data[range]))
        }
        var place = range.lowerBound
        while place < range.upperBound {
            let end = min(range.upperBound, data.endOfPlainText(from: place))
            text.append(contentsOf: UnsafeRawBufferPointer(rebasing: data[place..<end]))
            guard end < range.upperBound, let escape = Escape(in: data, at: end) else { return }
            text.append(escape.byte)
            place = end + escape.length
        }
    }

    /// The unescaped text.
    ///
    /// - Parameter data: The data that was split.
    public func text(in data: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        data.withUnsafeBytes { append(to: &text, from: $0) }
        return text
    }
}

import Crypto

/// Makes the salts and hashes that a commitment is made of. It is reused for one event after another, so that its buffers
/// keep their memory.
///
/// Source: FORMATS.md, 3, "Data and its pieces".
public struct PieceHashing: Sendable {
    /// "storyledger/salt/v1\n", the event's salt, and the piece's number as four bytes, the highest first.
    private var saltMessage = Self.saltPrefix + [UInt8](repeating: 0, count: 36)
    /// "storyledger/piece/v1\n" or the skeleton's, the piece's salt, and its text.
    private var message: [UInt8] = []

    private static let saltPrefix = Array("storyledger/salt/v1\n".utf8)
    private static let piecePrefix = Array("storyledger/piece/v1\n".utf8)
    private static let skeletonPrefix = Array("storyledger/skeleton/v1\n".utf8)
    private static let dataPrefix = Array("storyledger/data/v1\n".utf8)
    /// Stands for a piece's number in the salt of the skeleton.
    private static let skeletonNumber = UInt32.max

    /// Makes one with empty buffers.
    public init() {}

    /// Commits to data whose salt is known.
    ///
    /// - Parameters:
    ///   - pieces: What the data was taken apart into.
    ///   - data: The same data.
    ///   - salt: 32 bytes; of any other length no commitment is made with.
    public mutating func commitment(
        to pieces: DataPieces, of data: UnsafeRawBufferPointer, salt: UnsafeRawBufferPointer
    ) -> Commitment {
        use(salt)
        var whole = SHA256()
        whole.update(Self.dataPrefix)
        pieces.skeleton.withUnsafeBytes { skeleton in
            begin(Self.skeletonPrefix, derivedSalt(Self.skeletonNumber))
            message.append(contentsOf: skeleton)
        }
        whole.update(hashMessage())
        for (number, piece) in pieces.pieces.enumerated() {
            begin(Self.piecePrefix, derivedSalt(UInt32(truncatingIfNeeded: number)))
            piece.append(to: &message, from: data)
            whole.update(hashMessage())
        }
        return Commitment(whole.finalize())
    }

    /// The salt of a piece; of the skeleton for nil. 32 bytes.
    ///
    /// - Parameter salt: The event's, 32 bytes.
    public mutating func salt(of piece: Int?, from salt: [UInt8]) -> [UInt8] {
        salt.withUnsafeBytes { use($0) }
        return derivedSalt(piece.map { UInt32(truncatingIfNeeded: $0) } ?? Self.skeletonNumber).bytes
    }

    /// The hash of a piece, 32 bytes.
    public mutating func hash(piece text: [UInt8], salt: [UInt8]) -> [UInt8] {
        hash(Self.piecePrefix, salt, text)
    }

    /// The hash of a skeleton, 32 bytes.
    public mutating func hash(skeleton text: [UInt8], salt: [UInt8]) -> [UInt8] {
        hash(Self.skeletonPrefix, salt, text)
    }

    /// What commits to a skeleton and pieces by their hashes, each 32 bytes.
    public static func commitment(skeleton: [UInt8], pieces: some Sequence<[UInt8]>) -> Commitment {
        var whole = SHA256()
        whole.update(dataPrefix)
        whole.update(data: skeleton)
        for hash in pieces { whole.update(data: hash) }
        return Commitment(whole.finalize())
    }

    private mutating func hash(_ prefix: [UInt8], _ salt: [UInt8], _ text: [UInt8]) -> [UInt8] {
        message.removeAll(keepingCapacity: true)
        message += prefix
        message += salt
        message += text
        return hashMessage().bytes
    }

    private mutating func use(_ salt: UnsafeRawBufferPointer) {
        let start = Self.saltPrefix.count
        saltMessage.replaceSubrange(start..<saltMessage.count - 4, with: salt)
    }

    private mutating func derivedSalt(_ number: UInt32) -> SHA256.Digest {
        saltMessage.withUnsafeMutableBytes { bytes in
            bytes.storeBytes(of: number.bigEndian, toByteOffset: bytes.count - 4, as: UInt32.self)
            var hash = SHA256()
            hash.update(bufferPointer: UnsafeRawBufferPointer(bytes))
            return hash.finalize()
        }
    }

    private mutating func begin(_ prefix: [UInt8], _ salt: SHA256.Digest) {
        message.removeAll(keepingCapacity: true)
        message += prefix
        salt.withUnsafeBytes { message.append(contentsOf: $0) }
    }

    private func hashMessage() -> SHA256.Digest {
        message.withUnsafeBytes { bytes in
            var hash = SHA256()
            hash.update(bufferPointer: bytes)
            return hash.finalize()
        }
    }
}

extension SHA256 {
    fileprivate mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update(bufferPointer: $0) }
    }

    fileprivate mutating func update(_ digest: Digest) {
        digest.withUnsafeBytes { update(bufferPointer: $0) }
    }
}

extension DataPieces.Piece {
    /// Appends the text, without escapes.
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

    /// The text, without escapes.
    ///
    /// - Parameter data: What was taken apart.
    public func text(in data: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        data.withUnsafeBytes { append(to: &text, from: $0) }
        return text
    }
}

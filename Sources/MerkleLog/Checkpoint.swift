/// A log's statement about its tree: the log's name, the tree's size and its root. Signed, it is the log's public
/// commitment.
///
/// Source: C2SP tlog-checkpoint, "Note text".
public struct Checkpoint: Sendable {
    /// The log's name; one line, not empty.
    public let origin: String

    /// Tree size, in leaves, at most 2^63 - 1.
    public let size: UInt64

    /// Root of the tree; ``Hash/emptyTree`` for an empty tree.
    public let root: Hash

    /// Further lines, none empty. Their use is discouraged, because no auditor checks them.
    public let extensions: [String]

    /// Makes a checkpoint.
    ///
    /// - Throws: ``MerkleLogError/malformed(_:line:expected:found:)``, ``MerkleLogError/wrongRoot(expected:found:)`` for
    ///   an empty tree with another root, ``MerkleLogError/tooLong(_:limit:found:)``.
    public init(origin: String, size: UInt64, root: Hash, extensions: [String] = []) throws(MerkleLogError) {
        self.origin = origin
        self.size = size
        self.root = root
        self.extensions = extensions
        for (place, line) in ([origin] + extensions).enumerated() {
            guard !line.isEmpty, line.utf8.allSatisfy({ $0 >= 0x20 }) else {
                throw .malformed(
                    .checkpoint, line: place == 0 ? 1 : place + 3,
                    expected: "a line of text without control characters", found: quoted(line.utf8))
            }
        }
        guard size <= largestTreeSize else {
            throw .malformed(.checkpoint, line: 2, expected: "at most \(largestTreeSize) leaves", found: "\(size)")
        }
        guard size > 0 || root == .emptyTree else { throw .wrongRoot(expected: .emptyTree, found: root) }
        let length = text.utf8.count
        guard length <= SignedNote.longest else {
            throw .tooLong(.checkpoint, limit: SignedNote.longest, found: length)
        }
    }

    /// Reads the text of a note.
    ///
    /// - Throws: As ``init(origin:size:root:extensions:)``.
    public init(text: String) throws(MerkleLogError) {
        var reader = try LineReader(text.utf8, as: .checkpoint, limit: SignedNote.longest)
        let origin = String(decoding: try reader.next("the log's origin"), as: UTF8.self)
        let size = try reader.nextNumber("the tree size")
        let root = try reader.nextHash("the root hash")
        var extensions: [String] = []
        while !reader.isAtEnd {
            extensions.append(String(decoding: try reader.next("an extension line"), as: UTF8.self))
        }
        try self.init(origin: origin, size: size, root: root, extensions: extensions)
    }

    /// The text to be signed: three lines, then the extension lines.
    public var text: String {
        ([origin, "\(size)", Base64.encode(root.bytes)] + extensions).map { $0 + "\n" }.joined()
    }

    /// Signs the checkpoint as the log.
    ///
    /// - Throws: ``MerkleLogError/wrongKeyKind(key:)``; ``MerkleLogError/malformed(_:line:expected:found:)`` if there
    ///   is no signer.
    public func signed(by signers: [SignerKey]) throws(MerkleLogError) -> SignedNote {
        try SignedNote(signing: text, by: signers)
    }
}

extension Checkpoint: Hashable {
    /// Compares the bytes of the texts: origins that only look alike are different.
    public static func == (left: Checkpoint, right: Checkpoint) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    /// Hashes the bytes of the text.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(Array(text.utf8))
    }
}

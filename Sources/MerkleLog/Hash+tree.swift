import Crypto

/// How the tree hashes: leaves and inner nodes are told apart by their first byte.
///
/// Source: RFC 6962, 2.1.
extension Hash {
    /// The root of a tree without leaves: SHA-256 of nothing.
    public static let emptyTree = Hash(SHA256().finalize())

    /// Returns the hash of a leaf: SHA-256(0x00 || leaf).
    public static func leaf(_ leaf: UnsafeRawBufferPointer) -> Hash {
        var hasher = SHA256()
        Swift.withUnsafeBytes(of: UInt8(0)) { hasher.update(bufferPointer: $0) }
        hasher.update(bufferPointer: leaf)
        return Hash(hasher.finalize())
    }

    /// Returns the hash of a leaf: SHA-256(0x00 || leaf).
    public static func leaf(_ leaf: [UInt8]) -> Hash {
        leaf.withUnsafeBytes { Hash.leaf($0) }
    }

    /// Returns the hash of an inner node: SHA-256(0x01 || left || right).
    public static func node(_ left: Hash, _ right: Hash) -> Hash {
        var hasher = SHA256()
        // One update of 65 bytes on the stack, rather than three small ones.
        Swift.withUnsafeTemporaryAllocation(byteCount: 1 + 2 * byteCount, alignment: 1) { input in
            input[0] = 1
            left.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: input[1...]).copyMemory(from: $0) }
            right.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rebasing: input[(1 + byteCount)...]).copyMemory(from: $0)
            }
            hasher.update(bufferPointer: UnsafeRawBufferPointer(input))
        }
        return Hash(hasher.finalize())
    }

    private init(_ digest: SHA256.Digest) {
        self.init(filledBy: { target in
            digest.withUnsafeBytes { UnsafeMutableRawBufferPointer(target).copyMemory(from: $0) }
        })
    }
}

import CSHA256

/// How the tree hashes: leaves and inner nodes are told apart by their first byte.
///
/// Source: RFC 6962, 2.1.
extension Hash {
    /// The root of a tree without leaves: SHA-256 of nothing.
    public static let emptyTree = Hash(of: UnsafeRawBufferPointer(start: nil, count: 0))

    /// Returns the hash of a leaf: SHA-256(0x00 || leaf).
    public static func leaf(_ leaf: UnsafeRawBufferPointer) -> Hash {
        hash(ofBytes: 1 + leaf.count) { message in
            message[0] = 0
            UnsafeMutableRawBufferPointer(rebasing: message[1...]).copyMemory(from: leaf)
        }
    }

    /// Returns the hash of a leaf: SHA-256(0x00 || leaf).
    public static func leaf(_ leaf: [UInt8]) -> Hash {
        leaf.withUnsafeBytes { Hash.leaf($0) }
    }

    /// Returns the hash of an inner node: SHA-256(0x01 || left || right).
    public static func node(_ left: Hash, _ right: Hash) -> Hash {
        hash(ofBytes: 1 + 2 * byteCount) { message in
            message[0] = 1
            left.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: message[1...]).copyMemory(from: $0) }
            right.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rebasing: message[(1 + byteCount)...]).copyMemory(from: $0)
            }
        }
    }

    private static func hash(ofBytes count: Int, _ write: (UnsafeMutableRawBufferPointer) -> Void) -> Hash {
        withUnsafeTemporaryAllocation(byteCount: count, alignment: 1) { message in
            write(message)
            return Hash(of: UnsafeRawBufferPointer(message))
        }
    }

    private init(of message: UnsafeRawBufferPointer) {
        self.init(filledBy: { csha256(message.baseAddress, message.count, $0.baseAddress) })
    }
}

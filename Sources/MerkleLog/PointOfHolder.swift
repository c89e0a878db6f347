/// Tells the Ed25519 public keys with which only their holder can sign from others of the same length.
enum PointOfHolder {
    /// The y coordinates of the eight points of small order, little-endian.
    ///
    /// For such a key anybody can make a signature that verifies: whatever is signed, its multiple of the key is one of
    /// eight points. Source: curve25519-dalek, `constants::EIGHT_TORSION`.
    private static let heightsOfSmallOrder: Set<String> = [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ]

    /// Whether the 32 bytes may be a point in its one form, and of large order.
    ///
    /// False for a y that is not below p = 2^255 - 19, and for x = 0 with a sign (RFC 8032, 5.1.3); x is 0 only where y
    /// is 1 or p - 1, whose points are of small order with either sign. Bytes that are no point for another reason
    /// verify nothing.
    static func mayBe(_ publicKey: [UInt8]) -> Bool {
        guard let low = publicKey.first, let high = publicKey.last else { return false }
        let y = publicKey.dropLast() + [high & 0x7f]
        let isBelowP = y.last != 0x7f || low < 0xed || y.dropFirst().dropLast().contains { $0 != 0xff }
        return isBelowP && !heightsOfSmallOrder.contains(Hexadecimal.encode(y))
    }
}

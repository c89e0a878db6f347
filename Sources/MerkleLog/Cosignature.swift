/// The message that a witness signs.
///
/// Source: C2SP tlog-cosignature, "Ed25519 signed message".
enum Cosignature {
    /// The largest timestamp, in seconds since 1970.
    static let latest = UInt64(Int64.max)

    static func message(_ text: [UInt8], at timestamp: UInt64) -> [UInt8] {
        Array("cosignature/v1\ntime \(timestamp)\n".utf8) + text
    }
}

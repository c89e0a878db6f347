/// A value of I-JSON (RFC 7493): what ``parse(_:maximumDepth:maximumValues:)-(UnsafeRawBufferPointer,_,_)`` accepts and
/// ``appendCanonical(to:)`` writes.
///
/// Two values are equal when their canonical bytes are equal: the order of an object's members does not count, and text
/// counts byte for byte. A number is the double nearest to what was written, as in RFC 8785. So `1`, `1.0` and `10e-1`
/// are one value, ``integer(_:)`` of 1, and `-0` is ``integer(_:)`` of 0.
public enum JSON: Hashable, Sendable {
    /// `null`.
    case null

    /// `true` or `false`.
    case bool(Bool)

    /// An integral number `n`, `|n| <= JSON.maximumInteger`.
    case integer(Int64)

    /// A finite number that is not integral, and so below 2^52 in magnitude. ``number(_:)`` picks the right case.
    case double(Double)

    /// A string.
    case string(Text)

    /// An array.
    case array([JSON])

    /// An object.
    case object(JSONObject)
}

extension JSON {
    /// Default limit of nested arrays and objects.
    public static let maximumDepth = 64

    /// How many values a producer's document may have. A value takes some 100 bytes of memory, however short it is
    /// written, so the limit bounds the memory of a document beside its own bytes (`LedgerBenchmarks limits`).
    public static let maximumValues = 250_000

    /// The largest magnitude of a number, 2^53-1: up to it a double holds every integer exactly (RFC 7493, 2.2).
    public static let maximumInteger: Int64 = 9_007_199_254_740_991

    /// Returns the value of a number.
    ///
    /// - Parameter number: Any double. Negative zero counts as zero.
    /// - Returns: ``integer(_:)`` for an integral number, otherwise ``double(_:)``; nil for infinities, for NaN and
    ///   beyond ``maximumInteger`` in magnitude.
    public static func number(_ number: Double) -> JSON? {
        guard number.magnitude <= Double(maximumInteger) else { return nil }
        return Int64(exactly: number).map(JSON.integer) ?? .double(number)
    }
}

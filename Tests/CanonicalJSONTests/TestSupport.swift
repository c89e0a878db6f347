import CanonicalJSON

/// Reads a document given as text.
func parse(_ document: String) throws(JSONSyntaxError) -> JSON {
    try JSON.parse(Array(document.utf8))
}

/// Returns what refuses a document; nil when nothing does.
func refusal(of document: [UInt8], maximumDepth: Int = JSON.maximumDepth) -> JSONSyntaxError? {
    do throws(JSONSyntaxError) {
        _ = try JSON.parse(document, maximumDepth: maximumDepth)
        return nil
    } catch {
        return error
    }
}

/// The canonical form as text.
func canonical(_ value: JSON) -> String {
    String(decoding: value.canonicalBytes, as: UTF8.self)
}

/// SplitMix64: small, and the same on every machine, so that a printed seed is enough to repeat a failure.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

import Testing

/// A parser of bytes that come from outside.
struct FuzzedParser: Sendable, CustomTestStringConvertible {
    let name: String
    /// What it reads, to be changed.
    let seeds: [[UInt8]]
    /// Reads an input, and returns its encoded form; nil where it is refused, or has no encoder.
    let read: @Sendable ([UInt8]) -> [UInt8]?
    /// Whether what is accepted must be its own encoded form, byte for byte.
    var isStrict = false
    /// Whether what it accepts has an encoded form.
    var hasEncoder = true

    var testDescription: String { name }

    /// What is wrong with an accepted input: its encoded form must be accepted, and be its own.
    func fault(of input: [UInt8]) -> String? {
        guard let encoded = read(input) else { return nil }
        if isStrict, encoded != input { return "it was accepted, and is encoded otherwise" }
        guard let again = read(encoded) else { return "its encoded form is refused" }
        return again == encoded ? nil : "its encoded form is encoded otherwise"
    }
}

/// The name of a key in a signed note, such as `example.com/log`: not empty, without white space, `+` or controls.
///
/// Names are compared by their bytes: composed and decomposed forms of a name are different.
///
/// Source: C2SP signed-note, "Format".
public struct KeyName: Hashable, Sendable {
    /// The UTF-8 bytes.
    public let bytes: [UInt8]

    /// Makes a key name.
    ///
    /// - Throws: ``MerkleLogError/malformed(_:line:expected:found:)``.
    public init(_ text: String) throws(MerkleLogError) {
        guard let name = KeyName(bytes: Array(text.utf8)) else {
            throw .malformed(
                .keyName, line: 1, expected: "one or more characters, no spaces, no plus", found: quoted(text.utf8))
        }
        self = name
    }

    init?(bytes: some Collection<UInt8>) {
        guard let text = String(validating: bytes, as: UTF8.self), !text.isEmpty else { return nil }
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            !scalar.properties.isWhitespace && scalar != "+" && scalar.value >= 0x20
        }
        guard isPlain else { return nil }
        self.bytes = Array(bytes)
    }
}

extension KeyName: CustomStringConvertible {
    /// The name as text.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}

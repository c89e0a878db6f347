/// A text and the signatures under it, not checked.
///
/// The text is not trustworthy until ``verified(by:)`` has found a signature by a trusted key. Reading a note and
/// writing it again gives the same bytes.
///
/// Source: C2SP signed-note. The limit of 100 signatures is that of Go's note package.
public struct SignedNote: Hashable, Sendable {
    /// Length of the longest note read, in bytes. 100 signatures with the largest post-quantum keys fit.
    public static let longest = 1 << 20

    /// The largest number of signatures that are read.
    public static let mostSignatures = 100

    /// The UTF-8 of the text, with its final newline.
    let textBytes: [UInt8]

    /// The signatures in the order of their lines: `1...100`.
    public let signatures: [NoteSignature]

    /// The text, not yet trustworthy; it ends in a newline.
    public var text: String { String(decoding: textBytes, as: UTF8.self) }

    /// The note as it is written to a file.
    public var bytes: [UInt8] { textBytes + [UInt8(ascii: "\n")] + signatures.flatMap(\.line) }

    /// Signs a text.
    ///
    /// - Parameters:
    ///   - text: Lines without control characters, the last with its newline.
    ///   - signers: The keys that sign it, one or more, in the order of their lines.
    /// - Throws: ``MerkleLogError/malformed(_:line:expected:found:)``, ``MerkleLogError/tooLong(_:limit:found:)``,
    ///   ``MerkleLogError/wrongKeyKind(key:)``.
    public init(signing text: String, by signers: [SignerKey]) throws(MerkleLogError) {
        let textBytes = Array(text.utf8)
        var signatures: [NoteSignature] = []
        for signer in signers {
            signatures.append(try signer.sign(text: textBytes))
        }
        try self.init(textBytes: textBytes, signatures: signatures)
    }

    /// Reads a note.
    ///
    /// - Throws: ``MerkleLogError/malformed(_:line:expected:found:)``, ``MerkleLogError/tooLong(_:limit:found:)``.
    public init(bytes: some Collection<UInt8>) throws(MerkleLogError) {
        var reader = try LineReader(bytes, as: .note, limit: SignedNote.longest)
        var lines: [ArraySlice<UInt8>] = []
        while !reader.isAtEnd {
            lines.append(try reader.next("a line"))
        }
        guard let blank = lines.lastIndex(where: \.isEmpty), blank > 0 else {
            throw reader.refusal(expected: "an empty line between text and signatures", found: "none")
        }
        var signatures: [NoteSignature] = []
        for (place, line) in lines.enumerated().dropFirst(blank + 1) {
            guard let signature = NoteSignature(line: line) else {
                throw .malformed(
                    .note, line: place + 1, expected: "a signature: em dash, key name, base64", found: quoted(line))
            }
            signatures.append(signature)
        }
        let text = lines[..<blank].flatMap { $0 + [UInt8(ascii: "\n")] }
        try self.init(textBytes: text, signatures: signatures)
    }

    /// Returns the note with one more signature, which replaces those by the same key.
    ///
    /// - Throws: ``MerkleLogError/malformed(_:line:expected:found:)`` beyond 100 signatures.
    public func adding(_ signature: NoteSignature) throws(MerkleLogError) -> SignedNote {
        let others = signatures.filter { $0.key != signature.key }
        return try SignedNote(textBytes: textBytes, signatures: others + [signature])
    }

    private init(textBytes: [UInt8], signatures: [NoteSignature]) throws(MerkleLogError) {
        try SignedNote.check(textBytes)
        guard (1...SignedNote.mostSignatures).contains(signatures.count) else {
            throw .malformed(
                .note, line: 1, expected: "1 to \(SignedNote.mostSignatures) signatures",
                found: "\(signatures.count)")
        }
        self.textBytes = textBytes
        self.signatures = signatures
        let length = bytes.count
        guard length <= SignedNote.longest else { throw .tooLong(.note, limit: SignedNote.longest, found: length) }
    }

    /// Checks the text. Signature lines have stricter rules of their own.
    private static func check(_ text: [UInt8]) throws(MerkleLogError) {
        guard text.last == UInt8(ascii: "\n") else {
            throw .malformed(.note, line: 1, expected: "a newline at the end of the text", found: "none")
        }
        for (place, line) in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            guard line.allSatisfy({ $0 >= 0x20 }), String(validating: line, as: UTF8.self) != nil else {
                throw .malformed(
                    .note, line: place + 1, expected: "UTF-8 without control characters", found: quoted(line))
            }
        }
    }
}

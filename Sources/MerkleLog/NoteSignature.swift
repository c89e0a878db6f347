/// One signature line of a note, not checked.
public struct NoteSignature: Hashable, Sendable {
    /// The key that the line names.
    public let key: KeyIdentity

    /// The signature after the key id, at least 1 byte. Its layout depends on the kind of key.
    public let bytes: [UInt8]

    private static let start = Array("\u{2014} ".utf8)

    init(key: KeyIdentity, bytes: [UInt8]) {
        self.key = key
        self.bytes = bytes
    }

    /// Reads a line without its newline: em dash, space, name, space, base64 of key id and signature.
    init?(line: ArraySlice<UInt8>) {
        guard line.starts(with: NoteSignature.start) else { return nil }
        let parts = line.dropFirst(NoteSignature.start.count).split(
            separator: UInt8(ascii: " "), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let name = KeyName(bytes: parts[0]), let bytes = Base64.decode(parts[1]),
            bytes.count >= 5
        else { return nil }
        key = KeyIdentity(name: name, id: bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) })
        self.bytes = Array(bytes.dropFirst(4))
    }

    /// The line, with its newline.
    var line: [UInt8] {
        let base64 = Base64.encode(bigEndianBytes(key.id) + bytes)
        return NoteSignature.start + key.name.bytes + Array(" \(base64)\n".utf8)
    }
}

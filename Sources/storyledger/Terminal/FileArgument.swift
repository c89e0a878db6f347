import Glibc

/// Arguments whose bytes are not UTF-8: names of files may be any bytes.
///
/// Such a byte becomes one private-use scalar from U+10FE80 to U+10FEFF, and is that byte again where a file is opened.
/// An argument that holds one of these scalars itself is taken as bytes, so that no two arguments become one text; and so is
/// one with a noncharacter, which no text of the ledger may hold.
enum FileArgument {
    /// Bytes below 0x80 are always UTF-8.
    private static let scalars: ClosedRange<UInt32> = 0x10FE80...0x10FEFF

    /// The arguments of this process, without the program's name.
    static var all: [String] {
        (1..<max(1, Int(CommandLine.argc))).compactMap { index in
            CommandLine.unsafeArgv[index].map { text(of: UnsafeBufferPointer(start: $0, count: strlen($0))) }
        }
    }

    /// The text that stands for an argument.
    static func text(of bytes: some Collection<CChar>) -> String {
        let bytes = bytes.map { UInt8(bitPattern: $0) }
        if let text = String(validating: bytes, as: UTF8.self), !text.unicodeScalars.contains(where: isNoText) {
            return text
        }
        var text = String.UnicodeScalarView()
        var parser = Unicode.UTF8.ForwardParser()
        var rest = bytes.makeIterator()
        var offset = 0
        loop: while true {
            switch parser.parseScalar(from: &rest) {
            case .valid(let encoded):
                let scalar = Unicode.UTF8.decode(encoded)
                if isNoText(scalar) {
                    encoded.forEach { text.append(self.scalar(of: $0)) }
                } else {
                    text.append(scalar)
                }
                offset += encoded.count
            case .error(let length):
                bytes[offset..<offset + length].forEach { text.append(self.scalar(of: $0)) }
                offset += length
            case .emptyInput: break loop
            }
        }
        return String(text)
    }

    /// The bytes that a text stands for, with the NUL that ends a path.
    static func bytes(of text: String) -> [CChar] {
        var bytes: [CChar] = []
        for scalar in text.unicodeScalars {
            if let byte = byte(of: scalar) {
                bytes.append(CChar(bitPattern: byte))
            } else {
                bytes += UTF8.encode(scalar)!.map { CChar(bitPattern: $0) }
            }
        }
        return bytes + [0]
    }

    /// - Throws: A failure for a path that is not UTF-8, for a verb that would open another one.
    static func checkIsUTF8(_ path: String) throws(Failure) {
        guard path.unicodeScalars.contains(where: { byte(of: $0) != nil }) else { return }
        throw Failure(
            Failure.usage, "the path '\(path)' is not UTF-8, or holds a noncharacter of Unicode".onOneLine,
            remedy: "rename it; this verb opens paths in UTF-8 only")
    }

    /// The byte that a scalar stands for; nil for all other scalars.
    static func byte(of scalar: Unicode.Scalar) -> UInt8? {
        scalars.contains(scalar.value) ? UInt8(truncatingIfNeeded: scalar.value) : nil
    }

    private static func isNoText(_ scalar: Unicode.Scalar) -> Bool {
        scalars.contains(scalar.value) || scalar.properties.isNoncharacterCodePoint
    }

    private static func scalar(of byte: UInt8) -> Unicode.Scalar {
        Unicode.Scalar(0x10FE00 | UInt32(byte)) ?? "\u{FFFD}"
    }
}

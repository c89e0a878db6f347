/// Reads UTF-8 one scalar at a time. An ill-formed byte is one scalar, so every input can be read.
package struct ScalarReader {
    package let bytes: UnsafeBufferPointer<UInt8>
    let table: ScalarTable

    package init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        table = .shared
    }

    /// Reads the scalar that begins at a byte.
    ///
    /// - Parameter index: Byte offset, `0 <= index < bytes.count`.
    /// - Returns: The scalar value (U+FFFD when ill-formed), its length in bytes, and its properties.
    @inline(__always)
    package func scalar(at index: Int) -> (value: UInt32, length: Int, properties: ScalarProperties) {
        let first = bytes[index]
        if first < 0x80 { return (UInt32(first), 1, table[UInt32(first)]) }
        return longScalar(at: index, first: first)
    }

    /// Source: RFC 3629, section 4, for which sequences are well formed.
    private func longScalar(
        at index: Int, first: UInt8
    ) -> (value: UInt32, length: Int, properties: ScalarProperties) {
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard first >= 0xC2, first < 0xF5, index + length <= bytes.count else { return (0xFFFD, 1, .replacement) }
        var value = UInt32(first) & (0x7F >> UInt32(length))
        for offset in 1..<length {
            let next = bytes[index + offset]
            guard next & 0xC0 == 0x80 else { return (0xFFFD, 1, .replacement) }
            value = value << 6 | UInt32(next & 0x3F)
        }
        let smallest: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
        guard value >= smallest, value <= 0x10FFFF, value & 0xFFFFF800 != 0xD800 else {
            return (0xFFFD, 1, .replacement)
        }
        return (value, length, table[value])
    }
}

import Testing

@testable import CanonicalJSON

@Suite("Plain text ends where a byte must be escaped")
struct PlainTextTests {
    /// Each kind of byte at each place of texts that are shorter and longer than what is looked at at once.
    @Test(arguments: [0x00, 0x1F, 0x22, 0x5C, 0x20, 0x21, 0x7F, 0x80, 0xA2, 0xDC, 0xFF] as [UInt8])
    func wherever(_ byte: UInt8) {
        for count in 0..<44 {
            for place in 0..<max(1, count) {
                var text = [UInt8](repeating: UInt8(ascii: "a"), count: count)
                if place < count { text[place] = byte }
                for start in Set([0, min(7, count), place]) {
                    let expected = text[start...].firstIndex { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C } ?? count
                    #expect(text.withUnsafeBytes { $0.endOfPlainText(from: start) } == expected)
                }
            }
        }
    }
}

import Testing

@testable import ProseDiff

@Suite("Byte strings, eight bytes at a time")
struct ByteStringsTests {
    private static let kinds: [UInt8] = Array("azAZ09/:@[`{ \n.-".utf8) + [0, 0x7F, 0x80, 0xC3, 0xFF]

    @Test(arguments: 1...10 as ClosedRange<UInt64>) func countLettersAndDigits(seed: UInt64) {
        var dice = Dice(state: seed)
        for _ in 0..<500 {
            let bytes = (0..<12).map { _ in
                dice.roll(3) > 0 ? UInt8(ascii: "k") : Self.kinds[dice.roll(Self.kinds.count)]
            }
            for start in 0...4 {
                let count = bytes.withUnsafeBytes { ByteStrings.letterOrDigitCount($0, at: start) }
                let expected = bytes[start..<start + 8].prefix(while: Self.isLetterOrDigit).count
                #expect(count == expected, "seed \(seed): \(bytes) at \(start)")
            }
        }
    }

    @Test func countEveryByteAsWhatItIs() {
        for byte in UInt8.min...UInt8.max {
            let bytes = [byte] + Array("       ".utf8)
            let count = bytes.withUnsafeBytes { ByteStrings.letterOrDigitCount($0, at: 0) }
            #expect(count == (Self.isLetterOrDigit(byte) ? 1 : 0), "\(byte)")
        }
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>) func endLinesAtTheFirstLineFeed(seed: UInt64) {
        var dice = Dice(state: seed)
        for _ in 0..<200 {
            let bytes = (0..<dice.roll(40)).map { _ in
                [0x0A, 0x0B, 0x8A, 0x61][dice.roll(20) == 0 ? 0 : 1 + dice.roll(3)] as UInt8
            }
            for start in 0...bytes.count {
                let end = bytes.withUnsafeBytes { ByteStrings.lineEnd($0, from: start) }
                #expect(end == bytes[start...].firstIndex(of: 0x0A) ?? bytes.count, "seed \(seed): \(bytes)")
            }
        }
    }

    /// Packed strings are the same where their bytes are, and nothing longer is packed.
    @Test func packOnlyShortStringsAndEachToItself() {
        var seen: [UInt64: [UInt8]] = [:]
        for length in 0...8 {
            for first in [0, 1, 0x61, 0xFF] as [UInt8] {
                for last in [0, 1, 0x62, 0xFF] as [UInt8] {
                    var bytes = [UInt8](repeating: first, count: length)
                    if length > 0 { bytes[length - 1] = last }
                    let key = bytes.withUnsafeBytes { ByteStrings.packed($0) }
                    #expect((key == 0) == (length == 0 || length > 7))
                    if key != 0 { #expect(seen.updateValue(bytes, forKey: key) ?? bytes == bytes) }
                }
            }
        }
    }

    @Test func areEqualWhereEveryByteIs() {
        for length in 0...20 {
            let bytes = (0..<length).map { UInt8($0) }
            #expect(bytes.withUnsafeBytes { ByteStrings.areEqual($0, $0) })
            for index in bytes.indices {
                var other = bytes
                other[index] ^= 0x80
                #expect(!bytes.withUnsafeBytes { first in other.withUnsafeBytes { ByteStrings.areEqual(first, $0) } })
            }
            let longer = bytes + [0]
            #expect(!bytes.withUnsafeBytes { first in longer.withUnsafeBytes { ByteStrings.areEqual(first, $0) } })
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        return letters.contains(byte) || letters.contains(byte ^ 0x20) && byte < 0x80
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

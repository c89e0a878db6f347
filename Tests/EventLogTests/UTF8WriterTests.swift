import Foundation
import LedgerTestKit
import Testing

@testable import EventLog

@Suite("Other encodings are read as the standard library reads them")
struct UTF8WriterTests {
    @Test(arguments: [UInt64](1...300))
    func asTheStandardLibraryDoes(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let surrogates: [UInt8] = [0xD8, 0xDB, 0xDC, 0xDF, 0x00, 0x41]
        let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
            Bool.random(using: &random)
                ? UInt8.random(in: 0...255, using: &random) : surrogates.randomElement(using: &random)!
        }
        bytes.withUnsafeBytes { raw in
            let latin = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
            #expect(UTF8Writer.text(of: raw) == Array(latin.utf8), "seed \(seed)")
            for start in 0...1 {
                for isBigEndian in [false, true] {
                    let units = stride(from: start, to: bytes.count - 1, by: 2).map { place in
                        let unit = UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8
                        return isBigEndian ? unit.byteSwapped : unit
                    }
                    #expect(
                        UTF8Writer.text(of: raw, from: start, isBigEndian: isBigEndian)
                            == Array(String(decoding: units, as: UTF16.self).utf8),
                        "seed \(seed), \(start), \(isBigEndian)")
                }
            }
        }
    }
}

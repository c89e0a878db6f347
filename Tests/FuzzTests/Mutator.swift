import LedgerTestKit

/// Changes bytes as a careless program, a broken disk or an attacker would: at random, and along their structure.
struct Mutator {
    private var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    /// The most bytes of an input.
    private static let longest = 1 << 16

    /// What parsers of text stumble over.
    private static let pieces: [[UInt8]] =
        [
            "{", "}", "[", "]", "\"", "\\", "\\u0000", "\\ud800", ",", ":", ": ", "- ", "\n", "\r\n", "\r", "\t", " ",
            "---\n",
            "...\n", "#", "&a ", "*a", "<<: *a\n", "!!binary ", "!!float ", "? ", "|\n", ">-\n", "'", "null", "true",
            "~", "-",
            "\u{2014} ", "\u{FEFF}", "\u{2028}", "\u{85}", "e\u{301}", "\u{1F1E9}", "0", "-0", "1e400", "-1",
            "9223372036854775807",
            "9223372036854775808", "18446744073709551616", "0x10", "1_000", "1:30", "2026-02-30", ".inf", "=", "+", "/",
            "@",
        ].map { Array($0.utf8) } + [
            [0], [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x80],
        ]

    /// An input made of seeds by one to six changes.
    mutating func input(from seeds: [[UInt8]]) -> [UInt8] {
        guard var bytes = seeds.randomElement(using: &random) else { return [] }
        for _ in 0..<Int.random(in: 1...6, using: &random) { change(&bytes, seeds) }
        return Array(bytes.prefix(Self.longest))
    }

    private mutating func change(_ bytes: inout [UInt8], _ seeds: [[UInt8]]) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0..<13, using: &random) {
        case 0 where !bytes.isEmpty: bytes[min(place, bytes.count - 1)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1 where !bytes.isEmpty: bytes[min(place, bytes.count - 1)] = .random(in: 0...255, using: &random)
        case 2: bytes.insert(contentsOf: piece(), at: place)
        case 3:
            let times = [2, 20, 300, 3000].randomElement(using: &random) ?? 2
            bytes.insert(contentsOf: Array(repeating: piece(), count: times).joined(), at: place)
        case 4: bytes.removeSubrange(range(in: bytes))
        case 5:
            let copy = Array(bytes[range(in: bytes)])
            bytes.insert(contentsOf: copy, at: place)
        case 6: bytes.removeSubrange(place...)
        case 7:
            guard let other = seeds.randomElement(using: &random) else { return }
            bytes.replaceSubrange(range(in: bytes), with: other[range(in: other)])
        case 8: replaceNumber(&bytes)
        case 9: changeLines(&bytes)
        case 10:
            let (one, other) = (range(in: bytes), range(in: bytes))
            guard one.upperBound <= other.lowerBound else { return }
            bytes =
                Array(bytes[..<one.lowerBound]) + bytes[other] + bytes[one.upperBound..<other.lowerBound] + bytes[one]
                + bytes[other.upperBound...]
        case 11: replaceWord(&bytes)
        default: bytes.replaceSubrange(range(in: bytes), with: piece())
        }
    }

    private mutating func piece() -> [UInt8] { Self.pieces.randomElement(using: &random) ?? [] }

    /// A range that is mostly short.
    private mutating func range(in bytes: [UInt8]) -> Range<Int> {
        let start = Int.random(in: 0...bytes.count, using: &random)
        let most = [1, 8, 64, bytes.count].randomElement(using: &random) ?? 1
        return start..<min(bytes.count, start + Int.random(in: 0...most, using: &random))
    }

    /// A run of digits becomes another number.
    private mutating func replaceNumber(_ bytes: inout [UInt8]) {
        replaceRun(&bytes) { $0 &- 0x30 < 10 }
    }

    /// A run of letters becomes something else.
    private mutating func replaceWord(_ bytes: inout [UInt8]) {
        replaceRun(&bytes) { ($0 | 0x20) &- 0x61 < 26 }
    }

    private mutating func replaceRun(_ bytes: inout [UInt8], _ isPart: (UInt8) -> Bool) {
        let from = Int.random(in: 0...bytes.count, using: &random)
        guard let start = bytes[from...].firstIndex(where: isPart) else { return }
        let end = bytes[start...].firstIndex { !isPart($0) } ?? bytes.count
        bytes.replaceSubrange(start..<end, with: piece())
    }

    /// A line is left out, doubled or moved.
    private mutating func changeLines(_ bytes: inout [UInt8]) {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
        let place = Int.random(in: 0..<lines.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: lines.remove(at: place)
        case 1: lines.insert(lines[place], at: place)
        default: lines.swapAt(place, Int.random(in: 0..<lines.count, using: &random))
        }
        bytes = Array(lines.joined(separator: [0x0A]))
    }
}

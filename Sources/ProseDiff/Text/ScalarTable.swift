/// A two-stage table from scalar value to ``ScalarProperties``, unpacked once from ``ScalarData``.
///
/// The table lives as long as the process, so it uses plain pointers. It is written only during its creation.
package struct ScalarTable: @unchecked Sendable {
    package static let shared = ScalarTable()

    /// The cell number of each block of 128 scalar values.
    private let blocks: UnsafePointer<UInt16>
    /// The record of each scalar value in each distinct block.
    private let cells: UnsafePointer<UInt32>

    @inline(__always)
    package subscript(scalar: UInt32) -> ScalarProperties {
        ScalarProperties(bits: cells[Int(blocks[Int(scalar >> 7)]) << 7 | Int(scalar & 127)])
    }

    private init() {
        var blocks: [UInt16] = []
        var cells: [UInt32] = []
        var numbers: [[UInt32]: UInt16] = [:]
        var block: [UInt32] = []
        func close() {
            if let number = numbers[block] {
                blocks.append(number)
            } else {
                numbers[block] = UInt16(cells.count >> 7)
                blocks.append(UInt16(cells.count >> 7))
                cells += block
            }
            block.removeAll(keepingCapacity: true)
        }
        for run in Self.runs() {
            var left = run.length
            while left > 0 {
                let step = min(left, 128 - block.count)
                // A long run of whole blocks repeats the block that was just closed.
                if block.isEmpty, left >= 256, let last = blocks.last, cells[Int(last) << 7] == run.record,
                    cells[Int(last) << 7..<(Int(last) + 1) << 7].allSatisfy({ $0 == run.record })
                {
                    blocks.append(contentsOf: repeatElement(last, count: left >> 7))
                    left &= 127
                    continue
                }
                block.append(contentsOf: repeatElement(run.record, count: step))
                left -= step
                if block.count == 128 { close() }
            }
        }
        Self.tailor(&cells) { Int(blocks[Int($0 >> 7)]) << 7 | Int($0 & 127) }
        self.blocks = Self.keep(blocks)
        self.cells = Self.keep(cells)
    }

    /// Makes a zero-width space separate no words: it is as invisible as a soft hyphen, which separates none by the
    /// rules. Gives columns as terminals do: to signs that enclose numbers, to fillers of Hangul and to wide symbols; none to
    /// vowels and final consonants that join a syllable.
    ///
    /// - Parameter cell: The place of a scalar's record.
    private static func tailor(_ cells: inout [UInt32], _ cell: (UInt32) -> Int) {
        let (wide, zeroWidth): (UInt32, UInt32) = (1 << 14, 1 << 15)
        cells[cell(0x200B)] = cells[cell(0x200B)] & ~31 | UInt32(WordBreak.format.rawValue)
        let narrow: [ClosedRange<UInt32>] = [
            0x600...0x605, 0x6DD...0x6DD, 0x70F...0x70F, 0x890...0x891, 0x8E2...0x8E2, 0x110BD...0x110BD,
            0x110CD...0x110CD, 0xFFA0...0xFFA0,
        ]
        for scalar in narrow.joined() { cells[cell(scalar)] &= ~zeroWidth }
        let fillers: [UInt32] = [0x115F, 0x3164]
        for scalar in fillers { cells[cell(scalar)] = cells[cell(scalar)] & ~zeroWidth | wide }
        let symbols: [ClosedRange<UInt32>] = [0x3248...0x324F, 0x4DC0...0x4DFF]
        for scalar in symbols.joined() { cells[cell(scalar)] |= wide }
        let joining: [ClosedRange<UInt32>] = [0xD7B0...0xD7C6, 0xD7CB...0xD7FB]
        for scalar in joining.joined() { cells[cell(scalar)] |= zeroWidth }
    }

    private static func keep<Element>(_ elements: [Element]) -> UnsafePointer<Element> {
        let kept = UnsafeMutableBufferPointer<Element>.allocate(capacity: elements.count)
        _ = kept.initialize(from: elements)
        return UnsafePointer(kept.baseAddress!)
    }

    private static func runs() -> [(length: Int, record: UInt32)] {
        var runs: [(length: Int, record: UInt32)] = []
        ScalarData.runs.withUTF8Buffer { text in
            var length = 0
            var digits = false
            var index = 0
            while index < text.count {
                let byte = text[index]
                index += 1
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"):
                    length = length * 36 + Int(byte - UInt8(ascii: "0"))
                    digits = true
                case UInt8(ascii: "a")...UInt8(ascii: "z"):
                    length = length * 36 + Int(byte - UInt8(ascii: "a")) + 10
                    digits = true
                default:
                    var record = Int(byte - UInt8(ascii: "A"))
                    if record >= 20 {
                        record = 20 + (record - 20) * 26 + Int(text[index] - UInt8(ascii: "A"))
                        index += 1
                    }
                    runs.append((digits ? length : 1, ScalarData.records[record]))
                    length = 0
                    digits = false
                }
            }
        }
        return runs
    }
}

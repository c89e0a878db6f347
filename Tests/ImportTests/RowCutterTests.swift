import LedgerTestKit
import Testing

@testable import Import

@Suite struct RowCutterTests {
    /// Rows and faults, as `row:line cell|cell` and `row:line:column`.
    private func cut(_ text: String, pieces: Int, longest: Int = 100, quotes: Bool = true) -> [String] {
        let source = Source(Array(text.utf8), pieces)
        var cutter = RowCutter([], delimiter: 0x2C, hasQuotes: quotes, longest: longest) { _ in source.next() }
        var found: [String] = []
        while true {
            do throws(RowFault) {
                guard let row = try cutter.row() else { return found }
                let cells = row.cells.indices.map { row.text($0, hasQuotes: quotes) }
                found.append("\(row.number):\(row.line) \(cells.joined(separator: "|"))")
            } catch {
                let position = error.refusal.position
                found.append("\(error.row):\(position?.line ?? 0):\(position?.column ?? 0)")
            }
        }
    }

    /// Gives a few bytes at a time.
    private final class Source: @unchecked Sendable {
        private var rest: ArraySlice<UInt8>
        private let count: Int

        init(_ bytes: [UInt8], _ count: Int) { (rest, self.count) = (bytes[...], count) }

        func next() -> [UInt8] {
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
    }

    @Test(arguments: [1, 2, 3, 5, 1000])
    func cutsAsRFC4180Says(_ pieces: Int) {
        #expect(
            cut("\u{FEFF}a,b\r\nc,\"d\"\"\r\n,\"\r\n\r\n,\n\"\"", pieces: pieces) == [
                "1:1 a|b", "2:2 c|d\"\r\n,", "4:5 |", "5:6 ",
            ])
        #expect(cut("a\rb\r\rc", pieces: pieces) == ["1:1 a", "2:2 b", "4:4 c"])
        #expect(cut("é,x\"y\nz\n\"é\"x,y\nz", pieces: pieces) == ["1:1:4", "2:2 z", "3:3:4", "4:4 z"])
        #expect(cut("a\n\"b\nc", pieces: pieces) == ["1:1 a", "2:2:1"])
        #expect(cut("a,\"b\",c\"\n", pieces: pieces, quotes: false) == ["1:1 a|\"b\"|c\""])
        #expect(cut("", pieces: pieces) == [])
    }

    /// What is too long is left out as a row, with its quotation marks, and what comes next is read.
    @Test(arguments: [1, 7, 64, 1000])
    func leavesOutLongRows(_ pieces: Int) {
        let long = String(repeating: "x\"\"\n,", count: 100)
        #expect(cut("a\n1,\"\(long)\",2\nb\n", pieces: pieces) == ["1:1 a", "2:2:1", "3:103 b"])
        #expect(cut("\(String(repeating: ",", count: 300))\nb", pieces: pieces) == ["1:1:1", "2:2 b"])
        #expect(cut("a\n\"\(long)", pieces: pieces).count == 2)
    }

    @Test(arguments: 1...30)
    func neverTraps(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<200 {
            let count = Int.random(in: 0...40, using: &random)
            let text = String((0..<count).map { _ in "\",\r\naé".randomElement(using: &random) ?? "a" })
            let whole = cut(text, pieces: 1000, longest: 12)
            #expect(
                cut(text, pieces: Int.random(in: 1...5, using: &random), longest: 12) == whole,
                "seed \(seed): \(text.debugDescription)")
        }
    }
}

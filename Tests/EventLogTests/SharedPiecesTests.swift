import LedgerTestKit
import Testing

@testable import EventLog

@Suite("The column of shared pieces is written in one way and read in no other")
struct SharedPiecesTests {
    @Test func joinsPiecesThatFollowEachOther() throws {
        var shared = SharedPieces(count: 9)
        for (number, holder, piece) in [(0, 4, 2), (1, 4, 3), (3, 4, 5), (4, 7, 6), (5, 7, 8)] as [(Int, Int64, Int)] {
            shared.add(number, holder: holder, piece: piece)
        }
        let text = #"{"held":[[0,4,2,2],[3,4,5,1],[4,7,6,1],[5,7,8,1]],"pieces":9}"#
        #expect(shared.bytes == Array(text.utf8))
        #expect(Array(text.utf8).withUnsafeBytes { SharedPieces($0) } == shared)
    }

    static let refused = [
        "", "{}", #"{"held":[],"pieces":9}"#, #"{"held":[[0,4,2,2]],"pieces":1}"#, #"{"held":[[0,4,2,0]],"pieces":9}"#,
        #"{"held":[[0,4,2,1],[1,4,3,1]],"pieces":9}"#, #"{"held":[[1,4,2,1],[0,4,9,1]],"pieces":9}"#,
        #"{"held":[[0,4,2,2],[1,5,9,1]],"pieces":9}"#, #"{"held":[[00,4,2,1]],"pieces":9}"#,
        #"{"held":[[0,4,2,1] ],"pieces":9}"#, #"{"held":[[0,4,2,1]],"pieces":9} "#, #"{"held":[[0,4,2]],"pieces":9}"#,
        #"{"held":[[0,4,2,1],],"pieces":9}"#, #"{"held":[[-1,4,2,1]],"pieces":9}"#,
        #"{"held":[[0,9999999999999999999,2,1]],"pieces":9}"#, #"{"held":[[0,4,2,9007199254740991]],"pieces":9}"#,
        #"{"held":[[0,4,2,1]],"pieces":9007199254740991}"#, #"{"held":[[0,4,2,1]]}"#,
    ]

    @Test(arguments: refused)
    func refuses(_ text: String) {
        #expect(Array(text.utf8).withUnsafeBytes { SharedPieces($0) } == nil)
    }

    @Test(arguments: 0..<2_000 as Range<UInt64>)
    func isReadAsItWasWritten(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var shared = SharedPieces(count: 40)
        for number in 0..<40 where Bool.random(using: &random) {
            shared.add(
                number, holder: Int64.random(in: 0...3, using: &random),
                piece: number + .random(in: 0...1, using: &random))
        }
        guard !shared.runs.isEmpty else { return }
        #expect(shared.bytes.withUnsafeBytes { SharedPieces($0) } == shared, "seed \(seed)")
    }
}

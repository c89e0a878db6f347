import StoryEvents

/// The pieces of an event's data that earlier events of its story hold, as the column `shared` of its row says.
///
/// `{"held":[[PIECE,POSITION,PIECE,COUNT],...],"pieces":N}`: N pieces make the data; COUNT of them from the first PIECE on are
/// those of the event at POSITION from the second PIECE on, whose row has their text. Pieces are counted from 0. The column
/// `data` has an empty string for such a piece, and lacks such a paragraph of `$.body`. There is one way only to write it.
struct SharedPieces: Hashable {
    /// Pieces one behind another that one event holds one behind another.
    struct Run: Hashable {
        let first: Int
        let holder: Int64
        /// The number of the first of them among the holder's pieces.
        let piece: Int
        var count: Int

        var end: Int { first + count }

        func continues(_ last: Run) -> Bool {
            first == last.end && holder == last.holder && piece == last.piece + last.count
        }
    }

    /// How many pieces the data has.
    let count: Int
    /// In order, each as long as can be.
    private(set) var runs: [Run] = []

    init(count: Int) {
        self.count = count
    }

    /// Adds a piece behind those that were added.
    mutating func add(_ number: Int, holder: Int64, piece: Int) {
        let run = Run(first: number, holder: holder, piece: piece, count: 1)
        if let last = runs.last, run.continues(last) {
            runs[runs.count - 1].count += 1
        } else {
            runs.append(run)
        }
    }

    /// The shared pieces with their holders, in order.
    func forEach(_ body: (_ number: Int, _ holder: Int64, _ piece: Int) -> Void) {
        for run in runs {
            for place in 0..<run.count { body(run.first + place, run.holder, run.piece + place) }
        }
    }

    /// The text of the column.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32 + 24 * runs.count)
        bytes.append("{\"held\":")
        var mark: StaticString = "[["
        for run in runs {
            for number in [Int64(run.first), run.holder, Int64(run.piece), Int64(run.count)] {
                bytes.append(mark)
                bytes.append(number)
                mark = ","
            }
            mark = "],["
        }
        bytes.append("]],\"pieces\":")
        bytes.append(Int64(count))
        bytes.append("}")
        return bytes
    }

    /// Reads what ``bytes`` writes.
    ///
    /// - Returns: nil for anything else.
    init?(_ bytes: UnsafeRawBufferPointer) {
        var cursor = LeafCursor(bytes)
        guard cursor.skip("{\"held\":[") else { return nil }
        var end = 0
        repeat {
            guard cursor.skip("["), let first = cursor.takePiece(), cursor.skip(","), let holder = cursor.takeNumber(),
                cursor.skip(","), let piece = cursor.takePiece(), cursor.skip(","), let count = cursor.takePiece(),
                cursor.skip("]"), count > 0, first >= end
            else { return nil }
            let run = Run(first: first, holder: holder, piece: piece, count: count)
            if let last = runs.last, run.continues(last) { return nil }
            runs.append(run)
            end = run.end
        } while cursor.skip(",")
        guard cursor.skip("],\"pieces\":"), let count = cursor.takePiece(), cursor.skip("}"), cursor.isAtEnd,
            end <= count
        else { return nil }
        self.count = count
    }
}

extension LeafCursor {
    /// The number of a piece, or of pieces: 2^20 at most, which no document reaches.
    fileprivate mutating func takePiece() -> Int? {
        guard let number = takeNumber(), number <= 1 << 20 else { return nil }
        return Int(number)
    }
}

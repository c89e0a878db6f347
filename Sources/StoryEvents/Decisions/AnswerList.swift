/// Moves in order of happening, from one moment on. Many requests to one party share the array of moves.
struct AnswerList: Sendable {
    private let moves: [ClaimRecord.Move]
    /// For each of ``RequestStanding``'s cases but the last, and for each place: the first place from there on whose
    /// move has that case; the count of ``moves`` when there is none.
    private let next: [[Int]]
    private var start = 0

    private static let cases: [RequestStanding] = [.answered, .declined, .silent]

    init(_ moves: [ClaimRecord.Move]) {
        let moves = moves.inOrderOfHappening
        let standings = moves.map(RequestStanding.standing)
        self.moves = moves
        next = Self.cases.map { standing in
            var next = Array(repeating: moves.count, count: moves.count + 1)
            for place in moves.indices.reversed() {
                next[place] = standings[place] == standing ? place : next[place + 1]
            }
            return next
        }
    }

    /// The moves after a happening.
    func since(_ happening: Happening) -> AnswerList {
        var list = self
        list.start = place { Happening($0) < happening }
        return list
    }

    var count: Int { moves.count - start }

    /// The first `most` moves.
    func prefix(_ most: Int) -> ArraySlice<ClaimRecord.Move> { moves[start...].prefix(most) }

    /// The standing that each move gives by itself.
    var standings: [RequestStanding] { standings(before: moves.count) }

    /// The standings of the moves before a happening.
    func standings(until happening: Happening) -> [RequestStanding] {
        standings(before: place { Happening($0) < happening })
    }

    /// The first move that gives a standing by itself.
    func first(_ standing: RequestStanding) -> ClaimRecord.Move? {
        guard let index = Self.cases.firstIndex(of: standing) else { return nil }
        let place = next[index][start]
        return place < moves.count ? moves[place] : nil
    }

    private func standings(before end: Int) -> [RequestStanding] {
        Self.cases.indices.filter { next[$0][start] < end }.map { Self.cases[$0] }
    }

    /// The first place whose move does not meet a condition that all moves before it meet.
    private func place(where isBefore: (ClaimRecord.Move) -> Bool) -> Int {
        var (low, high) = (0, moves.count)
        while low < high {
            let middle = low + (high - low) / 2
            if isBefore(moves[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

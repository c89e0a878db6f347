import CanonicalJSON

/// Moves in order of happening, from one moment on. Many requests to one party share the array of moves.
struct AnswerList: Sendable {
    private let moves: [ClaimRecord.Move]
    /// For each of ``RequestStanding``'s cases but the last, and for each place: the first place from there on whose
    /// move has that case; the count of ``moves`` when there is none.
    private let next: [[Int]]
    /// For each claim, the places of the moves that name it, and the places of those that name none.
    private let naming: [Text: [Int]], namingNone: [Int]
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
        var (naming, namingNone): ([Text: [Int]], [Int]) = ([:], [])
        for (place, move) in moves.enumerated() {
            for claim in Set(move.claims) { naming[claim, default: []].append(place) }
            if move.claims.isEmpty { namingNone.append(place) }
        }
        (self.naming, self.namingNone) = (naming, namingNone)
    }

    /// The first move that is about one of some claims: it names one, or none at all.
    func first(about claims: [Text]) -> ClaimRecord.Move? {
        let places = (claims.map { naming[$0] ?? [] } + [namingNone]).compactMap { places in
            let next = Self.place(in: places.count) { places[$0] < start }
            return next < places.count ? places[next] : nil
        }
        return places.min().map { moves[$0] }
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
        Self.place(in: moves.count) { isBefore(moves[$0]) }
    }

    private static func place(in count: Int, where isBefore: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = low + (high - low) / 2
            if isBefore(middle) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

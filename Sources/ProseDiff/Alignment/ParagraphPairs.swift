/// Equal paragraphs of both sides, and their possible pairs.
struct Copies {
    /// Every pair of equal paragraphs that are not repeated too often to tell apart, by paragraph index.
    private(set) var pairs: [(old: Int, new: Int)] = []
    private var counts: [Int32: (old: Int, new: Int)] = [:]

    /// The most pairs of one text.
    private static let most = 16

    init(_ old: ArraySlice<Int32>, _ new: ArraySlice<Int32>) {
        for number in old { counts[number, default: (0, 0)].old += 1 }
        for number in new { counts[number, default: (0, 0)].new += 1 }
        var places: [Int32: [Int]] = [:]
        for index in new.indices where isTellable(new[index]) { places[new[index], default: []].append(index) }
        for index in old.indices where isTellable(old[index]) {
            for place in places[old[index]] ?? [] { pairs.append((index, place)) }
        }
    }

    func isOnBothSides(_ number: Int32) -> Bool {
        counts[number].map { $0.old > 0 && $0.new > 0 } ?? false
    }

    private func isTellable(_ number: Int32) -> Bool {
        counts[number].map { $0.old * $0.new <= Self.most } ?? false
    }
}

/// Finds the neighbours of an edited paragraph that were split off from it, or joined to it.
struct SplitParagraphs {
    private var shared: [Pair: Int] = [:]
    private var oldMasses: [Int: Int] = [:]
    private var newMasses: [Int: Int] = [:]
    /// Paragraphs that belong to a stretch although they have no partner.
    private(set) var usedOld: Set<Int> = []
    private(set) var usedNew: Set<Int> = []

    private struct Pair: Hashable {
        var old: Int
        var new: Int
    }

    init(
        _ scores: [PassageIndex.Score], _ oldIndices: [Int], _ oldMasses: [Int], _ newIndices: [Int],
        _ newMasses: [Int]
    ) {
        for score in scores { shared[Pair(old: score.old, new: score.new)] = score.shared }
        self.oldMasses = Dictionary(uniqueKeysWithValues: zip(oldIndices, oldMasses))
        self.newMasses = Dictionary(uniqueKeysWithValues: zip(newIndices, newMasses))
    }

    /// The new paragraphs around `newIndex` that one old paragraph became: the first and the last.
    mutating func parts(of oldIndex: Int, around newIndex: Int, isFree: (Int) -> Bool) -> (
        lowerBound: Int, upperBound: Int
    ) {
        let parts = grow(newIndex) { index in
            isFree(index) && !usedNew.contains(index)
                && isMostly(shared[Pair(old: oldIndex, new: index)] ?? 0, of: newMasses[index] ?? 0)
        }
        for index in parts.lowerBound...parts.upperBound where index != newIndex { usedNew.insert(index) }
        return parts
    }

    /// The old paragraphs around `oldIndex` that became one new paragraph: the first and the last.
    mutating func parts(joining newIndex: Int, around oldIndex: Int, isFree: (Int) -> Bool) -> (
        lowerBound: Int, upperBound: Int
    ) {
        let parts = grow(oldIndex) { index in
            isFree(index) && !usedOld.contains(index)
                && isMostly(shared[Pair(old: index, new: newIndex)] ?? 0, of: oldMasses[index] ?? 0)
        }
        for index in parts.lowerBound...parts.upperBound where index != oldIndex { usedOld.insert(index) }
        return parts
    }

    private func isMostly(_ shared: Int, of mass: Int) -> Bool { shared * 2 >= mass && shared >= 3 }

    private func grow(_ index: Int, _ belongs: (Int) -> Bool) -> (lowerBound: Int, upperBound: Int) {
        var first = index
        var last = index
        while first > 0, belongs(first - 1) { first -= 1 }
        while belongs(last + 1) { last += 1 }
        return (first, last)
    }
}

/// Compares two passages by their words, ignoring order.
enum WordBag {
    /// From 0 to 1000: twice the number of shared words, in thousandths of the words of both passages.
    static func likeness(_ old: ProseText, _ oldTokens: Range<Int>, _ new: ProseText, _ newTokens: Range<Int>) -> Int {
        func words(_ text: ProseText, _ tokens: Range<Int>) -> [Int32] {
            tokens.filter { text.traits[$0].contains(.word) }.map { text.numbers[$0] }
        }
        let (olds, news) = (words(old, oldTokens), words(new, newTokens))
        let distinct = Int(max(olds.max() ?? 0, news.max() ?? 0)) + 1
        let shared =
            distinct < 8 * (olds.count + news.count)
            ? sharedCounting(olds, news, distinct) : sharedSorting(olds.sorted(), news.sorted())
        return olds.isEmpty && news.isEmpty ? 0 : 2000 * shared / (olds.count + news.count)
    }

    /// For long passages: one counter for each number.
    private static func sharedCounting(_ olds: [Int32], _ news: [Int32], _ distinct: Int) -> Int {
        var counts = [Int32](repeating: 0, count: distinct)
        for number in olds { counts[Int(number)] += 1 }
        var shared = 0
        for number in news where counts[Int(number)] > 0 {
            counts[Int(number)] -= 1
            shared += 1
        }
        return shared
    }

    /// For short passages: by sorting.
    private static func sharedSorting(_ olds: [Int32], _ news: [Int32]) -> Int {
        var at = (old: 0, new: 0)
        var shared = 0
        while at.old < olds.count, at.new < news.count {
            if olds[at.old] == news[at.new] {
                shared += 1
                at = (at.old + 1, at.new + 1)
            } else if olds[at.old] < news[at.new] {
                at.old += 1
            } else {
                at.new += 1
            }
        }
        return shared
    }
}

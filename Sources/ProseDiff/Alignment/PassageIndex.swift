/// The likeness of passages (paragraphs, sentences) of two texts, by the rare words and pairs of neighbouring words
/// that they share. Takes linear time: frequent features are ignored.
struct PassageIndex {
    /// The features that an old and a new passage share.
    struct Score {
        var old: Int
        var new: Int
        /// The number of rare features in both.
        var shared: Int
        /// From 0 to 1000: twice the number of shared features, in thousandths of the features of both.
        var likeness: Int
    }

    /// In the order of the new passages, the most similar first; at most ``most`` for each.
    private(set) var scores: [Score] = []
    /// The number of rare features of each passage, by its index.
    private(set) var oldMasses: [Int]
    private(set) var newMasses: [Int]

    /// The most passages of one side in which a rare feature may occur.
    private static let rare = 6
    /// The most candidates for each new passage.
    private static let most = 6
    /// The least likeness of a candidate.
    private static let least = 150

    init(_ old: ProseText, _ oldPassages: [Range<Int>], _ new: ProseText, _ newPassages: [Range<Int>]) {
        oldMasses = [Int](repeating: 0, count: oldPassages.count)
        newMasses = [Int](repeating: 0, count: newPassages.count)
        guard !oldPassages.isEmpty, !newPassages.isEmpty else { return }
        let tokens = oldPassages.reduce(0) { $0 + $1.count } + newPassages.reduce(0) { $0 + $1.count }
        var table = Features(capacity: 2 * tokens)
        let oldFeatures = oldPassages.enumerated().map { table.note(old, $1, passage: $0, isOld: true) }
        let newFeatures = newPassages.enumerated().map { table.note(new, $1, passage: $0, isOld: false) }
        for (passage, features) in oldFeatures.enumerated() {
            oldMasses[passage] = features.count { table.isRare($0, Self.rare) }
        }
        var shared = [Int](repeating: 0, count: oldPassages.count)
        for (passage, features) in newFeatures.enumerated() {
            var touched: [Int] = []
            for feature in features where table.isRare(feature, Self.rare) {
                newMasses[passage] += 1
                table.forEachOld(feature) { old in
                    if shared[old] == 0 { touched.append(old) }
                    shared[old] += 1
                }
            }
            var found: [Score] = []
            for old in touched {
                let likeness = 2000 * shared[old] / max(1, oldMasses[old] + newMasses[passage])
                if likeness >= Self.least {
                    found.append(Score(old: old, new: passage, shared: shared[old], likeness: likeness))
                }
                shared[old] = 0
            }
            found.sort { ($1.likeness, $0.old) < ($0.likeness, $1.old) }
            scores += found.prefix(Self.most)
        }
    }
}

/// The passages in which each feature occurs.
private struct Features {
    private struct Entry {
        var key: UInt64
        var oldCount: Int32 = 0
        var newCount: Int32 = 0
        /// The last recorded old passage, as an index into `postings`, or -1.
        var lastOld: Int32 = -1
        var lastNewPassage: Int32 = -1
    }

    private var slots: [Int32]
    private var entries: [Entry] = []
    private var postings: [(passage: Int32, next: Int32)] = []

    init(capacity: Int) {
        var size = 64
        while size < capacity * 2 { size *= 2 }
        slots = [Int32](repeating: -1, count: size)
        entries.reserveCapacity(capacity)
        postings.reserveCapacity(capacity)
    }

    /// Records the words and the pairs of neighbouring words of a passage, and returns each of them once.
    mutating func note(_ text: ProseText, _ tokens: Range<Int>, passage: Int, isOld: Bool) -> [Int32] {
        var noted: [Int32] = []
        noted.reserveCapacity(2 * tokens.count)
        var previous: UInt64 = 0
        for token in tokens where text.traits[token].contains(.word) {
            let number = UInt64(text.numbers[token]) + 1
            note(number, Int32(passage), isOld, &noted)
            if previous != 0 { note(previous << 32 | number, Int32(passage), isOld, &noted) }
            previous = number
        }
        return noted
    }

    private mutating func note(_ key: UInt64, _ passage: Int32, _ isOld: Bool, _ noted: inout [Int32]) {
        let feature = entry(key)
        if isOld {
            let last = entries[Int(feature)].lastOld
            if last >= 0, postings[Int(last)].passage == passage { return }
            postings.append((passage, last))
            entries[Int(feature)].lastOld = Int32(postings.count - 1)
            entries[Int(feature)].oldCount += 1
        } else {
            if entries[Int(feature)].lastNewPassage == passage { return }
            entries[Int(feature)].lastNewPassage = passage
            entries[Int(feature)].newCount += 1
        }
        noted.append(feature)
    }

    private mutating func entry(_ key: UInt64) -> Int32 {
        let mask = slots.count - 1
        let hash = key &* 0x9E37_79B9_7F4A_7C15
        var slot = Int(truncatingIfNeeded: hash >> 20) & mask
        while slots[slot] >= 0 {
            if entries[Int(slots[slot])].key == key { return slots[slot] }
            slot = (slot + 1) & mask
        }
        slots[slot] = Int32(entries.count)
        entries.append(Entry(key: key))
        return slots[slot]
    }

    func isRare(_ feature: Int32, _ limit: Int) -> Bool {
        entries[Int(feature)].oldCount <= limit && entries[Int(feature)].newCount <= limit
    }

    func forEachOld(_ feature: Int32, _ body: (Int) -> Void) {
        var posting = entries[Int(feature)].lastOld
        while posting >= 0 {
            body(Int(postings[Int(posting)].passage))
            posting = postings[Int(posting)].next
        }
    }
}

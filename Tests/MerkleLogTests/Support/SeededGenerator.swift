import MerkleLog

/// A small generator that gives the same numbers for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
    }

    mutating func hash() -> Hash {
        Hash.leaf(bytes(8))
    }

    /// Returns the text with one to four small changes: bytes flipped, removed, doubled, swapped, inserted, cut off.
    mutating func mutation(of text: [UInt8]) -> [UInt8] {
        var text = text
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            let place = Int.random(in: 0...text.count, using: &self)
            let telling = Array("\n\n +/=.x09—é\u{0}\r".utf8)
            switch Int.random(in: 0..<7, using: &self) {
            case 0 where place < text.count: text[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            case 1 where place < text.count: text.remove(at: place)
            case 2 where place < text.count: text.insert(text[place], at: place)
            case 3: text.insert(telling.randomElement(using: &self) ?? 0, at: place)
            case 4: text.insert(UInt8.random(in: 0...255, using: &self), at: place)
            case 5: text.removeSubrange(place...)
            default: text.insert(contentsOf: text.suffix(from: place), at: place)
            }
        }
        return text
    }
}

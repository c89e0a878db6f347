/// Values that were used recently, by key. They are in two halves: a value that is used moves to the young half; when that
/// is full, it becomes the old half, and what was in the old half is forgotten.
struct RecentlyUsed<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private var young: [Key: Entry] = [:]
    private var old: [Key: Entry] = [:]
    private var weight = 0
    private let heaviest: Int

    private struct Entry: Sendable {
        let value: Value
        let weight: Int
    }

    /// - Parameter heaviest: The most that the values of one half weigh together, in bytes or by count.
    init(heaviest: Int) { self.heaviest = heaviest }

    mutating func find(_ key: Key) -> Value? {
        if let entry = young[key] { return entry.value }
        guard let entry = old.removeValue(forKey: key) else { return nil }
        add(entry, key)
        return entry.value
    }

    /// Remembers a value, unless it alone fills a quarter of a half.
    mutating func keep(_ value: Value, as key: Key, weight: Int = 1) {
        guard weight <= heaviest / 4 else { return }
        forget(key)
        add(Entry(value: value, weight: weight), key)
    }

    mutating func forget(_ key: Key) {
        old[key] = nil
        if let entry = young.removeValue(forKey: key) { weight -= entry.weight }
    }

    private mutating func add(_ entry: Entry, _ key: Key) {
        if weight + entry.weight > heaviest { (old, young, weight) = (young, [:], 0) }
        young[key] = entry
        weight += entry.weight
    }
}

/// Words after which a full stop does not end a sentence, in the languages of ``MarkRules``.
///
/// They are text, one sort on each line: its name, a colon, and words parted by spaces. A stop after a `title` ends no
/// sentence; it and `beforeNumber` also count with a capital. One after an `initial` ends it before an `opener`, a word that usually begins a sentence; so does one after a
/// `scale` behind a number. One after `beforeNumber` ends no sentence before a number. In German a number with a stop is
/// an ordinal: after `beforeOrdinal` or before `ordinal`. Sentences are cut without knowing the language, so the words of
/// all languages count: none may end a sentence in another one. Chinese and Japanese abbreviate without stops.
struct Abbreviations: Sendable {
    private(set) var titles = ShortWords()
    private(set) var initials = ShortWords()
    private(set) var beforeNumbers = ShortWords()
    private(set) var scales = ShortWords()
    private(set) var openers = ShortWords()
    private(set) var beforeOrdinals = ShortWords()
    private(set) var ordinals = ShortWords()

    /// Those of all languages.
    static let all = Abbreviations([
        english, german, french, spanish, italian, portuguese, dutch, polish, russian, ukrainian, arabic,
    ])

    init(_ texts: [String]) {
        for line in texts.joined(separator: "\n").split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let sort = Self.sorts[String(parts[0])] else { continue }
            for word in parts[1].split(separator: " ") {
                self[keyPath: sort].insert(word.utf8)
                guard sort == \.titles || sort == \.beforeNumbers, word.utf8.count > 1 else { continue }
                self[keyPath: sort].insert((word.prefix(1).uppercased() + word.dropFirst()).utf8)
            }
        }
    }

    /// The sorts of lines.
    static let sorts: [String: WritableKeyPath<Abbreviations, ShortWords> & Sendable] = [
        "title": \.titles, "initial": \.initials, "beforeNumber": \.beforeNumbers, "scale": \.scales,
        "opener": \.openers, "beforeOrdinal": \.beforeOrdinals, "ordinal": \.ordinals,
    ]
}

/// A set of short words, looked up by bytes without making a string.
struct ShortWords: Sendable {
    private var words: Set<Key> = []

    /// Up to sixteen bytes as two integers.
    private struct Key: Hashable {
        var high: UInt64 = 0
        var low: UInt64 = 0
    }

    mutating func insert(_ word: some Collection<UInt8>) {
        if let key = Self.key(word) { words.insert(key) }
    }

    func contains(_ word: some Collection<UInt8>) -> Bool { Self.key(word).map(words.contains) ?? false }

    private static func key(_ word: some Collection<UInt8>) -> Key? {
        guard word.count <= 16 else { return nil }
        return word.reduce(into: Key()) { key, byte in
            key.high = key.high << 8 | key.low >> 56
            key.low = key.low << 8 | UInt64(byte)
        }
    }
}

/// The version that introduced each part of the last version.
public struct Blame: Sendable, Hashable {
    /// The origin of some bytes.
    public struct Origin: Sendable, Hashable {
        /// Index of the version that first had them, 0-based.
        public var version: Int
        /// Index of the version in which they came back, if they were removed in between.
        public var returned: Int?

        /// Makes an origin.
        public init(version: Int, returned: Int? = nil) {
            self.version = version
            self.returned = returned
        }
    }

    /// A run of words with one origin.
    public struct Span: Sendable, Hashable {
        /// Range in the last version, in UTF-8 bytes, including the white space before each word.
        public var range: Range<Int>
        /// The origin of its words.
        public var origin: Origin
    }

    /// A place in a sentence from which words were taken out, between words that stayed.
    public struct Cut: Sendable, Hashable {
        /// Offset in the last version, in UTF-8 bytes: the end of the word before it, or the start of the sentence.
        public var place: Int
        /// Index of the version without the words; the newest, if words were taken out more than once.
        public var version: Int
    }

    /// A sentence of the last version.
    public struct Sentence: Sendable, Hashable {
        /// Range in the last version, in UTF-8 bytes.
        public var range: Range<Int>
        /// The origin of most of its words; of two equally frequent ones, the earlier.
        public var origin: Origin
        /// Index of the version that first had it as it is now, ignoring typography and list markers: its last change.
        public var newest: Int
        /// Where words were taken out of it, in order.
        public var cuts: [Cut]
        /// Whether a paragraph begins with the sentence.
        public var startsParagraph: Bool
    }

    /// Tiles the last version, in order. Empty for a text without words.
    public var spans: [Span]
    /// The sentences of the last version, in order.
    public var sentences: [Sentence]
}

/// Attributes the last of several versions of a text to the versions that introduced its parts.
///
/// Text that moved keeps its origin. So does text that was removed and comes back: the whole text, a passage, or some
/// words between the same words as before.
///
/// - Parameters:
///   - versions: UTF-8, oldest first.
///   - options: How to compare each version with the one before it.
public func blame(_ versions: [[UInt8]], options: Comparison.Options = .init()) -> Blame {
    guard let first = versions.first else { return Blame(spans: [], sentences: []) }
    var history = TextHistory(first, labels: options.labels)
    for version in versions.dropFirst() { history.add(version, options) }
    return history.blame()
}

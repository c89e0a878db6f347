/// Which version of a text brought in each part of the last one.
public struct Blame: Sendable, Hashable {
    /// Where some bytes come from.
    public struct Origin: Sendable, Hashable {
        /// Index of the version that first had them, 0-based.
        public var version: Int
        /// Index of the version in which they came back, if they were taken out in between.
        public var returned: Int?

        /// Makes an origin.
        public init(version: Int, returned: Int? = nil) {
            self.version = version
            self.returned = returned
        }
    }

    /// A run of words of one origin.
    public struct Span: Sendable, Hashable {
        /// Where in the last version, in UTF-8 bytes; with the white space before each word.
        public var range: Range<Int>
        /// Where its words come from.
        public var origin: Origin
    }

    /// A sentence of the last version.
    public struct Sentence: Sendable, Hashable {
        /// Where in the last version, in UTF-8 bytes.
        public var range: Range<Int>
        /// Where most of its words come from; of two as many, the earlier.
        public var origin: Origin
        /// Index of the version that first had it as it is now, typography and list markers aside: when it was last changed.
        public var newest: Int
        /// Whether a paragraph begins with it.
        public var startsParagraph: Bool
    }

    /// Tiles the last version, in order. Empty for a text without words.
    public var spans: [Span]
    /// The sentences of the last version, in order.
    public var sentences: [Sentence]
}

/// Attributes the last of several versions of a text to the versions that brought it in.
///
/// Text that moved keeps its origin, and so does text that was taken out and comes back: the whole text, a passage, or
/// some words between the same words as before.
///
/// - Parameters:
///   - versions: UTF-8, oldest first.
///   - options: How to compare each version with the one before it.
public func blame(_ versions: [[UInt8]], options: Comparison.Options = .init()) -> Blame {
    guard let first = versions.first else { return Blame(spans: [], sentences: []) }
    var history = TextHistory(first)
    for version in versions.dropFirst() { history.add(version, options) }
    return history.blame()
}

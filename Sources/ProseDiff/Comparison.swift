/// How one text became another.
///
/// The operations lie in the order of the new text, each deletion after what it followed in the old one. The old ranges
/// that are not empty tile the old text exactly once, the new ranges the new text; only moves stand out of order on the
/// old side.
public struct Comparison: Sendable, Hashable {
    /// How far the search went.
    public enum Quality: String, Sendable, Hashable, CaseIterable {
        /// No script changes fewer words and marks; what moved counts as taken out and put in.
        case minimal
        /// Nothing was cut short, but whole sentences, paragraphs that moved or longer runs of words were preferred to the
        /// fewest words, or the fewest are too many to count.
        case readable
        /// A search was cut short by a work limit and went on from rare words that both sides share.
        case bounded
        /// A stretch was too big and too unlike to search: it was aligned by its position only.
        case degraded
    }

    /// What happened, in the order of the new text.
    public var operations: [Operation]
    /// How far the search went.
    public var quality: Quality
    /// What changed, counted.
    public var counts: Counts
    /// Length of the old text, in UTF-8 bytes.
    public var oldCount: Int
    /// Length of the new text, in UTF-8 bytes.
    public var newCount: Int

    /// Whether the two texts are the same bytes.
    public var isEqual: Bool { operations.allSatisfy { $0.kind == .equal } }

    /// Whether the texts differ, but in white space and typography only.
    public var isNoise: Bool { !isEqual && operations.allSatisfy { $0.kind == .equal || $0.isNoise } }

    /// Whether anything differs in white space and typography only.
    public var hasNoise: Bool {
        var found = false
        Self.forEachLeaf(operations) { found = found || $0.marks.contains(.noise) }
        return found
    }
}

extension Comparison {
    /// One step from the old text to the new.
    public struct Operation: Sendable, Hashable {
        /// What a step does.
        public enum Kind: String, Sendable, Hashable, CaseIterable {
            /// The same bytes on both sides, in order.
            case equal
            /// New bytes; the old range is empty.
            case insert
            /// Old bytes left out; the new range is empty.
            case delete
            /// Old bytes that became new bytes in place; `edits` tells how, where the two have anything in common.
            case replace
            /// Old bytes that stand elsewhere in the new text; with `edits`, changed on the way. Never inside `edits`.
            case move
            /// White space within a paragraph that became a blank line, with the paragraph's words on both sides of it.
            case split
            /// A blank line that became white space, so that two paragraphs are one.
            case join
        }

        /// What it does.
        public var kind: Kind
        /// Where in the old text, in UTF-8 bytes.
        public var old: Range<Int>
        /// Where in the new text, in UTF-8 bytes.
        public var new: Range<Int>
        /// What sort of change it is.
        public var marks: Marks
        /// Finer operations that tile `old` and `new`; empty when there are none, and then a move moved the same bytes.
        public var edits: [Operation]

        /// Makes an operation.
        public init(
            _ kind: Kind, old: Range<Int>, new: Range<Int>, marks: Marks = [], edits: [Operation] = []
        ) {
            self.kind = kind
            self.old = old
            self.new = new
            self.marks = marks
            self.edits = edits
        }

        /// Whether it changes white space and typography only. A move never does: order is no typography.
        var isNoise: Bool { kind != .move && marks.contains(.noise) }
    }

    /// What sort of change an operation is, for those who look for the changes that matter most.
    public struct Marks: OptionSet, Sendable, Hashable {
        /// The marks as bits.
        public let rawValue: UInt16

        /// Makes marks from bits.
        public init(rawValue: UInt16) { self.rawValue = rawValue }

        /// Nothing but white space, quotation marks, dashes or how letters are encoded.
        public static let noise = Marks(rawValue: 1)
        /// A number changed, came or went.
        public static let number = Marks(rawValue: 1 << 1)
        /// A name (a capitalised word that begins no sentence) changed, came or went.
        public static let name = Marks(rawValue: 1 << 2)
        /// Words within quotation marks, or the marks themselves, changed, came or went.
        public static let quotation = Marks(rawValue: 1 << 3)

        /// A number written as a word changed, came or went. This mark and those after it need a language with rules.
        public static let numberWord = Marks(rawValue: 1 << 4)
        /// A word that denies changed, came or went.
        public static let negation = Marks(rawValue: 1 << 5)
        /// A word that leaves open whether something is so changed, came or went.
        public static let hedge = Marks(rawValue: 1 << 6)
        /// A word that says whose statement it is changed, came or went.
        public static let attribution = Marks(rawValue: 1 << 7)
        /// The same quotation is another speaker's.
        public static let speaker = Marks(rawValue: 1 << 8)

        /// Whether it is of a sort that matters most: any but noise.
        public var isGrave: Bool { !subtracting(.noise).isEmpty }

        /// The marks that a reader does not see by the words themselves, as words.
        var titles: [String] {
            let all: [(Marks, String)] = [
                (.numberWord, "number"), (.negation, "negation"), (.hedge, "hedge"), (.attribution, "attribution"),
                (.speaker, "speaker"),
            ]
            return all.filter { contains($0.0) }.map(\.1)
        }

        /// The marks' names, in a fixed order, as JSON gives them.
        public var names: [String] { Self.all.filter { contains($0.0) }.map(\.1) }

        private static let all: [(Marks, String)] = [
            (.noise, "noise"), (.number, "number"), (.name, "name"), (.quotation, "quotation"),
            (.numberWord, "numberWord"), (.negation, "negation"), (.hedge, "hedge"), (.attribution, "attribution"),
            (.speaker, "speaker"),
        ]

        /// The mark that has a name.
        static func named(_ name: String) -> Marks? { all.first { $0.1 == name }?.0 }
    }

    /// What changed, by sentence and by word. Marks such as commas are no words.
    public struct Counts: Sendable, Hashable {
        /// Sentences or words.
        public struct Units: Sendable, Hashable {
            /// In the new text only.
            public var added = 0
            /// In the old text only.
            public var removed = 0
            /// In both, but not the same.
            public var changed = 0
            /// In both, the same, at another place.
            public var moved = 0

            /// Makes counts of nothing.
            public init() {}
        }

        /// Sentences.
        public var sentences = Units()
        /// Words; a replaced stretch counts its words as changed as far as they pair up, the rest as added or removed.
        public var words = Units()

        /// Makes counts of nothing.
        public init() {}
    }

    /// How to compare.
    public struct Options: Sendable, Hashable {
        /// Whether text that stands elsewhere is reported as moved rather than as deleted and inserted.
        public var findsMoves = true
        /// How much a comparison may search before it is content with less than the shortest result. A unit is about a
        /// nanosecond; the same limit gives the same result on every machine.
        public var workLimit = 40_000_000

        /// BCP 47 tag of both texts, for the marks that need to know their language; nil where nobody said, and then the
        /// script may tell.
        public var language: String?

        /// Makes the usual options.
        public init() {}
    }
}

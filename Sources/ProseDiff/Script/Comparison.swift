/// The changes from one text to another.
///
/// The operations are in the order of the new text; a deletion comes after the text that it followed in the old one.
/// The non-empty old ranges cover the old text exactly once, and the new ranges the new text. Only moves are out of
/// order on the old side.
public struct Comparison: Sendable, Hashable {
    /// How complete the search was.
    public enum Quality: String, Sendable, Hashable, CaseIterable {
        /// No script changes fewer words and marks; a move counts as a deletion and an insertion.
        case minimal
        /// No search was cut short, but whole sentences, moved paragraphs or longer runs of words were preferred to the
        /// fewest words, or the fewest are too many to count.
        case readable
        /// A search was cut short by a work limit and went on from rare words that both sides share.
        case bounded
        /// A stretch was too large and too different to search: it was aligned by position only.
        case degraded
    }

    /// The changes, in the order of the new text.
    public var operations: [Operation]
    /// How complete the search was.
    public var quality: Quality
    /// The number of changes.
    public var counts: Counts
    /// Length of the old text, in UTF-8 bytes.
    public var oldCount: Int
    /// Length of the new text, in UTF-8 bytes.
    public var newCount: Int

    /// Whether the two texts are the same bytes.
    public var isEqual: Bool { operations.allSatisfy { $0.kind == .equal } }

    /// Whether the texts differ, but only in white space and typography.
    public var isNoise: Bool { !isEqual && operations.allSatisfy { $0.kind == .equal || $0.isNoise } }

    /// Whether nothing differs that a reader is shown without asking for noise: paragraphs that were split or joined are.
    public var isHiddenNoise: Bool {
        guard isNoise else { return false }
        var isHidden = true
        Self.forEachLeaf(operations) { if $0.kind == .split || $0.kind == .join { isHidden = false } }
        return isHidden
    }

    /// The number of places where a reader sees other white space or typography between the same words. Splits and joins of
    /// paragraphs are none, nor is the white space beside a passage that moved.
    public var noisePlaces: Int {
        var count = 0
        Self.forEachLeaf(operations) { leaf in
            if leaf.marks.contains(.noise), leaf.kind != .split, leaf.kind != .join, !leaf.goesWithPassage {
                count += 1
            }
        }
        return count
    }
}

extension Comparison {
    /// One step from the old text to the new.
    public struct Operation: Sendable, Hashable {
        /// The kinds of operations.
        public enum Kind: String, Sendable, Hashable, CaseIterable {
            /// The same bytes on both sides, in order.
            case equal
            /// New bytes; the old range is empty.
            case insert
            /// Deleted old bytes; the new range is empty.
            case delete
            /// Old bytes replaced by new bytes in place; `edits` has the details if the two have anything in common.
            case replace
            /// Old bytes at another place in the new text; with `edits`, changed on the way. Never inside `edits`.
            case move
            /// White space within a paragraph that became a blank line, with the paragraph's words on both sides of it.
            case split
            /// A blank line that became white space, so that two paragraphs are one.
            case join
        }

        /// The kind.
        public var kind: Kind
        /// Range in the old text, in UTF-8 bytes.
        public var old: Range<Int>
        /// Range in the new text, in UTF-8 bytes.
        public var new: Range<Int>
        /// Its marks.
        public var marks: Marks
        /// Finer operations that cover `old` and `new`; empty if there are none. A move without them moved the same
        /// bytes.
        public var edits: [Operation]
        /// Whether it is white space that came or went with a passage beside it, which is noise that no reader looks for.
        package var goesWithPassage = false

        /// Creates an operation.
        public init(
            _ kind: Kind, old: Range<Int>, new: Range<Int>, marks: Marks = [], edits: [Operation] = []
        ) {
            self.kind = kind
            self.old = old
            self.new = new
            self.marks = marks
            self.edits = edits
        }

        /// Whether it changes only white space and typography. A move never does, because order is not typography.
        var isNoise: Bool { kind != .move && marks.contains(.noise) }
    }

    /// Marks of an operation, by which readers find the changes that matter most.
    public struct Marks: OptionSet, Sendable, Hashable {
        /// The marks as bits.
        public let rawValue: UInt16

        /// Creates marks from bits.
        public init(rawValue: UInt16) { self.rawValue = rawValue }

        /// Only white space, quotation marks, dashes or the encoding of letters.
        public static let noise = Marks(rawValue: 1)
        /// A number was added or removed, or its value, sign, currency or unit changed; where there are rules for the
        /// language, a month or day, too.
        public static let number = Marks(rawValue: 1 << 1)
        /// A name (a capitalised word that begins no sentence, or stands inside one elsewhere) was changed, added or
        /// removed.
        public static let name = Marks(rawValue: 1 << 2)
        /// Words within quotation marks, or the marks themselves, were changed, added or removed.
        public static let quotation = Marks(rawValue: 1 << 3)

        /// A number written as a word, or its unit, was changed, added or removed; another form of the same value is no
        /// change. This mark and those after it need rules for the language.
        public static let numberWord = Marks(rawValue: 1 << 4)
        /// A negation was changed, added or removed.
        public static let negation = Marks(rawValue: 1 << 5)
        /// A hedge, a word that leaves open whether something is true, was changed, added or removed.
        public static let hedge = Marks(rawValue: 1 << 6)
        /// An attribution, a word that says whose statement something is, was changed, added or removed.
        public static let attribution = Marks(rawValue: 1 << 7)
        /// The same quotation has another speaker.
        public static let speaker = Marks(rawValue: 1 << 8)

        /// Whether it has any mark but noise.
        public var isGrave: Bool { !subtracting(.noise).isEmpty }

        /// The titles of the marks that a reader does not see from the words themselves.
        package var titles: [String] {
            let all: [(Marks, String)] = [
                (.numberWord, "number"), (.negation, "negation"), (.hedge, "hedge"), (.attribution, "attribution"),
                (.speaker, "speaker"),
            ]
            return all.filter { contains($0.0) }.map(\.1)
        }

        /// The titles of all marks but noise; a number in digits and one in words have the same.
        package var allTitles: [String] {
            let all: [(Marks, String)] = [
                ([.number, .numberWord], "number"), (.name, "name"), (.quotation, "quotation"), (.negation, "negation"),
                (.hedge, "hedge"), (.attribution, "attribution"), (.speaker, "speaker"),
            ]
            return all.filter { !isDisjoint(with: $0.0) }.map(\.1)
        }

        /// The names of the marks, in a fixed order, as in JSON.
        public var names: [String] { Self.all.filter { contains($0.0) }.map(\.1) }

        private static let all: [(Marks, String)] = [
            (.noise, "noise"), (.number, "number"), (.name, "name"), (.quotation, "quotation"),
            (.numberWord, "numberWord"), (.negation, "negation"), (.hedge, "hedge"), (.attribution, "attribution"),
            (.speaker, "speaker"),
        ]

        /// The mark with a name.
        static func named(_ name: String) -> Marks? { all.first { $0.1 == name }?.0 }
    }

    /// The number of changed sentences and words. Marks such as commas do not count as words.
    public struct Counts: Sendable, Hashable {
        /// Counts of sentences or of words.
        public struct Units: Sendable, Hashable {
            /// Only in the new text.
            public var added = 0
            /// Only in the old text.
            public var removed = 0
            /// In both texts, but changed.
            public var changed = 0
            /// In both texts, at another place; sentences also where they were changed on the way.
            public var moved = 0
            /// How many of ``changed`` are among ``moved``.
            package var movedAndChanged = 0

            /// Creates counts of zero.
            public init() {}
        }

        /// Sentences.
        public var sentences = Units()
        /// Words. The words of a replaced stretch count as changed in pairs, the rest as added or removed.
        public var words = Units()

        /// Creates counts of zero.
        public init() {}
    }

    /// Options of a comparison.
    public struct Options: Sendable, Hashable {
        /// Whether moved text is reported as a move, instead of a deletion and an insertion.
        public var findsMoves = true
        /// The work of a comparison before it accepts less than the shortest result, in units of about a nanosecond.
        /// The same limit gives the same result on every machine.
        public var workLimit = 40_000_000

        /// BCP 47 tag of both texts, for marks that depend on the language; if nil, the script may determine it.
        public var language: String?
        /// The labels of passages that were withheld from the texts.
        public var labels = Labels()

        /// Creates the default options.
        public init() {}
    }
}

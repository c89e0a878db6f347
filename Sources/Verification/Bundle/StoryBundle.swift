import CanonicalJSON
import MerkleLog
import StoryEvents

/// Everything needed to check one version of one story offline, in one file, with no ledger at hand.
///
/// The file is one JSON object in RFC 8785 form, in UTF-8, and one line feed after it, so there is exactly one way to write a
/// bundle: at most ``longest`` bytes. Its members, the checks and what is proven then are in
/// Documentation/StoryLedger.docc/BundleFormat.md; the numbers of checks in this target are those of that page.
public struct StoryBundle: Hashable, Sendable {
    /// What the member `format` is.
    public static let format: Text = "storyledger/bundle/v1"
    /// Length of the longest file, in bytes.
    public static let longest = 64 << 20

    /// One event.
    public struct Event: Hashable, Sendable {
        /// The leaf, byte for byte.
        public let leaf: [UInt8]
        /// Skeleton and pieces; nil when all data was withheld.
        public let data: DisclosedData?
        /// Sibling hashes, leaf to root.
        public let proof: [Hash]
    }

    /// The log's name.
    public let origin: Text
    /// The story's id.
    public let story: Text
    /// The number of the version.
    public let version: Int
    /// The story's events up to the one that made the version.
    public let events: [Event]
    /// The events that explain missing pieces.
    public let withheld: [Event]
    /// The signed checkpoint.
    public let note: SignedNote

    init(origin: Text, story: Text, version: Int, events: [Event], withheld: [Event], note: SignedNote) {
        self.origin = origin
        self.story = story
        self.version = version
        self.events = events
        self.withheld = withheld
        self.note = note
    }
}

extension StoryState {
    /// Headline, dek and body, as far as there are any.
    var texts: [Text: Text] {
        var texts: [Text: Text] = [:]
        for field in Self.textFields { if case .string(let text)? = fields[field] { texts[field] = text } }
        return texts
    }
}

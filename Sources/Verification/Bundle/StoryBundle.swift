import CanonicalJSON
import MerkleLog
import StoryEvents

/// Everything needed to check one version of one story offline, in one file, with no ledger at hand.
///
/// The file is one JSON object in RFC 8785 form (sorted keys, no white space), in UTF-8, and one line feed after it: there
/// is exactly one way to write a bundle. It is at most 64 MiB long. Its members, none of them optional:
///
///     format      "storyledger/bundle/v1"
///     story       the story's id
///     version     the number of the version, from 1
///     text        an object: the version's headline, dek and body, each a string; one that the version has not is left out
///     events      an array: the story's events from its first up to the one that made the version, in order, each
///                 leaf    the leaf, byte for byte: the envelope in RFC 8785 form, as FORMATS.md, 3 says
///                 salt    32 bytes as 64 small hexadecimal digits; null when the data was withheld
///                 data    the data, byte for byte; null when it was withheld
///                 proof   the inclusion proof (RFC 6962, 2.1.1): hashes from leaf to root, 64 small hexadecimal digits each
///     checkpoint  a C2SP signed note: the checkpoint that the proofs lead to, with all its signatures and cosignatures
///
/// Leaf and data are strings whose UTF-8 is what was hashed. To check a bundle, all of this must hold:
///
/// 1. The checkpoint is signed by the log's key, which the checker has from elsewhere; so is each cosignature asked for.
/// 2. Each leaf is in the tree: SHA-256(0x00 || leaf) leads by its proof, at the leaf's `position` in a tree of the
///    checkpoint's size, to the checkpoint's root.
/// 3. Each leaf's `commitment` is "sha256:" and the SHA-256 of "storyledger/data/v1\n", the salt and the data.
/// 4. The leaves are one chain: `subject` is the story, `revision` counts 0, 1, 2, ..., `previous` is the position of the
///    leaf before, null on the first, and positions grow. So no event between the first and the last is left out.
/// 5. The text is what the data makes: the first event is `published` and its data's headline, dek and body are version 1;
///    each `updated` is a merge patch (RFC 7396) of them, and makes a new version when one of the three changes. After the
///    last event the version is the bundle's, the last event made it, and the three are the bundle's text.
/// 6. Only an event that made no version may be without salt and data: one of type `denied`, `reiterated`, `responded`; or
///    `updated`, where a later event of type `withheld` among them has a `data.position` that is its position, and no
///    `data.version`.
///
/// It does not prove that the story has no later events, nor that what the story says is true; and that nobody was shown
/// another log under this name is proven only as far as the cosigning witnesses are trusted.
public struct StoryBundle: Hashable, Sendable {
    /// What the member `format` is.
    public static let format: Text = "storyledger/bundle/v1"
    /// Length of the longest file, in bytes.
    public static let longest = 64 << 20

    /// One event of the story.
    public struct Event: Hashable, Sendable {
        /// The leaf, byte for byte.
        public let leaf: [UInt8]
        /// Salt and data; nil when the data was withheld.
        public let content: RecordedEvent.Content?
        /// Sibling hashes, leaf to root.
        public let proof: [Hash]
    }

    /// The story's id.
    public let story: Text
    /// The number of the version, from 1.
    public let version: Int
    /// Headline, dek and body of the version, as far as it has them.
    public let text: [Text: Text]
    /// The story's events up to the one that made the version.
    public let events: [Event]
    /// The signed checkpoint.
    public let note: SignedNote

    init(story: Text, version: Int, text: [Text: Text], events: [Event], note: SignedNote) {
        self.story = story
        self.version = version
        self.text = text
        self.events = events
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

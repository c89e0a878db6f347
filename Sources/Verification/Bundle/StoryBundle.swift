import CanonicalJSON
import MerkleLog
import StoryEvents

/// Everything needed to check one version of one story offline, in one file, with no ledger at hand.
///
/// The file is one JSON object in RFC 8785 form (sorted keys, no white space), in UTF-8, and one line feed after it: there
/// is exactly one way to write a bundle. It is at most 64 MiB long. Its members, none of them optional:
///
///     format      "storyledger/bundle/v1"
///     origin      the log's name, as in the first line of the checkpoint
///     story       the story's id
///     version     the number of the version, from 1
///     events      an array: the story's events from its first up to the one that made the version, in order
///     withheld    an array: the ledger's own `withheld` events that explain missing pieces, in log order; none of `events`
///     checkpoint  a C2SP signed note: the checkpoint that the proofs lead to, with all its signatures and cosignatures
///
/// An element of `events` or `withheld` has these members:
///
///     leaf        the leaf, byte for byte: the envelope in RFC 8785 form, as LeafAndData.md says
///     proof       the inclusion proof (RFC 6962, 2.1.1): hashes from leaf to root, 64 small hexadecimal digits each
///     skeleton    {salt, text}: the skeleton and its salt, 64 small hexadecimal digits; null where all data was withheld
///     pieces      an array: for each piece {salt, text} or, where it is missing, {hash}; empty where the skeleton is null
///
/// Leaf and texts are strings whose UTF-8 is what was hashed. To check a bundle, all of this must hold:
///
/// 1. The checkpoint is signed by the log's key, which the checker has from elsewhere; so is each cosignature asked for.
///    Its first line is the origin.
/// 2. Each leaf is in the tree: SHA-256(0x00 || leaf) leads by its proof, at the leaf's `position` in a tree of the
///    checkpoint's size, to the checkpoint's root.
/// 3. Each leaf's `commitment` is that of skeleton and pieces (LeafAndData.md, "Pieces"), with the hash given in
///    place of a missing piece's. The skeleton is an object in RFC 8785 form. Skeleton and pieces are those of the data that
///    they make: put together and taken apart again, they are the same; missing strings are empty then, and missing
///    paragraphs left out. So each shown paragraph but the last shown one ends in a blank line.
/// 4. The leaves of `events` are one chain: `subject` is the story, `revision` counts 0, 1, 2, ..., `previous` is the
///    position of the leaf before, null on the first, whose type is `published`; positions grow, and `recordedtime` never
///    goes back. So no event between the first and the last is left out. No later one is `published`, and an event is of type
///    `withheld` where its source is `org.storyledger`, and only there. `schema` is 1, `id`, `source`, `subject` and
///    `time` keep the rules of EventDocument.md, in `withheld` too; the time of a producer's event is at most 366 days, the most
///    that a ledger can be configured to allow, after `recordedtime`.
/// 5. The elements of `withheld` have type `withheld`, source `org.storyledger` and every piece; their positions grow, none
///    is that of an element of `events`, and each takes something of one. A takedown, in either array, takes events in log
///    order, each before it and of a producer, at least one piece of each, and none that an event does not have; `same` names each place once, and
///    only what is taken. Its id is `withheld-P`, or `withheld-P.N` with N from 2, where it takes something of @P; @P is an
///    element of `events`, or after the last, where its subject is the story, and no element of `events` where it is not.
/// 6. A missing piece is *withheld* where an event of type `withheld` from `org.storyledger`, in either array and with every
///    piece, takes it: an element of its `taken` has the position, and `pieces` "all" or with the piece's number. Any other
///    missing piece is *not carried*. Data of which there is no skeleton must be withheld by "all".
/// 7. Where no piece is not carried, the version is the one that the ledger counts: a withheld piece counts as a text of its
///    own, and what nobody can read counts as its takedown says. No takedown contradicts what is shown. Shown pieces alone
///    prove the version, or they do not: see `ShownStory`, and "The version" in Documentation/StoryLedger.docc/BundleFormat.md.
/// 8. Where a piece is not carried, the version is one that what is shown allows, and the last event may have made it.
/// 9. All leaves can be in one log: by position, `recordedtime` never goes back, no source and id are there twice, and
///    `revision` and `previous` of one subject fit together, with room for the events between that are not carried.
/// 10. No event is one that a ledger refuses: after an `updated` with `change: kill` the next `updated` has `release`, as far
///    as pieces show it. Where nothing but pieces of headline, dek, body and `context.file` is missing, claims and requests
///    have ids that no earlier one has, `claims`, `corrects` and `request` name what an earlier event brought, `answers` the id
///    of an earlier event of a producer, and `hop` a hop of each of `claims` or, where there are none, of each claim that is
///    no counter-claim, of which there is one at least. The `claims` of a request are known too. Data of producers has the
///    shapes of EventDocument.md, in long form, and no other member; what is missing may have said anything.
///
/// A key that has ended proves nothing alone: see `CheckpointStanding`. Not checked: limits on counts and lengths, names that
/// come twice in one list, a request that is asked after its event, an `updated` that changes nothing, and whether a source
/// may send what it sent.
///
/// Proven then: that the log with that checkpoint holds these events, that they are one chain of the story from its first
/// event on, and what they say in the pieces that are shown. Not proven: that the log holds no other chain of that story, that
/// nothing came later, that the recorded times are true, that readers elsewhere are shown the same log, that a source was entitled, that the key has not
/// ended since and the history was not given up and, where a piece is not carried or a text is withheld, the number of the
/// version. A monitor, a newer checkpoint, the file `statements` and witnesses answer these.
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

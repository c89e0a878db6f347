import CanonicalJSON
import StoryEvents

/// What is known of a version without its texts.
public struct VersionOutline: Hashable, Sendable {
    /// Counted from 1.
    public let number: Int
    /// The event that made the version.
    public let envelope: Envelope
    /// The change that the publisher declared; nil for the first version.
    public let change: Update.Change?
    /// The publisher's note.
    public let note: Note?
    /// Whether it is backdated, and whether it replaced a text that happened later.
    public let backdating: Backdating
    /// The takedown of the event that made the version; nil when its data is there.
    public let withheld: Withheld?
    /// Whether a note that readers can see announced it.
    public var isAnnounced: Bool { note?.isForReaders ?? false }
    /// The source that sent it, where that is not the story's own; else nil.
    public let otherSource: Text?
    /// The length of its texts, in UTF-8 bytes.
    public let bytes: Int
}

extension StoryReader {
    /// The versions of a story that had happened by a cut, oldest first, without their texts.
    ///
    /// - Throws: ``StoryError``; ``StoryError/notYet(_:happened:)`` when the cut leaves nothing of it.
    public func outline(of story: StoryID, _ cut: StoryCut = .none) throws(StoryError) -> [VersionOutline] {
        var outline: [VersionOutline] = []
        try eachVersion(of: story, cut, VersionFold(findsReverts: false)) { version in
            outline.append(
                VersionOutline(
                    number: version.number, envelope: version.envelope, change: version.change, note: version.note,
                    backdating: version.backdating, withheld: version.withheld, otherSource: version.otherSource,
                    bytes: StoryState.textFields.reduce(0) { $0 + version.bytes(of: $1).count }))
        }
        return outline
    }

    /// Some versions of a story, by number, with their texts; the texts of others are not held.
    ///
    /// - Throws: ``StoryError``.
    public func versions(
        _ numbers: Set<Int>, of story: StoryID, _ cut: StoryCut = .none
    ) throws(StoryError) -> [Int: StoryVersion] {
        var found: [Int: StoryVersion] = [:]
        try eachVersion(of: story, cut) { version in
            if numbers.contains(version.number) { found[version.number] = version }
        }
        return found
    }

    private func eachVersion(
        of story: StoryID, _ cut: StoryCut, _ fold: VersionFold = VersionFold(), _ body: (StoryVersion) -> Void
    ) throws(StoryError) {
        var fold = fold
        try eachEvent(of: story, cut) { read, payload in
            if let version = fold.apply(read, payload), read.hasHappened { body(version) }
        }
    }
}

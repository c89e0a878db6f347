import CanonicalJSON
import EventLog
import StoryEvents

/// A correction that a later edit took back, wholly or in part.
public struct UndoneCorrection: Hashable, Sendable {
    /// The version of the correction.
    public let version: Int
    /// The event that made that version.
    public let position: Position
    /// The version that took it back.
    public let undoneIn: Int
    /// The event that made that version.
    public let undoneAt: Position
    /// The first version after it that has a text with the correction again; nil while there is none.
    public fileprivate(set) var restoredIn: Int?

    /// `the correction (v3) was undone in v4 (@17), and v5 put it back`.
    public var line: String {
        "the correction (v\(version)) was undone in v\(undoneIn) (\(undoneAt))"
            + (restoredIn.map { ", and v\($0) put it back" } ?? "")
    }

    /// `{version, position, undoneIn, undoneAt, restoredIn}`.
    public var json: JSON {
        [
            "version": JSON(version), "position": JSON(position), "undoneIn": JSON(undoneIn),
            "undoneAt": JSON(undoneAt), "restoredIn": restoredIn.map { JSON($0) } ?? .null,
        ]
    }
}

/// Finds the corrections that later versions take back. Texts are compared only from the first correction on.
struct UndoneFold: Hashable {
    private var corrections = CorrectionFold()
    /// The events of the corrections, by version.
    private var made: [Int: Position] = [:]
    /// The newest version, taken back or not.
    private var last: StoryVersion?

    /// Adds a story's next version.
    ///
    /// - Parameter hasHappened: Whether it had happened by the cut; of one that had not, only the text counts.
    /// - Returns: The correction that the version takes back; nil when there is none.
    @discardableResult
    mutating func add(_ version: StoryVersion, hasHappened: Bool) -> UndoneCorrection? {
        defer { last = version }
        guard hasHappened, version.isCorrection || !made.isEmpty else { return nil }
        if version.isCorrection { made[version.number] = version.envelope.position }
        guard let undone = corrections.add(Edit(version, after: last)), let position = made[undone] else { return nil }
        return UndoneCorrection(
            version: undone, position: position, undoneIn: version.number, undoneAt: version.envelope.position)
    }
}

/// Finds the versions that put an undone correction back: an edit that takes back the edit that undid it.
private struct RestoredFold {
    private var last: StoryVersion?
    /// The edits that undid a correction, as corrections of their own.
    private var undoing = CorrectionFold()
    private var hasUndone = false

    /// Adds a story's next version.
    ///
    /// - Parameter isUndoing: Whether it undoes a correction.
    /// - Returns: The version whose undoing it takes back; nil when there is none.
    mutating func add(_ version: StoryVersion, isUndoing: Bool) -> Int? {
        defer { last = version }
        guard isUndoing || hasUndone else { return nil }
        hasUndone = true
        return undoing.add(Edit(version, after: last), isCorrection: isUndoing)
    }
}

extension StoryReader {
    /// The corrections of a board's story that later versions take back: only a story that has a correction is read again.
    ///
    /// - Throws: ``StoryError``.
    public func undoneCorrections(
        of board: ClaimBoard, _ cut: StoryCut = .none
    ) throws(StoryError) -> [UndoneCorrection] {
        guard let story = board.story, board.hasCorrection else { return [] }
        return try undoneCorrections(of: story, cut)
    }

    /// The corrections of a story that later versions take back, oldest first, at a cut.
    ///
    /// - Throws: ``StoryError``; ``StoryError/notYet(_:happened:)`` when the cut leaves nothing of it.
    public func undoneCorrections(
        of story: StoryID, _ cut: StoryCut = .none
    ) throws(StoryError) -> [UndoneCorrection] {
        var (versions, undone) = (VersionFold(), UndoneFold())
        var found: [UndoneCorrection] = []
        var restored = RestoredFold()
        try eachEvent(of: story, cut) { read, payload in
            guard let version = versions.apply(read, payload) else { return }
            let correction = undone.add(version, hasHappened: read.hasHappened)
            let undoing = restored.add(version, isUndoing: correction != nil)
            if read.hasHappened, let undoing {
                for index in found.indices where found[index].undoneIn == undoing {
                    found[index].restoredIn = version.number
                }
            }
            if let correction { found.append(correction) }
        }
        return found
    }
}

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
    /// Whether some of what the correction was about was still corrected after that version.
    public let isPart: Bool
    /// Whether that version says it at another place.
    public let isElsewhere: Bool
    /// The claims whose correction it took back.
    public let claims: Set<Text>
    /// The version that put it back, wholly or in part; nil while none did.
    public internal(set) var restoredIn: Int?
    /// Whether that version put back only a part of what was undone.
    public internal(set) var isRestoredInPart = false
    /// The version that ended the error without putting the correction back; nil while there is none.
    public internal(set) var neitherIn: Int?

    /// `the correction (v3) was undone in v4 (@17), v5 has neither, and v6 put it back`.
    public var line: String {
        let what = isPart ? "a part of the correction" : "the correction"
        let place = isElsewhere ? ", at another place" : ""
        let ended = neitherIn.map { "v\($0) has neither" }
        let restored = restoredIn.map { "v\($0) put \(isRestoredInPart ? "a part of it" : "it") back" }
        let rest =
            switch (ended, restored) {
            case (let ended?, let restored?): ", \(ended), and \(restored)"
            case (let one?, nil), (nil, let one?): ", and \(one)"
            case (nil, nil): ""
            }
        return "\(what) (v\(version)) was undone in v\(undoneIn) (\(undoneAt))" + place + rest
    }

    /// `{version, position, undoneIn, undoneAt, part, elsewhere, restoredIn, neitherIn}`.
    public var json: JSON {
        [
            "version": JSON(version), "position": JSON(position), "undoneIn": JSON(undoneIn),
            "undoneAt": JSON(undoneAt), "part": .bool(isPart), "elsewhere": .bool(isElsewhere),
            "restoredIn": restoredIn.map { JSON($0) } ?? .null, "neitherIn": neitherIn.map { JSON($0) } ?? .null,
        ]
    }
}

/// The corrections that one edit takes back, wholly or in part, and those of which that cannot be told.
public struct UndoneByEdit: Hashable, Sendable {
    /// A correction that the edit takes back.
    public struct One: Hashable, Sendable {
        /// The version of the correction.
        public let version: Int
        /// Whether some of what it was about is still corrected.
        public let isPart: Bool
        /// Whether it says again at another place what the correction took out.
        public let isElsewhere: Bool
    }

    /// A correction that was taken back, and that the edit puts back.
    public struct Restored: Hashable, Sendable {
        /// The version of the correction.
        public let version: Int
        /// Whether some of what it was about is not as the correction left it.
        public let isPart: Bool
    }

    /// The corrections, oldest first.
    public internal(set) var corrections: [One] = []
    /// The corrections that were taken back, wholly or in part, and of which it puts something back; oldest first.
    public internal(set) var restored: [Restored] = []
    /// The versions of corrections of which it cannot be told, since text was withheld; oldest first.
    public internal(set) var untold: [Int] = []

    /// Creates none.
    public init() {}

    /// `undoes the correction v3`, `undoes the corrections v2 and v3, and part of the correction v4`, `undoes the correction
    /// v2 at another place`, `puts back part of the correction v2`; nil where it does neither.
    public var undoing: String? { phrase("undoes", "puts back") }

    /// `, undoing the correction v3`, `, putting back the correction v2`; empty where it does neither.
    var clause: String { phrase("undoing", "putting back").map { ", \($0)" } ?? "" }

    /// `cannot be told whether it undoes the correction v3, since text was withheld`; nil where there is none.
    public var doubt: String? {
        untold.isEmpty ? nil : "cannot be told whether it undoes \(Self.named(untold)), since text was withheld"
    }

    private func phrase(_ undoes: String, _ putsBack: String) -> String? {
        let parts = [(false, false), (true, false), (false, true), (true, true)].compactMap {
            isPart, isElsewhere -> String? in
            let versions = corrections.filter { $0.isPart == isPart && $0.isElsewhere == isElsewhere }.map(\.version)
            guard !versions.isEmpty else { return nil }
            return (isPart ? "part of " : "") + Self.named(versions) + (isElsewhere ? " at another place" : "")
        }
        let back = [false, true].compactMap { isPart -> String? in
            let versions = restored.filter { $0.isPart == isPart }.map(\.version)
            return versions.isEmpty ? nil : (isPart ? "part of " : "") + Self.named(versions)
        }
        let phrases = [
            parts.isEmpty ? nil : "\(undoes) \(parts.joined(separator: ", and "))",
            back.isEmpty ? nil : "\(putsBack) \(back.joined(separator: ", and "))",
        ].compactMap(\.self)
        return phrases.isEmpty ? nil : phrases.joined(separator: ", and ")
    }

    /// `the correction v3`, `the corrections v2, v3 and v4`.
    private static func named(_ versions: [Int]) -> String {
        let names = versions.map { "v\($0)" }
        guard let last = names.last, names.count > 1 else { return "the correction \(names.first ?? "")" }
        return "the corrections \(names.dropLast().joined(separator: ", ")) and \(last)"
    }

    /// `[{version, part, elsewhere}]`.
    var json: JSON {
        .array(
            corrections.map {
                ["version": JSON($0.version), "part": .bool($0.isPart), "elsewhere": .bool($0.isElsewhere)]
            })
    }

    /// The versions of ``restored``.
    var restoredJSON: JSON { .array(restored.map { JSON($0.version) }) }

    /// The versions of those that it puts back only in part.
    var restoredInPartJSON: JSON { .array(restored.filter(\.isPart).map { JSON($0.version) }) }

    /// The versions of ``untold``.
    var untoldJSON: JSON { .array(untold.map { JSON($0) }) }
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

    /// The corrections of a story that later versions take back, in the order of these versions, at a cut.
    ///
    /// - Throws: ``StoryError``; ``StoryError/notYet(_:happened:)`` when the cut leaves nothing of it.
    public func undoneCorrections(
        of story: StoryID, _ cut: StoryCut = .none
    ) throws(StoryError) -> [UndoneCorrection] {
        var (versions, corrections) = (VersionFold(), CorrectionFold())
        try eachEvent(of: story, cut) { read, payload in
            guard let version = versions.apply(read, payload) else { return }
            corrections.add(version, hasHappened: read.hasHappened)
        }
        return corrections.undone
    }
}

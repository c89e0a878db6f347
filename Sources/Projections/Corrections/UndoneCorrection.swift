import CanonicalJSON
import EventLog
import StoryEvents

/// A correction, by the version that it made or, where it changed no text, by its event.
public struct CorrectionName: Hashable, Sendable, CustomStringConvertible {
    /// The version that it made; nil for the correction, without a text, of what an earlier edit changed.
    public let version: Int?
    /// Its event.
    public let position: Position

    /// `v3`, or `@7` where it made no version.
    public var description: String { version.map { "v\($0)" } ?? position.description }

    /// `{version, position}`.
    var json: JSON { ["version": version.map { JSON($0) } ?? .null, "position": JSON(position)] }
}

/// A correction that a later edit took back, wholly or in part.
public struct UndoneCorrection: Hashable, Sendable {
    /// The correction.
    public let correction: CorrectionName
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
    /// How it ended and, under each claim, how the part about that claim ended.
    var endings: [Text?: Ending] = [:]

    /// How what was undone ended.
    struct Ending: Hashable, Sendable {
        var restoredIn: Int?
        var isRestoredInPart = false
        var neitherIn: Int?
    }

    /// The version that put it back, wholly or in part; nil while none did.
    public var restoredIn: Int? { endings[nil]?.restoredIn }
    /// Whether that version put back only a part of what was undone.
    public var isRestoredInPart: Bool { endings[nil]?.isRestoredInPart ?? false }
    /// The version that ended the error without putting the correction back; nil while there is none.
    public var neitherIn: Int? { endings[nil]?.neitherIn }

    /// The same, with how the part about one claim ended.
    func about(_ claim: Text) -> UndoneCorrection {
        var undone = self
        undone.endings = [nil: endings[claim] ?? Ending()]
        return undone
    }

    /// `the correction (v3) was undone in v4 (@17), v5 has neither, and v6 put it back`.
    public var line: String {
        let what = isPart ? said("a part of the correction") : said("the correction")
        let place = isElsewhere ? said(", at another place") : ""
        let ended = neitherIn.map { said("v\($0) has neither") }
        let restored = restoredIn.map {
            isRestoredInPart ? said("v\($0) put a part of it back") : said("v\($0) put it back")
        }
        let rest =
            switch (ended, restored) {
            case (let ended?, let restored?): said(", \(ended), and \(restored)")
            case (let one?, nil), (nil, let one?): said(", and \(one)")
            case (nil, nil): ""
            }
        return said("\(what) (\(correction)) was undone in v\(undoneIn) (\(undoneAt))") + place + rest
    }

    /// `{version, position, undoneIn, undoneAt, part, elsewhere, restoredIn, neitherIn}`.
    public var json: JSON {
        [
            "version": correction.version.map { JSON($0) } ?? .null, "position": JSON(correction.position),
            "undoneIn": JSON(undoneIn),
            "undoneAt": JSON(undoneAt), "part": .bool(isPart), "elsewhere": .bool(isElsewhere),
            "restoredIn": restoredIn.map { JSON($0) } ?? .null, "neitherIn": neitherIn.map { JSON($0) } ?? .null,
        ]
    }
}

/// The corrections that one edit takes back, wholly or in part, and those of which that cannot be told.
public struct UndoneByEdit: Hashable, Sendable {
    /// A correction that the edit takes back.
    public struct One: Hashable, Sendable {
        /// The correction.
        public let correction: CorrectionName
        /// Whether some of what it was about is still corrected.
        public let isPart: Bool
        /// Whether it says again at another place what the correction took out.
        public let isElsewhere: Bool
    }

    /// A correction that was taken back, and that the edit puts back.
    public struct Restored: Hashable, Sendable {
        /// The correction.
        public let correction: CorrectionName
        /// Whether some of what it was about is not as the correction left it.
        public let isPart: Bool
    }

    /// The corrections, oldest first.
    public internal(set) var corrections: [One] = []
    /// The corrections that were taken back, wholly or in part, and of which it puts something back; oldest first.
    public internal(set) var restored: [Restored] = []
    /// The corrections of which it cannot be told, since text was withheld; oldest first.
    public internal(set) var untold: [CorrectionName] = []

    /// Creates none.
    public init() {}

    /// `undoes the correction v3`, `undoes the corrections v2 and v3, and part of the correction v4`, `undoes the correction
    /// v2 at another place`, `puts back part of the correction v2`; nil where it does neither.
    public var undoing: String? { phrase(said("undoes"), said("puts back")) }

    /// `, undoing the correction v3`, `, putting back the correction v2`; empty where it does neither.
    var clause: String { phrase(said("undoing"), said("putting back")).map { ", \($0)" } ?? "" }

    /// `cannot be told whether it undoes the correction v3, since text was withheld`; nil where there is none.
    public var doubt: String? {
        untold.isEmpty ? nil : said("cannot be told whether it undoes \(Self.named(untold)), since text was withheld")
    }

    private func phrase(_ undoes: String, _ putsBack: String) -> String? {
        let parts = [(false, false), (true, false), (false, true), (true, true)].compactMap {
            isPart, isElsewhere -> String? in
            let names = corrections.filter { $0.isPart == isPart && $0.isElsewhere == isElsewhere }.map(\.correction)
            guard !names.isEmpty else { return nil }
            return (isPart ? said("part of ") : "") + Self.named(names) + (isElsewhere ? said(" at another place") : "")
        }
        let back = [false, true].compactMap { isPart -> String? in
            let names = restored.filter { $0.isPart == isPart }.map(\.correction)
            return names.isEmpty ? nil : (isPart ? said("part of ") : "") + Self.named(names)
        }
        let phrases = [
            parts.isEmpty ? nil : "\(undoes) \(parts.joined(separator: said(", and ")))",
            back.isEmpty ? nil : "\(putsBack) \(back.joined(separator: said(", and ")))",
        ].compactMap(\.self)
        return phrases.isEmpty ? nil : phrases.joined(separator: said(", and "))
    }

    /// `the correction v3`, `the corrections v2, v3 and @7`.
    private static func named(_ corrections: [CorrectionName]) -> String {
        let names = corrections.map(\.description)
        guard let last = names.last, names.count > 1 else { return said("the correction \(names.first ?? "")") }
        return said("the corrections \(names.dropLast().joined(separator: ", ")) and \(last)")
    }

    /// `undoesCorrections: [{version, position, part, elsewhere}]`, `putsBackCorrections: [{version, position, part}]`.
    func set(in object: inout JSONObject) {
        object["undoesCorrections"] = .array(
            corrections.map { one in
                [
                    "version": one.correction.version.map { JSON($0) } ?? .null,
                    "position": JSON(one.correction.position), "part": .bool(one.isPart),
                    "elsewhere": .bool(one.isElsewhere),
                ]
            })
        object["putsBackCorrections"] = .array(
            restored.map { one in
                [
                    "version": one.correction.version.map { JSON($0) } ?? .null,
                    "position": JSON(one.correction.position), "part": .bool(one.isPart),
                ]
            })
    }

    /// `[{version, position}]` of ``untold``.
    var untoldJSON: JSON { .array(untold.map(\.json)) }
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
            if let version = versions.apply(read, payload) {
                corrections.add(version, hasHappened: read.hasHappened)
            } else if let note = versions.lateNote {
                corrections.add(note)
            }
        }
        return corrections.undone
    }
}

import CanonicalJSON

/// Why the inbox or the quarantine could not be used.
public enum InboxError: Error, Hashable, Sendable {
    /// A directory cannot be used.
    case unusable(String, remedy: String, isDenied: Bool = false)
    /// Files cannot be renamed from one directory to another.
    case otherFileSystem(from: String, to: String)
    /// Quarantine has no file of that name.
    case notInQuarantine(name: Text, near: [Text])
    /// The inbox has a file of that name already.
    case nameTaken(file: Text)
    /// The subdirectory that the file came from no longer exists.
    case noSource(name: Text)

    /// What was refused, and what was found.
    public var message: String {
        switch self {
        case .unusable(let message, _, _): message
        case .otherFileSystem(let from, let to):
            "files cannot be moved from \(from) to \(to): they are on different mounts"
        case .notInQuarantine(let name, _): "no file in quarantine is named \(name)"
        case .nameTaken(let file): "the inbox has a file \(file) already"
        case .noSource(let name): "the inbox has no subdirectory \(name) any more"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .unusable(_, let remedy, _): remedy
        case .otherFileSystem: "keep inbox, archive and quarantine on one file system, in one mount"
        case .notInQuarantine(_, let near) where near.isEmpty: "see 'storyledger inbox status' for what is there"
        case .notInQuarantine(_, let near): "did you mean \(near.map { "'\($0)'" }.joined(separator: " or "))?"
        case .nameTaken: "wait until it was taken in, or move it away"
        case .noSource(let name): "make the subdirectory \(name) again, or put the file into the inbox by hand"
        }
    }

    /// Whether it lasts until a person mends it.
    public var isLasting: Bool {
        switch self {
        case .unusable(_, _, let isDenied): isDenied
        case .otherFileSystem: true
        case .notInQuarantine, .nameTaken, .noSource: false
        }
    }

    init(_ fault: FileFault) {
        self = .unusable(fault.message, remedy: fault.remedy, isDenied: fault.isDenied)
    }
}

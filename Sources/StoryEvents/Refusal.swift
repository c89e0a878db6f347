import CanonicalJSON

/// One reason why a document was not taken.
public struct Refusal: Error, Hashable, Sendable {
    /// What kind of reason, from the fixed public list.
    public var code: Code
    /// Where in the document.
    public var path: JSONPath
    /// Where in the file, once it is known.
    public var position: SourcePosition?
    /// What was found, what was expected.
    public var message: String
    /// What to do about it.
    public var remedy: String
    /// Whether the fault is in the member's name and not in its value.
    var pointsAtKey: Bool

    /// Makes a refusal; its position in the file is found later, from the path.
    public init(
        _ code: Code, at path: JSONPath = .root, _ message: String, remedy: String, position: SourcePosition? = nil,
        pointsAtKey: Bool = false
    ) {
        self.code = code
        self.path = path
        self.message = message
        self.remedy = remedy
        self.position = position
        self.pointsAtKey = pointsAtKey
    }

    /// The fixed public list of reasons.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// No JSON.
        case notJSON = "not-json"
        /// Bytes that are not UTF-8.
        case notUTF8 = "not-utf8"
        /// A file or a claim larger than is taken.
        case tooLarge = "too-large"
        /// Arrays and objects nested too deep.
        case tooDeep = "too-deep"
        /// A name given twice in one object.
        case duplicateKey = "duplicate-key"
        /// More values, claims, requests, hops, names, events or work than a document or a story may have.
        case tooMany = "too-many"
        /// A number that a double does not hold.
        case numberOutOfRange = "number-out-of-range"
        /// Text that I-JSON does not allow: half a surrogate pair, a noncharacter, a bare control character.
        case badText = "bad-text"
        /// No document in the file.
        case emptyFile = "empty-file"
        /// A file name whose ending no format has.
        case unknownFormat = "unknown-format"
        /// Front matter that is not there, not closed, not YAML or too large.
        case badFrontMatter = "bad-front-matter"
        /// A link, a device or a directory where a file should be.
        case notAFile = "not-a-file"
        /// A file name that cannot be kept.
        case badName = "bad-name"
        /// A file that cannot be opened or read.
        case unreadable = "unreadable"
        /// A name that no field has.
        case unknownField = "unknown-field"
        /// A required field that is not there.
        case missingField = "missing-field"
        /// Two fields that say the same, one short for the other.
        case conflictingFields = "conflicting-fields"
        /// A value of another JSON type than expected.
        case wrongType = "wrong-type"
        /// A value of the right type that is not allowed.
        case badValue = "bad-value"
        /// A time that cannot be understood or is in doubt.
        case badTime = "bad-time"
        /// A time that lies further ahead of the ledger's clock than is allowed.
        case timeInFuture = "time-in-future"
        /// An id that breaks the rule for ids.
        case badID = "bad-id"
        /// None of the five types.
        case unknownType = "unknown-type"
        /// No story has that id, yet.
        case unknownStory = "unknown-story"
        /// A story was published under that id before.
        case storyExists = "story-exists"
        /// The story was killed and does not take this.
        case storyKilled = "story-killed"
        /// The story has no such claim.
        case unknownClaim = "unknown-claim"
        /// The story has a claim of that id already.
        case claimExists = "claim-exists"
        /// No claim is named, and the story has not exactly one.
        case claimRequired = "claim-required"
        /// The claim has no such hop.
        case unknownHop = "unknown-hop"
        /// The story made no such request for comment.
        case unknownRequest = "unknown-request"
        /// The story has a request of that id already.
        case requestExists = "request-exists"
        /// The story has no such event.
        case unknownEvent = "unknown-event"
        /// A source that the producer of the file may not name.
        case sourceNotAllowed = "source-not-allowed"
        /// An edit of a story from a source that neither published it nor may edit it.
        case notYourStory = "not-your-story"
        /// A counter-claim from a source that may not edit the story, whose id does not begin with that source.
        case notYourID = "not-your-id"
        /// The story is not at the revision expected.
        case revisionMismatch = "revision-mismatch"
        /// Another event has that source and id already.
        case identityConflict = "identity-conflict"
        /// Reading the file has ended the process again and again.
        case endedTheReader = "ended-the-reader"
    }

    /// The refusal as receipts and reason files show it.
    public var json: JSON {
        var object = JSONObject()
        object["code"] = .string(Text(code.rawValue))
        object["path"] = .string(Text(path.description))
        object["line"] = position.map { .integer(Int64($0.line)) } ?? .null
        object["column"] = position.map { .integer(Int64($0.column)) } ?? .null
        object["message"] = .string(Text(message))
        object["remedy"] = .string(Text(remedy))
        return .object(object)
    }
}

extension Refusal {
    /// A fault of the JSON itself.
    init(_ error: JSONSyntaxError, in bytes: [UInt8]) {
        self.init(
            Self.code(of: error.reason), at: error.path, error.message, remedy: error.remedy,
            position: SourcePosition(offset: error.offset, in: bytes))
    }

    private static func code(of reason: JSONSyntaxError.Reason) -> Code {
        switch reason {
        case .notUTF8: .notUTF8
        case .tooDeep: .tooDeep
        case .tooManyValues: .tooMany
        case .duplicateKey: .duplicateKey
        case .numberOutOfRange: .numberOutOfRange
        case .loneSurrogate, .noncharacter, .controlCharacter: .badText
        case .unexpectedEnd, .unexpectedByte, .unknownWord, .trailingContent, .byteOrderMark, .invalidNumber,
            .invalidEscape, .invalidUnicodeEscape:
            .notJSON
        }
    }

    /// The same refusal with its place in the file filled in from its path.
    func located(in bytes: [UInt8]) -> Refusal {
        guard position == nil else { return self }
        var located = self
        let offset = JSONLocator.offset(of: path, in: bytes, key: pointsAtKey)
        located.position = SourcePosition(offset: offset, in: bytes)
        return located
    }
}

import CanonicalJSON

/// A reason why a document was refused.
public struct Refusal: Error, Hashable, Sendable {
    /// The kind of reason, from the fixed public list.
    public var code: Code
    /// The place in the document.
    public var path: JSONPath
    /// The place in the file, once it is known.
    public var position: SourcePosition?
    /// What was found and what was expected.
    public var message: String
    /// What to do about it.
    public var remedy: String
    /// Whether the fault is in the member's name, not in its value.
    var pointsAtKey: Bool

    /// Creates a refusal. Its position in the file is found later, from the path.
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
        /// The file is not JSON.
        case notJSON = "not-json"
        /// Bytes that are not UTF-8.
        case notUTF8 = "not-utf8"
        /// A file or a claim is larger than the limit.
        case tooLarge = "too-large"
        /// Arrays and objects nested too deep.
        case tooDeep = "too-deep"
        /// A name given twice in one object.
        case duplicateKey = "duplicate-key"
        /// More values, claims, requests, hops, names, events or work than a document or a story may have.
        case tooMany = "too-many"
        /// A number that a double cannot represent.
        case numberOutOfRange = "number-out-of-range"
        /// Text that I-JSON does not allow: half a surrogate pair, a noncharacter, a bare control character; and text that reads
        /// like the words in place of withheld text.
        case badText = "bad-text"
        /// The file has no document.
        case emptyFile = "empty-file"
        /// A file name with an unknown ending.
        case unknownFormat = "unknown-format"
        /// A row of a table that is not as RFC 4180 says, or has another number of cells than the table has columns.
        case badRow = "bad-row"
        /// Front matter that is missing, not closed, not YAML, or too large.
        case badFrontMatter = "bad-front-matter"
        /// A link, a device or a directory where a file should be.
        case notAFile = "not-a-file"
        /// A file name that cannot be stored.
        case badName = "bad-name"
        /// A file that cannot be opened or read.
        case unreadable = "unreadable"
        /// An unknown member of an object.
        case unknownField = "unknown-field"
        /// A missing required field.
        case missingField = "missing-field"
        /// Two fields with one meaning, one of them the short form of the other.
        case conflictingFields = "conflicting-fields"
        /// A value of another JSON type than expected.
        case wrongType = "wrong-type"
        /// A value of the right type that is not allowed.
        case badValue = "bad-value"
        /// A time that is malformed or ambiguous.
        case badTime = "bad-time"
        /// A time too far ahead of the ledger's clock.
        case timeInFuture = "time-in-future"
        /// An id that breaks the rule for ids.
        case badID = "bad-id"
        /// A type that is not one of the five.
        case unknownType = "unknown-type"
        /// There is no story with that id yet.
        case unknownStory = "unknown-story"
        /// A story with that id exists already.
        case storyExists = "story-exists"
        /// The story was killed and takes no such event.
        case storyKilled = "story-killed"
        /// The story has no such claim.
        case unknownClaim = "unknown-claim"
        /// The story already has a claim with that id.
        case claimExists = "claim-exists"
        /// No claim is named, and the story does not have exactly one of its own.
        case claimRequired = "claim-required"
        /// The claim has no such hop.
        case unknownHop = "unknown-hop"
        /// The story made no such request for comment.
        case unknownRequest = "unknown-request"
        /// The story already has a request with that id.
        case requestExists = "request-exists"
        /// The story has no such event.
        case unknownEvent = "unknown-event"
        /// A source that the file's producer may not use.
        case sourceNotAllowed = "source-not-allowed"
        /// An edit from a source that neither published the story nor may edit it.
        case notYourStory = "not-your-story"
        /// A counter-claim from a source that may not edit the story, with an id that does not begin with that source.
        case notYourID = "not-your-id"
        /// The story is not at the expected revision.
        case revisionMismatch = "revision-mismatch"
        /// Another event already has that source and id.
        case identityConflict = "identity-conflict"
        /// Text of an event was withheld which the document may repeat.
        case textWithheld = "text-withheld"
        /// Reading the file ended the process twice.
        case endedTheReader = "ended-the-reader"
    }

    /// The refusal in receipts and reason files.
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
    /// Creates a refusal from a syntax error.
    package init(_ error: JSONSyntaxError, in bytes: [UInt8]) {
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

    /// The refusal with its position in the file, found from its path.
    func located(in bytes: [UInt8]) -> Refusal {
        guard position == nil else { return self }
        var located = self
        let offset = JSONLocator.offset(of: path, in: bytes, key: pointsAtKey)
        located.position = SourcePosition(offset: offset, in: bytes)
        return located
    }
}

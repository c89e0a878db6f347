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
        case notJSON = "not-json"
        case notUTF8 = "not-utf8"
        case tooLarge = "too-large"
        case tooDeep = "too-deep"
        case duplicateKey = "duplicate-key"
        case numberOutOfRange = "number-out-of-range"
        case badText = "bad-text"
        case emptyFile = "empty-file"
        case unknownFormat = "unknown-format"
        case badFrontMatter = "bad-front-matter"
        case notAFile = "not-a-file"
        case badName = "bad-name"
        case unreadable = "unreadable"
        case unknownField = "unknown-field"
        case missingField = "missing-field"
        case conflictingFields = "conflicting-fields"
        case wrongType = "wrong-type"
        case badValue = "bad-value"
        case badTime = "bad-time"
        case badID = "bad-id"
        case unknownType = "unknown-type"
        case unknownStory = "unknown-story"
        case storyExists = "story-exists"
        case storyKilled = "story-killed"
        case unknownClaim = "unknown-claim"
        case claimExists = "claim-exists"
        case claimRequired = "claim-required"
        case unknownHop = "unknown-hop"
        case unknownRequest = "unknown-request"
        case requestExists = "request-exists"
        case unknownEvent = "unknown-event"
        case revisionMismatch = "revision-mismatch"
        case identityConflict = "identity-conflict"
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

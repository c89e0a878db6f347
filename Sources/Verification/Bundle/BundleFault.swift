import CanonicalJSON
import MerkleLog
import StoryEvents

/// Why a bundle does not prove what it says.
public enum BundleFault: Error {
    /// Longer than a bundle can be, in bytes.
    case tooLong(limit: Int, found: Int)
    /// The file is not JSON.
    case notJSON(JSONSyntaxError)
    /// Its JSON is not in RFC 8785 form with one line feed after it.
    case notCanonical
    /// A member is not what the format says.
    case malformed(JSONPath, expected: String)
    /// The checkpoint is not signed as it must be.
    case checkpoint(MerkleLogError)
    /// An event's leaf is no leaf.
    case leaf(event: Int, LeafFault)
    /// A leaf is not in the tree that the checkpoint signs.
    case notInTree(Position, MerkleLogError)
    /// Salt and data are not what the leaf commits to.
    case notCommitted(Position)
    /// A leaf is of a schema that this program does not know.
    case unknownSchema(event: Int, found: Int)
    /// A ledger takes no event with such a leaf.
    case notTaken(event: Int, String)
    /// A leaf contradicts another one that is carried.
    case impossible(Position, String)
    /// A skeleton is no object in RFC 8785 form.
    case badSkeleton(Position)
    /// A leaf does not follow the one before it.
    case brokenChain(event: Int, String)
    /// Skeleton and pieces are not those of the data that they make.
    case notTakenApart(Position)
    /// All data of an event is missing, and no carried event has withheld it.
    case noData(Position)
    /// An event that is to explain missing pieces does not.
    case badTakedown(Position, String)
    /// The bundle and its checkpoint name two logs.
    case wrongOrigin(expected: String, found: Text)
    /// An event's data breaks its schema.
    case unreadable(Position, PayloadFault)
    /// The events do not end with the one that made the version.
    case wrongVersion(expected: Int, found: Int)

    /// What was refused, what was found.
    public var message: String {
        switch self {
        case .tooLong(let limit, let found): "bundle refused: expected at most \(limit) bytes, found \(found)"
        case .notJSON(let error): "bundle refused: \(error.message)"
        case .notCanonical: "bundle refused: it is not in RFC 8785 form with one line feed after it"
        case .malformed(let path, let expected): "bundle refused at \(path): expected \(expected)"
        case .checkpoint(let error): "the bundle's \(error)"
        case .leaf(let event, let fault): "event \(event) of the bundle: \(fault.message)"
        case .notInTree(let position, let error): "the leaf \(position) is not in the signed tree: \(error)"
        case .notCommitted(let position): "\(position): skeleton and pieces are not what its leaf commits to"
        case .unknownSchema(let event, let found):
            "event \(event) of the bundle: its schema is \(found); this program knows 1 to \(Envelope.currentSchema)"
        case .notTaken(let event, let what): "event \(event) of the bundle is one that no ledger takes: \(what)"
        case .impossible(let position, let what): "\(position) is in no log with the others: \(what)"
        case .badSkeleton(let position): "\(position): its skeleton is no object in RFC 8785 form"
        case .brokenChain(let event, let what): "event \(event) of the bundle breaks the chain: \(what)"
        case .notTakenApart(let position): "\(position): skeleton and pieces are not those of the data that they make"
        case .noData(let position): "the data of \(position) is missing, and no carried event has withheld it"
        case .badTakedown(let position, let what): "\(position) is to explain missing pieces: \(what)"
        case .wrongOrigin(let expected, let found): "the checkpoint is of \(expected), the bundle says \(found)"
        case .unreadable(let position, let fault): "\(position): \(fault.message)"
        case .wrongVersion(let expected, let found): "the events make version \(found), the bundle says \(expected)"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .tooLong, .notJSON, .notCanonical, .malformed:
            "get the file again from the person who made it; a bundle is never edited, not even its white space"
        case .checkpoint(let error): error.remedy
        case .noData: "data was taken out of the bundle after it was made: ask for another"
        case .leaf, .unknownSchema, .notTaken, .impossible, .badSkeleton, .notInTree, .notCommitted, .notTakenApart,
            .badTakedown,
            .wrongOrigin, .brokenChain, .unreadable,
            .wrongVersion:
            "it was changed after it was made, or made wrongly: keep it as evidence, and ask for another"
        }
    }

    /// Whether the file is no bundle at all, rather than one that proves something else.
    public var isMalformed: Bool {
        switch self {
        case .tooLong, .notJSON, .notCanonical, .malformed: true
        default: false
        }
    }
}

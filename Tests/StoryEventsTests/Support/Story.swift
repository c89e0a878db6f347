import CanonicalJSON
import Testing

@testable import StoryEvents

/// A story under test: decides documents one after another and folds what is appended.
struct Story {
    private(set) var state: StoryState?
    private(set) var board = StoryClaims()
    private(set) var next = Position(0)
    private var marked: StoryState.Mark?

    /// Documents as `read` takes them, all of which must be appended.
    init(_ documents: [String] = []) throws {
        for document in documents { try append(document) }
    }

    /// Decides and, where it is to be appended, folds.
    @discardableResult
    mutating func append(_ document: String, id: Text? = nil) throws -> Decision {
        let document = try read(document)
        let decision = try Decision(document, on: state)
        guard case .append(let completed, _) = decision else { return decision }
        let (data, payload) = (completed?.data ?? document.data, completed?.payload ?? document.payload)
        let envelope = Envelope(
            commitment: Commitment(to: JSON.object(data).canonicalBytes, salt: salt)!,
            identity: EventIdentity(source: document.source, id: id ?? document.id ?? "e\(next.value)"),
            story: document.story, type: document.type, time: document.time,
            recorded: RecordedTime(microseconds: 1_772_000_000_000_000 + next.value), position: next,
            revision: state?.revision.next ?? .first, previous: state?.position)
        if let state { marked?.note(envelope, in: state) }
        if state != nil {
            state?.apply(envelope, payload)
        } else if case .published(let publication) = payload {
            state = StoryState(envelope, publication)
        }
        board.apply(envelope, payload)
        next = next.next
        return decision
    }

    /// Marks how the state is now.
    mutating func mark() { marked = state?.mark() }

    /// Goes back to the mark.
    mutating func rewind() {
        if let marked { state?.rewind(to: marked) }
        marked = nil
    }

    /// Returns why a document is refused; empty when it is not.
    func refusals(of document: String) throws -> [Refusal] {
        let document = try read(document)
        do {
            _ = try Decision(document, on: state)
            return []
        } catch {
            return error.all
        }
    }

    /// Where a claim stands.
    func standing(_ claim: Text = "c1") throws -> Standing {
        let place = try #require(board.claims.firstIndex { $0.id == claim })
        return board.summaries[place].standing
    }
}

let salt = [UInt8](repeating: 7, count: Commitment.saltLength)

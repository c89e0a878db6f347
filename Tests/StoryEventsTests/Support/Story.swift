import CanonicalJSON
import Testing

@testable import StoryEvents

/// A story under test: decides documents one after another and folds what is appended.
struct Story {
    private(set) var state: StoryState?
    private(set) var next = Position(0)

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
            commitment: Commitment(to: JSON.object(data).canonicalBytes, salt: salt),
            identity: EventIdentity(source: document.source, id: id ?? document.id ?? "e\(next.value)"),
            story: document.story, type: document.type, time: document.time,
            recorded: RecordedTime(microseconds: 1_772_000_000_000_000 + next.value), position: next,
            revision: state?.revision.next ?? .first, previous: state?.position)
        if state != nil {
            state?.apply(envelope, payload)
        } else if case .published(let publication) = payload {
            state = StoryState(envelope, publication)
        }
        next = next.next
        return decision
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
        let state = try #require(state)
        return state.standing(of: try #require(state.claims.first { $0.id == claim }))
    }
}

let salt = [UInt8](repeating: 7, count: Commitment.saltLength)

import CanonicalJSON
import MerkleLog
import StoryEvents

/// Checks each leaf against the leaves before it: each story is one chain, identities are unique, recorded times never
/// go back, and a takedown names an event of its story.
///
/// An event that does not fit is reported and left out of its chain, so that one lie is one finding.
struct StoryChains {
    private struct Head {
        var position: Int64
        var revision: Int64
    }

    /// The ledger's own event that carries a statement.
    struct SystemEvent {
        let position: Int64
        let id: Text
    }

    private var heads: [Head] = []
    private var indexes: [Text: Int32] = [:]
    private var identities: [Hash: Int64] = [:]
    /// The story index of each position; -1 if the event is the ledger's own or cannot be read.
    private var stories: [Int32] = []
    /// The newest recorded time; nil before the first leaf.
    private(set) var lastRecorded: RecordedTime?
    /// The events that change the log's keys or name, in log order.
    private(set) var ownEvents: [SystemEvent] = []

    /// The number of stories; the log itself does not count.
    var storyCount: Int { indexes.count - (indexes[StoryID.ledger.text] == nil ? 0 : 1) }

    /// Checks the next leaf of the log.
    ///
    /// - Returns: The leaf's envelope; nil if it is no leaf.
    mutating func take(_ leaf: [UInt8], _ report: (LogFinding) -> Void) -> Envelope? {
        let position = Int64(stories.count)
        stories.append(-1)
        func find(_ what: String) { report(LogFinding(what, at: UInt64(position))) }
        let envelope: Envelope
        do throws(LeafFault) { envelope = try Envelope(leaf: leaf) } catch {
            find(error.message)
            return nil
        }
        if envelope.schema > Envelope.currentSchema {
            find("its schema is \(envelope.schema); this program knows 1 to \(Envelope.currentSchema)")
        }
        if envelope.position.value != position { find("it says that its position is \(envelope.position)") }
        if let lastRecorded, envelope.recorded < lastRecorded {
            find("it was recorded at \(envelope.recorded), before the event before it, at \(lastRecorded)")
        }
        // What is about the log itself is held against its type below.
        if envelope.story != .ledger, let fault = envelope.intakeFault { find("no ledger takes it: \(fault)") }
        lastRecorded = max(lastRecorded ?? envelope.recorded, envelope.recorded)
        let identity = Hash.leaf(envelope.identity.source.bytes + [0] + envelope.identity.id.bytes)
        if let earlier = identities[identity] {
            find("it has the identity of @\(earlier): source \(envelope.identity.source), id \(envelope.identity.id)")
        } else {
            identities[identity] = position
        }
        checkKind(envelope, find)
        extendChain(envelope, at: position, find)
        return envelope
    }

    private mutating func checkKind(_ envelope: Envelope, _ find: (String) -> Void) {
        let isOwnType = !EventType.ofProducers.contains(envelope.type)
        if isOwnType != (envelope.identity.source == .ledger) {
            find("'\(envelope.type.rawValue)' does not come from the source \(envelope.identity.source)")
        }
        let isAboutLog = envelope.type == .forked || envelope.type == .rekeyed
        if isAboutLog != (envelope.story == .ledger) {
            find("'\(envelope.type.rawValue)' is never about \(envelope.story)")
        }
        if isAboutLog {
            ownEvents.append(SystemEvent(position: Int64(stories.count - 1), id: envelope.identity.id))
        }
        if envelope.type == .withheld { checkTakedown(envelope, find) }
    }

    private func checkTakedown(_ envelope: Envelope, _ find: (String) -> Void) {
        let id = envelope.identity.id
        // The position of the story's first event that something is taken from and, from its second takedown on, the
        // takedown's number.
        let numbers = id.string.dropFirst("withheld-".count).split(separator: ".").map { Int64($0) ?? -1 }
        guard let target = numbers.first, target >= 0, (1...2).contains(numbers.count),
            Takedown.identity(of: Position(target), number: numbers.count == 2 ? Int(numbers[1]) : 1).id == id
        else { return find("it withholds no event: its id is \(id)") }
        guard target < stories.count - 1 else { return find("it withholds @\(target), which is not before it") }
        guard stories[Int(target)] >= 0, stories[Int(target)] == indexes[envelope.story.text] else {
            return find("it withholds @\(target), which is no event of \(envelope.story) that a producer sent")
        }
    }

    private mutating func extendChain(_ envelope: Envelope, at position: Int64, _ find: (String) -> Void) {
        let isOwn = envelope.identity.source == .ledger
        let (story, revision, previous) = (envelope.story, envelope.revision.value, envelope.previous?.value)
        guard let index = indexes[story.text] else {
            guard revision == 0, previous == nil else {
                let link = previous.map { "@\($0)" } ?? "none"
                return find("\(story) has no event before it, and it has revision \(revision), previous \(link)")
            }
            if envelope.type != .published, story != .ledger {
                find("\(story) begins with '\(envelope.type.rawValue)'")
            }
            indexes[story.text] = Int32(heads.count)
            if !isOwn { stories[Int(position)] = Int32(heads.count) }
            heads.append(Head(position: position, revision: 0))
            return
        }
        if !isOwn { stories[Int(position)] = index }
        let head = heads[Int(index)]
        if envelope.type == .published {
            return find("\(story) is published again; it has events up to @\(head.position)")
        }
        guard revision == head.revision + 1 else {
            return find(
                "\(story) has revision \(head.revision) at @\(head.position); found revision \(revision) after it")
        }
        guard previous == head.position else {
            let link = previous.map { "@\($0)" } ?? "none"
            return find("the event of \(story) before it is @\(head.position); found previous \(link)")
        }
        heads[Int(index)] = Head(position: position, revision: revision)
    }
}

import CanonicalJSON
import StoryEvents

/// A party whose name is almost that of the party asked, as ``NameFold/foldLoosely(_:)`` tells.
///
/// It may be another party: what it did answers no request, and a page only says that it is there.
public struct OtherSpelling: Hashable, Sendable {
    /// The name, as spelt.
    public let name: Text
    /// Its first move since the party was asked.
    public let first: ClaimRecord.Move
    /// How many moves it made since then.
    public let count: Int

    /// `{name, position, moves}`.
    var json: JSON { ["name": .string(name), "position": JSON(first.position), "moves": JSON(count)] }
}

/// Finds the parties that are spelt almost as a party that was asked.
public struct OtherSpellings {
    /// The moves of each party, in order of happening, by folded name and name.
    private var groups: [String: [Text: [ClaimRecord.Move]]] = [:]

    /// - Parameter answers: The answers to all requests; where the parties answered all, no name is folded.
    public init(_ moves: [ClaimRecord.Move], for answers: [RequestAnswers]) {
        guard answers.contains(where: { $0.standing != .answered }) else { return }
        var byName: [Text: [ClaimRecord.Move]] = [:]
        for move in moves.inOrderOfHappening {
            if let name = move.by?.name { byName[name, default: []].append(move) }
        }
        for (name, moves) in byName { groups[NameFold.foldLoosely(name.string), default: [:]][name] = moves }
    }

    /// The parties that are spelt almost as the party asked and did something since, by name; none when the party
    /// answered in words. Its silence or its refusal to comment may hide what the other one said.
    public func all(of request: RequestRecord, _ answers: RequestAnswers) -> [OtherSpelling] {
        let name = request.request.party.name
        guard !groups.isEmpty, answers.standing != .answered, let group = groups[NameFold.foldLoosely(name.string)]
        else {
            return []
        }
        let others = group.filter { $0.key != name }.compactMap { other, moves in
            let since = moves.filter { !$0.time.isBefore(request.asked) }
            return since.first.map { OtherSpelling(name: other, first: $0, count: since.count) }
        }
        return others.sorted { $0.first.position < $1.first.position }
    }
}

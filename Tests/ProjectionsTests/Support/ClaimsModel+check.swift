import CanonicalJSON
import Projections
import StoryEvents
import Testing

extension ClaimsModel {
    /// Checks everything that a board of the same events says.
    func check(_ board: ClaimBoard, _ cut: Comment) throws {
        let json = board.json
        let claims = json["claims"]?.list ?? []
        let backdated = backdated
        #expect(Set(claims.compactMap { $0["id"]?.text }) == ids, cut)
        let summaries = board.claims.summaries
        for (place, claim) in claims.enumerated() {
            let id = try #require(claim["id"]?.text)
            let all = moves(on: id).sorted { $0.happens(before: $1) }
            let named = all.filter { $0.corrects.contains(id) || $0.named.contains(id) }
            #expect(claim["standing"]?.text == standing(of: id), "\(cut), \(id)")
            #expect(Self.positions(claim["moves"]) == named.map(\.position), "\(cut), \(id)")
            #expect(claim["wholeStoryCount"]?.whole == Int64(all.count - named.count), "\(cut), \(id)")
            for move in claim["moves"]?.list ?? [] {
                let isBackdated = backdated.contains(try #require(move["position"]?.whole))
                #expect(move["backdated"] == .bool(isBackdated), "\(cut), \(id)")
            }
            let summary = summaries[place]
            #expect(summary.denials == all.count { $0.type == "denied" }, "\(cut), \(id)")
            #expect(summary.reiterations == all.count { $0.type == "reiterated" }, "\(cut), \(id)")
            #expect(summary.responses == all.count { $0.type == "responded" }, "\(cut), \(id)")
            #expect(summary.newest?.value == all.map(\.position).max(), "\(cut), \(id)")
        }
        let onStory = events.filter { $0.isMove && $0.named.isEmpty }.sorted { $0.happens(before: $1) }
        #expect(Self.positions(json["wholeStory"]) == onStory.map(\.position), cut)
        try checkRequests(json["requests"]?.list ?? [], board, cut)
    }

    private func checkRequests(_ found: [JSON], _ board: ClaimBoard, _ cut: Comment) throws {
        let wanted = requests
        #expect(
            found.map {
                Request(
                    standing: $0["standing"]?.text ?? "", before: $0["standingAtPublication"]?.text ?? "",
                    seconds: $0["seconds"]?.whole, answers: Self.positions($0["answers"]))
            }
                == wanted.map { request in
                    var request = request
                    request.answers = Array(request.answers.prefix(100))
                    return request
                }, cut)
        #expect(found.map { $0["answerCount"]?.whole } == wanted.map { Int64($0.answers.count) }, cut)
        for (answers, request) in zip(board.claims.answers, wanted) {
            for count in [0, 1, 3, request.answers.count] {
                let positions = answers.moves(first: count).map(\.position.value)
                #expect(positions == Array(request.answers.prefix(count)), cut)
            }
        }
    }

    private static func positions(_ moves: JSON?) -> [Int64] { moves?.list.compactMap { $0["position"]?.whole } ?? [] }
}

import CanonicalJSON
import StoryEvents

/// What the claim board must say of some events, by asking of all of them every time: no state, no order of folding, none
/// of the types that payloads are read into.
struct ClaimsModel {
    let events: [Event]

    struct Event {
        let position, time, recorded: Int64
        let type: String
        let data: JSONObject

        init(_ event: RecordedEvent, _ data: JSONObject) {
            self.init(
                position: event.envelope.position.value, time: event.envelope.time.seconds,
                recorded: event.envelope.recorded.microseconds / 1_000_000, type: event.envelope.type.rawValue, data)
        }

        private init(position: Int64, time: Int64, recorded: Int64, type: String, _ data: JSONObject) {
            (self.position, self.time, self.recorded, self.type, self.data) = (position, time, recorded, type, data)
        }

        /// What is left of it once its data was withheld.
        var erased: Event {
            var left = JSONObject()
            left["change"] = data["change"]
            return Event(
                position: position, time: time, recorded: recorded, type: isMove ? "erased" : type, left)
        }

        var by: String { data["by"]?["name"]?.text ?? "" }
        var outcome: String { data["outcome"]?.text ?? "" }
        var named: [String] { data["claims"]?.list.compactMap(\.text) ?? [] }
        var corrects: [String] { data["corrects"]?.list.compactMap(\.text) ?? [] }
        var isMove: Bool { ["denied", "reiterated", "responded"].contains(type) }
        /// The claims it brings in.
        var new: [JSON] { isMove ? data["counterclaim"].map { [$0] } ?? [] : data["claims"]?.list ?? [] }

        func happens(before other: Event) -> Bool { (time, position) < (other.time, other.position) }
    }

    /// Every id that is claimed or spoken of.
    var ids: Set<String> {
        Set(events.flatMap { $0.new.compactMap { $0["id"]?.text } + $0.corrects + ($0.isMove ? $0.named : []) })
    }

    func moves(on id: String) -> [Event] {
        let source = events.first { $0.new.contains { $0["id"]?.text == id } }
        return events.filter { event in
            if event.corrects.contains(id) { return true }
            guard event.isMove else { return false }
            guard event.named.isEmpty else { return event.named.contains(id) }
            return source.map { !$0.isMove && $0.position < event.position } ?? false
        }
    }

    func standing(of id: String) -> String {
        let status = events.last { ["hold", "release", "kill"].contains($0.data["change"]?.text) }
        let source = events.first { $0.new.contains { $0["id"]?.text == id } }
        if status?.data["change"]?.text == "kill", source?.isMove != true { return "retracted" }
        if status?.data["change"]?.text == "hold" { return "held" }
        if events.contains(where: { $0.corrects.contains(id) }) { return "corrected" }

        let claim = source?.new.first { $0["id"]?.text == id }
        let speakers = claim?["attribution"]?.list.compactMap { $0["speaker"]?["name"]?.text } ?? []
        let subjects = claim?["about"]?.list.compactMap { $0["name"]?.text } ?? []
        let moves = moves(on: id)
        let denials = moves.filter { $0.type == "denied" }

        let isWithdrawn = moves.contains { move in
            guard move.outcome == "withdraws" else { return false }
            guard speakers.isEmpty ? move.named.contains(id) : speakers.contains(move.by) else { return false }
            // What it takes back first is what its party denied and has not taken back yet.
            return !denials.contains { denial in
                denial.by == move.by && denial.happens(before: move)
                    && !moves.contains {
                        $0.outcome == "withdraws" && $0.by == move.by && denial.happens(before: $0)
                            && $0.happens(before: move)
                    }
            }
        }
        if isWithdrawn { return "withdrawn" }
        let isConceded = moves.contains { move in
            guard move.outcome == "confirms" else { return false }
            return subjects.isEmpty
                ? move.named.contains(id) && !speakers.contains(move.by) : subjects.contains(move.by)
        }
        if isConceded { return "conceded" }

        let upheld = denials.filter { denial in
            !moves.contains { $0.outcome == "withdraws" && $0.by == denial.by && denial.happens(before: $0) }
        }
        let unmet = upheld.filter { denial in
            !moves.contains { move in
                move.type == "reiterated" && move.by != denial.by && move.data["strength"]?.text != "softer"
                    && denial.happens(before: move)
                    // A party that denies the claim itself repeats its denial.
                    && !denials.contains { own in
                        own.by == move.by && own.happens(before: move)
                            && !moves.contains {
                                ["withdraws", "confirms"].contains($0.outcome) && $0.by == move.by
                                    && own.happens(before: $0) && $0.happens(before: move)
                            }
                    }
            }
        }
        if unmet.contains(where: { $0.data["extent"]?.text != "partial" }) { return "denied" }
        if !unmet.isEmpty { return "partly-denied" }
        if !upheld.isEmpty { return "contested" }

        let isAnswered = moves.contains {
            ["statement", "acknowledges", "confirms"].contains($0.outcome)
        }
        if isAnswered { return "answered" }
        let asked = events.flatMap { $0.data["requests"]?.list ?? [] }.filter { request in
            request["claims"]?.list.contains { $0.text == id } ?? false
        }
        let silent = moves.filter { ["declined", "no-response"].contains($0.outcome) && $0.named.contains(id) }
        let parties = Set(asked.compactMap { $0["party"]?["name"]?.text } + silent.map(\.by))
        let heard = Set(moves.filter { !["declined", "no-response"].contains($0.outcome) }.map(\.by))
        return parties.isSubset(of: heard) ? "asserted" : "unanswered"
    }

    struct Request: Equatable {
        var standing: String
        var before: String
        var seconds: Int64?
        var answers: [Int64]
    }

    /// What came of each request, in log order.
    var requests: [Request] {
        events.filter { !$0.isMove }.flatMap { event in
            (event.data["requests"]?.list ?? []).map { request in
                let told = request["asked"]?["at"]?.text.flatMap { try? EventTime($0).seconds }
                let asked = told ?? event.time
                let answers = events.filter { move in
                    guard move.isMove, (move.time, move.position) >= (asked, event.position) else { return false }
                    if let id = move.data["request"] { return id == request["id"] }
                    return move.by == request["party"]?["name"]?.text
                }
                let standing = Self.standing(answers)
                let decisive = answers.filter { Self.standing([$0]) == standing }.map(\.time).min()
                return Request(
                    standing: standing, before: Self.standing(answers.filter { $0.happens(before: event) }),
                    seconds: standing == "silent" || told == nil ? nil : decisive.map { $0 - asked },
                    answers: answers.sorted { $0.happens(before: $1) }.map(\.position))
            }
        }
    }

    private static func standing(_ answers: [Event]) -> String {
        if answers.contains(where: { !["declined", "no-response"].contains($0.outcome) }) { return "answered" }
        if answers.contains(where: { $0.outcome == "declined" }) { return "declined" }
        return answers.isEmpty ? "asked" : "silent"
    }

    /// The events recorded more than an hour late.
    var backdated: Set<Int64> { Set(events.filter { $0.recorded - $0.time > 3_600 }.map(\.position)) }
}

extension JSON {
    subscript(_ name: Text) -> JSON? { if case .object(let object) = self { object[name] } else { nil } }
    var text: String? { if case .string(let text) = self { text.string } else { nil } }
    var whole: Int64? { if case .integer(let number) = self { number } else { nil } }
    var list: [JSON] { if case .array(let elements) = self { elements } else { [] } }
}

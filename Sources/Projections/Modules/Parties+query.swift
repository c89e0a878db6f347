import CanonicalJSON
import StoryEvents

extension Parties {
    /// The counts of one party over all stories.
    public struct Summary: Hashable, Sendable {
        /// The name, as spelt.
        public let name: Text
        /// The folded name, equal for spellings that differ only in case, diacritics, punctuation and white space.
        public let group: Text
        /// How many stories name it.
        public private(set) var stories = 0
        /// How often each act occurred.
        public private(set) var acts: [Act: Int] = [:]

        /// How many claims it made.
        public var said: Int { acts[.said] ?? 0 }
        /// How often it denied, wholly or in part.
        public var denied: Int { (acts[.denied] ?? 0) + (acts[.partlyDenied] ?? 0) }
        /// How often it reiterated a claim.
        public var reiterated: Int { acts[.reiterated] ?? 0 }
        /// How often it said something in a response. Denials and reiterations that answer a request are not among these.
        public var responded: Int {
            [Act.statement, .acknowledges, .confirms, .withdraws].reduce(0) { $0 + (acts[$1] ?? 0) }
        }
        /// How often it declined to answer.
        public var declined: Int { acts[.declined] ?? 0 }
        /// How often it did not respond.
        public var silent: Int { acts[.noResponse] ?? 0 }
        /// How often it was asked for comment.
        public var asked: Int { acts[.asked] ?? 0 }

        init(name: Text, group: Text) {
            self.name = name
            self.group = group
        }

        mutating func add(_ act: Act, _ count: Int) { acts[act, default: 0] += count }

        mutating func add(stories count: Int) { stories += count }

        /// Takes away an act in a story that is not to be counted.
        ///
        /// - Returns: Whether anything is left.
        fileprivate mutating func subtract(_ act: Act, isFirstOfStory: Bool) -> Bool {
            acts[act] = acts[act].flatMap { $0 > 1 ? $0 - 1 : nil }
            if isFirstOfStory { stories -= 1 }
            return !acts.isEmpty
        }

        /// `{name, group, stories, acts}`.
        public var json: JSON {
            var counts = JSONObject()
            for act in Act.allCases { counts[Text(act.rawValue)] = JSON(acts[act] ?? 0) }
            return [
                "name": .string(name), "group": .string(group), "stories": JSON(stories),
                "acts": .object(counts),
            ]
        }
    }

    /// The parties, ordered by folded name, so that spellings of one name are listed together.
    ///
    /// - Parameter limit: The most parties to return; nil for all.
    public static func list(_ rows: ProjectedRows, limit: Int? = nil) throws(ViewsError) -> [Summary] {
        var summaries: [Summary] = []
        func current(_ object: JSONObject) -> Int? {
            guard case .string(let name)? = object["party"], case .string(let group)? = object["group"] else {
                return nil
            }
            if summaries.last?.name != name { summaries.append(Summary(name: name, group: group)) }
            return summaries.count - 1
        }
        // Each party has at most one line for each act.
        let lines = limit.map { $0.multipliedReportingOverflow(by: Act.allCases.count) }
        let query = RowQuery(limit: lines.flatMap { $0.overflow ? nil : $0.partialValue })
        for object in try rows.tally(by: ["group", "party", "act"], summing: [firstOfStory], query) {
            guard let index = current(object), case .string(let word)? = object["act"],
                let act = Act(rawValue: word.string), case .integer(let count)? = object["count"]
            else { continue }
            summaries[index].add(act, Int(count))
            if case .integer(let first)? = object[Text(firstOfStory)] { summaries[index].add(stories: Int(first)) }
        }
        return limit.map { Array(summaries.prefix($0)) } ?? summaries
    }

    /// The parties without what some stories say of them, ordered by folded name.
    ///
    /// - Parameter stories: Ids of the stories that do not count.
    public static func list(_ rows: ProjectedRows, without stories: Set<Text>) throws(ViewsError) -> [Summary] {
        var summaries = try list(rows)
        guard !stories.isEmpty else { return summaries }
        var places: [Text: Int] = [:]
        for (index, summary) in summaries.enumerated() { places[summary.name] = index }
        var gone: Set<Int> = []
        for story in stories {
            var counted: Set<Text> = []
            try rows.each(RowQuery(conditions: [.init("story", .equal, .string(story))])) { row in
                guard let name = row.value["party"]?.text, let index = places[name],
                    let word = row.value["act"]?.text, let act = Act(rawValue: word.string)
                else { return true }
                if !summaries[index].subtract(act, isFirstOfStory: counted.insert(name).inserted) { gone.insert(index) }
                return true
            }
        }
        if !gone.isEmpty { summaries = summaries.indices.filter { !gone.contains($0) }.map { summaries[$0] } }
        return summaries
    }

    /// The name that was probably meant by one that no party has: near to the whole name, or to a word of it.
    public static func near(to name: String, in rows: ProjectedRows) throws(ViewsError) -> String? {
        let names = try list(rows).map(\.name.string)
        if let near = nearest(to: name, among: names) { return near }
        let words = names.flatMap { name in name.split(separator: " ").map { (word: String($0), name: name) } }
            .filter { $0.word.count > 2 }
        guard let near = nearest(to: name, among: words.map(\.word)) else { return nil }
        return words.first { $0.word == near }?.name
    }

    /// The other parties whose names are almost those of some acts, as ``NameFold/foldLoosely(_:)`` tells. They may be other
    /// parties.
    public static func spelledAlmost(asIn acts: [ProjectedRow], among all: [Summary]) -> [Text] {
        let names = Set(acts.compactMap { $0.value["party"]?.text })
        let folded = Set(names.map { NameFold.foldLoosely($0.string) })
        return all.map(\.name).filter { !names.contains($0) && folded.contains(NameFold.foldLoosely($0.string)) }
    }

    /// The acts of the parties that a name matches: those with exactly this name, else those whose name contains it;
    /// each spelling by itself.
    public static func acts(
        ofPartiesNamed name: String, in rows: ProjectedRows, limit: Int? = nil
    ) throws(ViewsError) -> [ProjectedRow] {
        let wanted = NameFold.fold(name)
        var groups = [Text(wanted)]
        // In this order, only the rows of the group are looked at.
        let first = RowQuery(
            conditions: [.init("group", .equal, .string(groups[0]))], order: [.up("party"), .up("position")], limit: 1)
        if try rows.rows(first).isEmpty {
            groups = []
            for object in try rows.tally(by: ["group"]) {
                guard case .string(let group)? = object["group"] else { continue }
                if !wanted.isEmpty, group.string.contains(wanted) { groups.append(group) }
            }
        }
        var found: [ProjectedRow] = []
        for group in groups {
            let rest = limit.map { $0 - found.count }
            guard rest ?? 1 > 0 else { break }
            found += try rows.rows(
                RowQuery(
                    conditions: [.init("group", .equal, .string(group))], order: [.up("party"), .up("position")],
                    limit: rest))
        }
        return found
    }
}

import CanonicalJSON
import Projections
import StoryEvents

extension NamedChange {
    /// Whether the lines above it say so: where the event is, and that a story begins.
    var isInHead: Bool {
        guard let first = path.first else { return true }
        let inHead = ["revision", "position", "events", "story", "recorded"].map { Step.member(Text($0)) }
        if path.count == 1, inHead.contains(first) { return true }
        guard case .element(.object(let row)) = first, row["story"] != nil, row["party"] == nil else { return false }
        // The one row of the story.
        return path.count == 1 || path.count == 2 && inHead.contains(path[1])
    }

    /// What changed, as a sentence: `claim ‘may’, standing: from asserted to denied`.
    var words: String {
        let place = place
        switch (old, new) {
        case (nil, let new?): return isOfElement ? "\(place): new\(told(new))" : "\(place): now \(word(new))"
        case (let old?, nil): return isOfElement ? "\(place): no more" : "\(place): no longer \(word(old))"
        default: return "\(place): from \(word(old ?? .null)) to \(word(new ?? .null))"
        }
    }

    private var isOfElement: Bool {
        if case .element = path.last { true } else { false }
    }

    /// The innermost member of the path.
    private var member: String {
        for case .member(let name) in path.reversed() { return name.string }
        return ""
    }

    /// `claim ‘may’, standing`.
    private var place: String {
        var parts: [String] = []
        var list: String?
        for step in path {
            switch step {
            case .member(let name):
                if let list { parts.append(MemberWords.entry(list).all) }
                list = name.string
            case .element(let element):
                parts.append(contentsOf: element.label(in: list).map { [$0] } ?? [])
                list = nil
            }
        }
        if let list { parts.append(MemberWords.entry(list).all) }
        return parts.joined(separator: ", ")
    }

    /// What a new element is, where its label and the sentence above do not say it.
    private func told(_ json: JSON) -> String {
        guard case .object(let object) = json else { return "" }
        if object["day"] != nil { return ": \(json.inWords)" }
        let member = object["counterTo"] == nil ? object["act"] == nil ? nil : "act" : "text"
        guard let member, let value = object[Text(member)], value != .null else { return "" }
        return ": \(value.inWords)"
    }

    /// The standing of a request has the word of pages; the rest is as in JSON.
    private func word(_ json: JSON) -> String {
        let isRequest = path.first == .member("requests")
        if isRequest, ["standing", "standingAtPublication"].contains(member),
            case .string(let text) = json, let standing = RequestStanding(rawValue: text.string)
        {
            return standing.words
        }
        return json.inWords(of: member)
    }
}

extension JSON {
    /// Members that are seconds.
    fileprivate static let durations: Set<String> = ["seconds", "notice"]

    /// How an element of a list is named: `claim ‘may’`, `denial @10`; nil for the one row of a story.
    fileprivate func label(in list: String?) -> String? {
        guard case .object(let object) = self else { return list.map { MemberWords.entry($0).one } }
        func quoted(_ member: Text) -> String? {
            guard case .string(let text)? = object[member] else { return nil }
            return "‘\(text.string.cut(to: 60))’"
        }
        guard let list else {
            if case .string(let day)? = object["day"] { return day.string }
            return quoted("party").map { "party \($0)" }
        }
        let one = MemberWords.entry(list).one
        if let name = quoted("id") { return "\(one) \(name)" }
        if case .integer(let position)? = object["position"] {
            let isVersion = list == "versions"
            if isVersion, case .integer(let version)? = object["version"] { return "\(one) \(version)" }
            return "\(object.noun(in: list) ?? one) @\(position)"
                + (list == "wholeStory" ? " about the whole story" : "")
        }
        if case .integer(let version)? = object["version"] { return "\(one) of version \(version)" }
        return ["name", "words", "field"].lazy.compactMap { quoted(Text($0)) }.first.map { "\(one) \($0)" } ?? one
    }

    /// A value of a member, short.
    fileprivate func inWords(of member: String) -> String {
        if case .integer(let seconds) = self, Self.durations.contains(member) { return seconds.asDuration }
        return inWords
    }

    /// A value, short: of an object its place, id, name or text.
    fileprivate var inWords: String {
        switch self {
        case .null: return "nothing"
        case .bool(let flag): return flag ? "yes" : "no"
        case .string(let text): return text.string.cut(to: 120)
        case .array(let values):
            guard !values.isEmpty else { return "none" }
            let named = values.prefix(3).map(\.inWords).joined(separator: ", ")
            return values.count > 3 ? "\(named) and \(values.count - 3) more" : named
        case .object(let object):
            if case .integer(let position)? = object["position"] {
                guard case .string(let change)? = object["change"] else { return "@\(position)" }
                return "the \(change.string) @\(position)"
            }
            if let named = ["id", "name", "text", "time"].compactMap({ object[Text($0)] }).first(where: { $0 != .null })
            {
                return named.inWords
            }
            return object.members.filter { $0.value != .integer(0) && $0.key != "day" }
                .map { "\(MemberWords.entry($0.key.string).all) \($0.value.inWords(of: $0.key.string))" }.joined(
                    separator: ", ")
        default: return String(decoding: bytes(pretty: false), as: UTF8.self)
        }
    }
}

extension JSONObject {
    /// What an event about claims is called: `denial`; nil for another list, or another event.
    fileprivate func noun(in list: String) -> String? {
        guard ["moves", "wholeStory", "answers"].contains(list), case .string(let type)? = self["type"] else {
            return nil
        }
        switch EventType(rawValue: type.string) {
        case .denied: return "denial"
        case .reiterated: return "reiteration"
        case .responded: return "response"
        case .updated: return "correction"
        default: return nil
        }
    }
}

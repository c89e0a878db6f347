import CanonicalJSON
import StoryEvents

extension Party {
    /// `{name, kind, role, url}`, null for what its producer does not say.
    var json: JSON { Self.json(name, kind.map { .string(Text($0.rawValue)) }, role: role, url: url) }

    /// A party of which only a name is known, as ``json``.
    static func json(name: Text) -> JSON { json(name, nil, role: nil, url: nil) }

    private static func json(_ name: Text, _ kind: JSON?, role: Text?, url: Text?) -> JSON {
        ["name": .string(name), "kind": kind ?? .null, "role": JSON(role), "url": JSON(url)]
    }
}

extension JSON {
    /// A recorded object with null for each of some members that it lacks; anything else as it is.
    func completed(with names: [Text]) -> JSON {
        guard case .object(let recorded) = self else { return self }
        var object = JSONObject()
        for name in names { object[name] = recorded[name] ?? .null }
        return .object(object)
    }
}

extension JSONObject {
    /// A story's field as reading verbs print it: null where the story has none, and parties and moments whole.
    public func shown(_ field: Text) -> JSON {
        switch (field, self[field]) {
        case (_, nil): .null
        case ("byline", .array(let parties)?):
            .array(parties.map { $0.completed(with: ["name", "kind", "role", "url"]) })
        case ("embargo", let moment?): moment.completed(with: ["at", "zone", "printed"])
        case (_, let value?): value
        }
    }
}

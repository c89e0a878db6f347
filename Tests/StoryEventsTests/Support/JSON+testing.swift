import CanonicalJSON

extension JSON {
    var members: JSONObject? { if case .object(let object) = self { object } else { nil } }
    var elements: [JSON]? { if case .array(let array) = self { array } else { nil } }
    var whole: Int64? { if case .integer(let number) = self { number } else { nil } }

    /// Parses JSON that a test wrote.
    static func of(_ text: String) throws -> JSON { try JSON.parse(Array(text.utf8)) }
}

extension JSONObject {
    /// The text of a member; empty when there is none.
    func text(_ key: Text) -> String {
        if case .string(let text)? = self[key] { text.string } else { "" }
    }

    var shown: String { String(decoding: JSON.object(self).bytes(pretty: true), as: UTF8.self) }
}

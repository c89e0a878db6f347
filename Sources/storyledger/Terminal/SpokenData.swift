import CanonicalJSON
import StoryEvents
import Verification

/// Data of an event, to show on lines of the program's own: texts that a producer sent are quoted, and words in place of
/// withheld ones are not.
struct SpokenData {
    let value: JSONObject
    private let path: JSONPath
    private let hidden: Set<JSONPath>

    init(_ value: JSONObject, _ event: BundleProof.Event) {
        let missing = event.pieces.filter { if case .shown = $0.piece { false } else { true } }
        self.init(value, .root, Set(missing.map(\.path.path)))
    }

    private init(_ value: JSONObject, _ path: JSONPath, _ hidden: Set<JSONPath>) {
        (self.value, self.path, self.hidden) = (value, path, hidden)
    }

    /// A word of the format, as it is.
    func word(_ name: Text) -> String? { value[name]?.text?.string }

    /// A text, quoted unless it is the ledger's word for one.
    func said(_ name: Text) -> String? { value[name].flatMap { quoted($0, at: path.member(name)) } }

    func texts(_ name: Text) -> [String] {
        elements(name).compactMap { element, path in quoted(element, at: path) }
    }

    func object(_ name: Text) -> SpokenData? {
        guard case .object(let object)? = value[name] else { return nil }
        return SpokenData(object, path.member(name), hidden)
    }

    func objects(_ name: Text) -> [SpokenData] {
        elements(name).compactMap { element, path in
            guard case .object(let object) = element else { return nil }
            return SpokenData(object, path, hidden)
        }
    }

    private func elements(_ name: Text) -> [(JSON, JSONPath)] {
        guard case .array(let elements)? = value[name] else { return [] }
        return elements.enumerated().map { ($1, path.member(name).element($0)) }
    }

    private func quoted(_ json: JSON, at path: JSONPath) -> String? {
        guard let text = json.text?.string else { return nil }
        if hidden.contains(path) { return text }
        return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}

import Files
import Foundation
import LedgerService
import StoryEvents
import Yams

/// A translation of ``Words``, read from a file of the form of config/words.yaml.
///
/// The file says each word of the table, and no other: a forgotten one would be English among others, and a misspelled one
/// would be of no effect.
struct WordsFile {
    private let path: String
    /// What is wrong with the file, in its order.
    private(set) var faults: [ConfigurationFault] = []
    /// nil where there are faults.
    private(set) var words: Words?

    /// The largest file, in bytes.
    private static let mostBytes = 1 << 20
    /// Tables by English sentences: what they leave out stays English.
    private static let free: Set<String> = ["sentences", "proofs"]

    init(path: String) {
        self.path = path
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            let bytes = try handle.read(upToCount: Self.mostBytes + 1) ?? Data()
            if bytes.count > Self.mostBytes {
                refuse("the file is larger than 1 MiB", "name the file with the words of the site")
            } else if let yaml = String(validating: bytes, as: UTF8.self) {
                read(yaml)
            } else {
                refuse("the file is not UTF-8", "save it as UTF-8")
            }
        } catch {
            refuse("the file cannot be read: \(SystemReason.last)", "check its name and permissions")
        }
    }

    /// Reads text as the content of a file.
    init(path: String, yaml: String) {
        self.path = path
        read(yaml)
    }

    private mutating func read(_ yaml: String) {
        do {
            guard let root = try Yams.compose(yaml: yaml), case .mapping(var table) = root else {
                return refuse("the file holds no table of words", "begin with a copy of words.yaml")
            }
            for name in Self.free where table[Node(name)] == nil { table[Node(name)] = .mapping([:]) }
            let found = value(.mapping(table), like: try Self.english(), "", near: root)
            guard faults.isEmpty else { return sort() }
            words = try Self.words(found)
        } catch let error as YamlError {
            faults.append(ConfigurationFault(error, path: path))
        } catch let error as DecodingError {
            refuse(
                "the word '\(Self.word(of: error))' is missing or of another form", "compare the file with words.yaml")
        } catch {
            refuse("the file cannot be read: \(error)", "begin with a copy of words.yaml")
        }
    }

    private mutating func sort() {
        func line(_ fault: ConfigurationFault) -> (Int, Int) {
            if case .line(_, let line, let column) = fault.place { (line, column) } else { (0, 0) }
        }
        faults.sort { line($0) < line($1) }
    }

    /// The English table, without the language of marks, which is that of all words.
    static func english() throws -> Any {
        withMarks(of: try JSONSerialization.jsonObject(with: JSONEncoder().encode(Words.english))) { marks, _ in
            marks["language"] = nil
        }
    }

    /// The words of a table that has each of them.
    private static func words(_ table: Any) throws -> Words {
        let whole = withMarks(of: table) { marks, table in marks["language"] = table["language"] }
        return try JSONDecoder().decode(
            Words.self, from: JSONSerialization.data(withJSONObject: whole, options: .fragmentsAllowed))
    }

    /// A table with the words of marks changed.
    private static func withMarks(of all: Any, _ change: (inout [String: Any], [String: Any]) -> Void) -> Any {
        guard var table = all as? [String: Any], var marks = table["inRendering"] as? [String: Any] else { return all }
        change(&marks, table)
        table["inRendering"] = marks
        return table
    }

    /// The word that could not be read.
    private static func word(of error: DecodingError) -> String {
        let path: [any CodingKey] =
            switch error {
            case .keyNotFound(let key, let context): context.codingPath + [key]
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                context.codingPath
            @unknown default: []
            }
        return path.map(\.stringValue).joined(separator: ".")
    }

    /// The value of a node, of the form of the English one.
    ///
    /// - Parameter near: Where a value without a place of its own is named.
    private mutating func value(_ node: Node, like english: Any, _ name: String, near: Node) -> Any {
        switch english {
        case let table as [String: Any]: return self.table(node, like: table, name, near: near)
        case let list as [Any]:
            guard case .sequence(let nodes) = node, nodes.count == list.count else {
                note(
                    near, "\(name): expected a list of \(list.count), as the English one has",
                    "write each on a line after '- '")
                return list
            }
            return zip(nodes, list).enumerated().map { index, pair in
                value(pair.0, like: pair.1, "\(name)[\(index)]", near: pair.0)
            }
        case let text as String:
            guard case .scalar(let scalar) = node, !scalar.string.isEmpty || text.isEmpty else {
                note(near, "\(name) has no words", "write them within quotation marks; the English ones are '\(text)'")
                return text
            }
            check(scalar.string, against: text, name, near)
            return scalar.string
        default: return english
        }
    }

    private mutating func table(_ node: Node, like english: [String: Any], _ name: String, near: Node) -> Any {
        guard case .mapping(let pairs) = node else {
            note(near, "\(name): expected a table of words", "write each below, indented, with a colon")
            return english
        }
        if Self.free.contains(name) { return sentences(pairs, name) }
        var found: [String: Any] = [:]
        for (key, value) in pairs {
            let word = key.scalar?.string ?? ""
            guard let english = english[word] else {
                note(key, "unknown word '\(path(name, word))'", suggestion(for: word, among: Array(english.keys)))
                continue
            }
            found[word] = self.value(value, like: english, path(name, word), near: key)
        }
        for (word, text) in english.sorted(by: { $0.key < $1.key }) where found[word] == nil {
            let words = (text as? String).map { ": the English words are '\($0)'" } ?? ", with the words below it"
            note(near, "the word '\(path(name, word))' is missing", "add '\(word)'\(words)")
            found[word] = text
        }
        return found
    }

    private func path(_ table: String, _ word: String) -> String { table.isEmpty ? word : "\(table).\(word)" }

    /// Sentences by the English ones.
    private mutating func sentences(_ pairs: Node.Mapping, _ name: String) -> [String: String] {
        var found: [String: String] = [:]
        for (key, value) in pairs {
            guard let english = key.scalar?.string, case .scalar(let scalar) = value else {
                note(
                    key, "\(name): expected a sentence and its translation",
                    "write both within quotation marks, with a colon between")
                continue
            }
            check(scalar.string, against: english, name, key)
            found[english] = scalar.string
        }
        return found
    }

    /// Notes places such as `{1}` that only one of two texts has, and a language that is no tag.
    private mutating func check(_ text: String, against english: String, _ name: String, _ node: Node) {
        if name == "language", text.wholeMatch(of: /[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*/) == nil {
            return note(node, "'\(text)' is no language", "write a BCP 47 tag such as de or pt-BR")
        }
        func places(_ text: String) -> Set<String> { Set(text.matches(of: /\{[0-9]+\}/).map { String($0.output) }) }
        let (wanted, found) = (places(english), places(text))
        for place in wanted.subtracting(found).sorted() {
            note(
                node, "\(name): the place \(place) is missing",
                "write \(place) where its value shall stand: '\(english)'")
        }
        for place in found.subtracting(wanted).sorted() {
            note(node, "\(name): there is no value for the place \(place)", "the English words are '\(english)'")
        }
    }

    private mutating func note(_ node: Node, _ message: String, _ remedy: String) {
        let place = node.mark.map { ConfigurationPlace.line(path: path, line: $0.line, column: $0.column) }
        faults.append(ConfigurationFault(place ?? .file(path: path), message, remedy: remedy))
    }

    private mutating func refuse(_ message: String, _ remedy: String) {
        faults.append(ConfigurationFault(.file(path: path), message, remedy: remedy))
    }
}

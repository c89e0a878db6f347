import Foundation
import ProseRendering

@testable import AuditSite

/// The English words as the file that a person translates, in the order of their declarations.
enum WordsTemplate {
    static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "config/words.yaml")

    private static let head = """
        # The words of the audit site's pages. For another language, copy this file, translate what stands within quotation marks,
        # and name the copy in site.words, or with 'storyledger serve --words'. 'storyledgerd --check-config' names by its line each
        # word that is missing, or that the site does not have.
        #
        # {1}, {2} are the places of values: they stay, in the order that the language wants.


        """

    static let text: String = head + lines(of: Words.english, indent: "")

    private static func lines(of value: Any, indent: String) -> String {
        Mirror(reflecting: value).children.map { child in
            let name = child.label ?? ""
            // That of all words.
            if value is RenderingWords, name == "language" { return "" }
            return "\(indent)\(name):\(text(of: child.value, indent: indent))"
        }.joined()
    }

    private static func text(of value: Any, indent: String) -> String {
        switch value {
        case let text as String: " \(quoted(text))\n"
        case let phrase as Phrase: " \(quoted(encoded(phrase)))\n"
        case let list as [Term]:
            "\n"
                + list.map {
                    "\(indent)  - name: \(quoted($0.name))\n\(indent)    meaning: \(quoted($0.meaning))\n"
                }.joined()
        case let list as [String]: "\n" + list.map { "\(indent)  - \(quoted($0))\n" }.joined()
        case let table as [String: String]:
            table.isEmpty
                ? " {}\n"
                : "\n" + table.sorted { $0.key < $1.key }.map { "\(indent)  \($0.key): \(quoted($0.value))\n" }.joined()
        default: "\n" + lines(of: value, indent: indent + "  ")
        }
    }

    private static func encoded(_ phrase: Phrase) -> String {
        let bytes = (try? JSONEncoder().encode([phrase])) ?? Data()
        return ((try? JSONDecoder().decode([String].self, from: bytes)) ?? []).first ?? ""
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}

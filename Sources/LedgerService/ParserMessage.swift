import Foundation
import StoryEvents

/// What the parser of arguments says of a mistake, in the form of every other refusal: what was found, and what to do.
public struct ParserMessage {
    /// What was found.
    public let message: String
    /// What to do.
    public let remedy: String

    /// - Parameters:
    ///   - text: `Error: MESSAGE`, then maybe `Help: ...`, then `Usage: VERB ...` and `See 'VERB --help'...`.
    ///   - options: Gives the long options of a verb.
    /// - Returns: nil where the text is another.
    public init?(_ text: String, options: (_ verb: String) -> [String] = { _ in [] }) {
        let mark = "Error: "
        guard text.hasPrefix(mark) else { return nil }
        let lines = text.dropFirst(mark.count).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let said = lines.prefix { !$0.hasPrefix("Usage:") && !$0.hasPrefix("Help:") }
        let words = said.joined(separator: " ").split(separator: " ").joined(separator: " ")
        let see = lines.first { $0.hasPrefix("  See '") }.flatMap(Self.quoted) ?? "storyledger --help"
        let help = "type '\(see)' for what it takes"
        if words.hasPrefix("Unknown option '"), let given = Self.quoted(words) {
            let verb = see.split(separator: " ").prefix { !$0.hasPrefix("-") }.joined(separator: " ")
            message = "unknown option '\(given)'"
            remedy = (Self.option(near: given, among: options(verb)).map { "did you mean '\($0)'? " } ?? "") + help
            return
        }
        let parts = words.components(separatedBy: ". Please provide one of ")
        if parts.count == 2, let given = Self.quoted(parts[0]) {
            let known = parts[1].split { " ,.:'".contains($0) }.map(String.init).filter {
                !["or", "the", "following", "-"].contains($0)
            }
            message = Self.small(parts[0])
            let word = nearest(to: given, among: known) ?? Self.akin(to: given, among: known)
            let near = word.map { "did you mean '\($0)'? " } ?? ""
            remedy = near + "it is one of: \(known.joined(separator: ", "))"
        } else {
            message = Self.small(words)
            remedy = help
        }
    }

    /// The only known word that begins with the same three letters: `denied` for `deny`.
    private static func akin(to word: String, among known: [String]) -> String? {
        let found = known.filter { word.count >= 3 && $0.hasPrefix(word.prefix(3).lowercased()) }
        return found.count == 1 ? found.first : nil
    }

    /// The option that was probably meant: a near one, or the only one that begins as it was typed.
    private static func option(near typed: String, among known: [String]) -> String? {
        guard typed.hasPrefix("--") else { return nil }
        let names = known.map { String($0.dropFirst(2)) }
        let name = String(typed.dropFirst(2))
        return (nearest(to: name, among: names) ?? beginning(as: name, among: names)).map { "--\($0)" }
    }

    private static func beginning(as word: String, among known: [String]) -> String? {
        let word = String(word.unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint }.map(Character.init))
        let found = known.filter { !word.isEmpty && $0.hasPrefix(word.lowercased()) }
        return found.count == 1 ? found.first : nil
    }

    /// What the first pair of quotes holds.
    private static func quoted(_ text: String) -> String? {
        let parts = text.split(separator: "'", omittingEmptySubsequences: false)
        return parts.count >= 3 ? String(parts[1]) : nil
    }

    /// A message goes on behind a colon, and ends without a full stop.
    private static func small(_ text: String) -> String {
        let text = text.hasSuffix(".") && !text.hasSuffix("..") ? String(text.dropLast()) : text
        guard let first = text.first, text.dropFirst().first?.isUppercase != true else { return text }
        return first.lowercased() + text.dropFirst()
    }
}

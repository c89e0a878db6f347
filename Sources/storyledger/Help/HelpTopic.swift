/// A page of help that belongs to no verb: `storyledger help TOPIC`.
struct HelpTopic {
    /// As it is typed.
    let name: String
    /// What it is about, in a line.
    let abstract: String
    /// Paragraphs and indented examples; lines are broken where they are shown.
    let text: String

    static let all = [document, frontMatter, times, cuts, claims, json, exitCodes, environment]

    static func named(_ name: String) -> HelpTopic? { all.first { $0.name == name } }

    /// The names with what each is about, for the end of the program's help.
    static let list: String = {
        let width = (all.map(\.name.count).max() ?? 0) + 2
        return all.map { "  \($0.name.padded(to: width))\($0.abstract)" }.joined(separator: "\n")
    }()

    /// The page.
    var page: String { "\(name): \(abstract)\n\n\(text)" }
}

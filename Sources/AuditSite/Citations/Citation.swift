import CanonicalJSON
import StoryEvents

/// How a citation is written.
enum CitationFormat: String, Hashable, Sendable, CaseIterable {
    /// CSL-JSON.
    case csl = "citation.json"
    /// BibTeX.
    case bibtex = "citation.bib"
}

/// What is needed to cite one version of a story, and to find later that it is the same.
struct Citation: Hashable, Sendable {
    let story: String
    let version: Int
    let position: Int64
    /// Of the leaf in the log, in hexadecimal.
    let leafHash: String
    /// The log's name.
    let origin: String
    /// Where the version is shown.
    let address: String
    let headline: String
    let authors: [String]
    let publisher: String?
    let section: String?
    let language: String?
    let recorded: RecordedTime
    let time: EventTime

    func bytes(_ format: CitationFormat) -> [UInt8] {
        switch format {
        case .csl: JSON.array([csl]).bytes(pretty: true) + [0x0A]
        case .bibtex: Array(bibtex.utf8)
        }
    }

    private var proof: String {
        "Version \(version), event @\(position) of the log \(origin), leaf hash sha256:\(leafHash)"
    }

    private var key: String {
        let plain = story.unicodeScalars.map {
            $0.isASCII && $0.properties.isAlphabetic || ("0"..."9").contains($0) ? Character($0) : "-"
        }
        return String(plain.prefix(60)) + "-v\(version)"
    }

    /// Source: Citation Style Language, schema of input data, 1.0.2.
    private var csl: JSON {
        let day = CivilTime(seconds: time.seconds)
        var object: JSONObject = [
            "id": .string(Text(key)), "type": "article-newspaper", "title": .string(Text(headline)),
            "issued": [
                "date-parts": [[.integer(Int64(day.year)), .integer(Int64(day.month)), .integer(Int64(day.day))]]
            ],
            "URL": .string(Text(address)), "archive": .string(Text(origin)),
            "archive_location": .string("@\(position)"),
            "version": .string("\(version)"), "note": .string(Text(proof)),
        ]
        if !authors.isEmpty { object["author"] = .array(authors.map { ["literal": .string(Text($0))] }) }
        if let publisher { object["container-title"] = .string(Text(publisher)) }
        if let section { object["section"] = .string(Text(section)) }
        if let language { object["language"] = .string(Text(language)) }
        return .object(object)
    }

    private var bibtex: String {
        var lines = ["@misc{\(key),"]
        func add(_ name: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            lines.append("  \(name) = {\(value)},")
        }
        add("title", "{\(Self.escaped(headline))}")
        add("author", authors.map { "{\(Self.escaped($0))}" }.joined(separator: " and "))
        add("howpublished", publisher.map(Self.escaped))
        add("date", String(time.description.prefix(10)))
        add("year", String(time.description.prefix(4)))
        add("langid", language.map(Self.escaped))
        add("version", String(version))
        add("url", Self.escapedAddress(address))
        add("note", Self.escaped(proof))
        return lines.joined(separator: "\n") + "\n}\n"
    }

    /// The characters that TeX obeys are escaped. Controls and those that turn the direction of text are left out: terminals
    /// and editors obey them.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\textbackslash{}"
            case "{", "}", "%", "&", "#", "_", "$": escaped += "\\" + String(scalar)
            case "~": escaped += "\\textasciitilde{}"
            case "^": escaped += "\\textasciicircum{}"
            case "\n", "\r", "\t", "\u{85}", "\u{2028}", "\u{2029}": escaped += " "
            case "\u{200E}", "\u{200F}", "\u{61C}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": break
            case _ where scalar.properties.generalCategory == .control: break
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// An address is percent-encoded, so that only these characters are left.
    private static func escapedAddress(_ address: String) -> String { address.replacing("%", with: "\\%") }
}

import CanonicalJSON

/// The headline and the body of a file.
struct GitText: Equatable {
    let headline: String
    let body: String

    /// The headline is `headline` or `title` of the front matter, else the first line where that is a heading, else the name
    /// of the file. One line end after the body does not count.
    init(_ text: String, path: String) {
        var rest = Array(text.utf8)[...]
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        var headline: String?
        if let front = Self.frontMatter(rest) {
            headline = front.headline
            rest = front.rest
        }
        if headline == nil, rest.starts(with: "# ".utf8) {
            let line = rest.prefix { $0 != 0x0A }
            headline = String(decoding: line.dropFirst(2), as: UTF8.self)
            rest = rest.dropFirst(line.count)[...].drop { $0 == 0x0A || $0 == 0x0D }
        }
        if rest.last == 0x0A { rest = rest.dropLast() }
        var name = headline ?? ""
        while name.last?.isWhitespace ?? false { name.removeLast() }
        self.headline = name.isEmpty ? path : name
        body = String(decoding: rest, as: UTF8.self)
    }

    /// The lines between `---` and `---`; nil where there are none.
    private static func frontMatter(_ text: ArraySlice<UInt8>) -> (headline: String?, rest: ArraySlice<UInt8>)? {
        guard text.starts(with: "---\n".utf8) else { return nil }
        var (rest, headline): (ArraySlice<UInt8>, String?) = (text.dropFirst(4), nil)
        while !rest.isEmpty {
            let line = rest.prefix { $0 != 0x0A }
            rest = rest.dropFirst(line.count + 1)
            if line.elementsEqual("---".utf8) { return (headline, rest) }
            for key in ["headline: ", "title: "] where line.starts(with: key.utf8) && headline == nil {
                headline = scalar(line.dropFirst(key.utf8.count))
            }
        }
        return nil
    }

    /// A JSON string, or the text as it stands.
    private static func scalar(_ bytes: ArraySlice<UInt8>) -> String {
        do throws(JSONSyntaxError) {
            if case .string(let text) = try JSON.parse(bytes) { return text.string }
        } catch {
            // It is no JSON.
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

import CanonicalJSON
import EventLog
import StoryEvents

/// Words to search for in a stream of bytes: as they are, and as JSON writes them.
struct WantedBytes {
    let words: [WantedText]
    private let wholes: [WholeText]
    /// The words that are named in other letters, too; nil for none.
    private let others: WantedText?
    /// The words and the short texts, as a file may be called.
    private let names: [WholeText]

    /// - Parameters:
    ///   - texts: Of a long text only the beginning is searched for.
    ///   - wholes: Short texts, which are searched for where they stand whole.
    ///   - inAnyLetters: Words that are searched for in other letters, too; nil for none.
    init(_ texts: [Text], wholes: [Text] = [], inAnyLetters words: Text? = nil) {
        others = words.map { WantedText($0) }
        self.wholes = Set(wholes).map { WholeText($0) }
        names = Set(texts + wholes).map { WholeText($0) }
        self.words = Set(texts.filter { !$0.isEmpty }).map { WantedText(Text(String($0.string.prefix(Self.longest)))) }
    }

    private static let longest = 400

    var isEmpty: Bool { words.isEmpty && wholes.isEmpty }

    /// Whether some of the words are in the bytes.
    func areIn(_ bytes: [UInt8]) -> Bool {
        words.contains { $0.isWritten(in: bytes) } || wholes.contains { $0.stands(in: bytes) }
    }

    /// Whether some of the words may stand in the bytes, however they are written.
    func mayStand(in bytes: [UInt8]) -> Bool {
        words.contains { $0.mayStand(in: bytes) } || wholes.contains { $0.stands(in: bytes) }
    }

    /// How some bytes, which do not have the words as they were given, spell them in other letters; nil where they do not.
    func otherSpelling(in bytes: [UInt8]) -> Text? { others?.otherSpelling(inFile: bytes) }

    /// Whether there are short texts.
    var hasWholes: Bool { !wholes.isEmpty }

    /// Whether a document of front matter says one of the short texts.
    func areInMatter(_ bytes: [UInt8]) -> Bool {
        guard let strings = FrontMatterStrings(bytes) else { return false }
        return strings.all.contains { string in wholes.contains { $0.isPiece(string) } }
    }

    /// Whether a file may be called after some of the words.
    func mayBe(in name: FileName) -> Bool {
        let bytes = Array(name.bytes)
        return isName(bytes)
    }

    /// Whether the name of a file is made of some of the words: what parts them does not count.
    func isName(_ bytes: [UInt8]) -> Bool {
        words.contains { $0.mayStand(in: bytes) } || names.contains { $0.isNamed(by: bytes) }
    }

    /// Whether a list of files that the service writes for itself has the words, or a file that is called after some of them.
    func areListed(in bytes: [UInt8]) -> Bool {
        do throws(JSONSyntaxError) { return areListed(in: try JSON.parse(bytes)) } catch {
            // The note of work is no JSON.
            if mayStand(in: bytes) { return true }
            let marks = [UInt8(ascii: "\""), UInt8(ascii: "/"), 0x20, 0x0A]
            return bytes.split { marks.contains($0) }.contains { part in
                names.contains { $0.isNamed(by: WantedText.unescaped(Array(part))) }
            }
        }
    }

    /// The keys are the service's own words.
    private func areListed(in json: JSON) -> Bool {
        switch json {
        case .string(let text):
            mayStand(in: text.bytes)
                || text.bytes.split(separator: UInt8(ascii: "/")).contains { part in
                    names.contains { $0.isNamed(by: Array(part)) }
                }
        case .array(let elements): elements.contains(where: areListed)
        case .object(let object): object.members.contains { areListed(in: $0.value) }
        default: false
        }
    }

    /// Starts a search in a stream of bytes.
    func search() -> Search { Search(self) }

    struct Search {
        private let wanted: WantedBytes
        private let longest: Int
        /// The end of the bytes so far, in which a word may have begun.
        private var tail: [UInt8] = []
        private(set) var hasFound = false
        /// How they spell the words in other letters; nil where they do not, or where they were looked for as they are.
        private(set) var spelling: Text?

        fileprivate init(_ wanted: WantedBytes) {
            self.wanted = wanted
            longest = max(
                wanted.words.map(\.mostBytes).max() ?? 0, wanted.wholes.isEmpty ? 0 : WholeText.mostBytes)
        }

        /// Searches the next bytes.
        ///
        /// - Returns: Whether a word was found, now or before.
        mutating func finds(_ bytes: UnsafeRawBufferPointer) -> Bool {
            let window = tail + bytes
            hasFound = hasFound || wanted.mayStand(in: window)
            if !hasFound, spelling == nil { spelling = wanted.otherSpelling(in: window) }
            tail = Array(window.suffix(longest))
            return hasFound
        }
    }
}

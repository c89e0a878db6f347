/// The words that renderings write beside the texts, in the language of a page. A terminal has English ones.
public struct RenderingWords: Codable, Hashable, Sendable {
    public var unchangedSentence = "1 unchanged sentence"
    /// `{1}` is their number.
    public var unchangedSentences = "{1} unchanged sentences"
    public var split = "split"
    public var joined = "joined"
    /// What a mark is called, by its English title.
    public var marks = [
        "number": "number", "name": "name", "quotation": "quotation", "negation": "negation", "hedge": "hedge",
        "attribution": "attribution", "speaker": "speaker",
    ]
    public var firstSeen = "First seen in"
    public var sentence = "Sentence"
    /// `{1}` is a version.
    public var backIn = "back in {1}"
    /// `{1}` is a version.
    public var takenOut = "taken out in {1}"
    /// What a screen reader says of words in place of withheld text.
    public var withheld = "withheld by the ledger"
    /// BCP 47 tag of the words.
    public var language = "en"

    public init() {}

    /// The words of the page that is written now.
    @TaskLocal public static var current = RenderingWords()

    static func words(_ phrase: String, _ value: String) -> String { phrase.replacing("{1}", with: value) }
}

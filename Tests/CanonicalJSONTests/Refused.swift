import CanonicalJSON
import Testing

/// A document and what is said about it.
struct Refused: CustomTestStringConvertible {
    let document: [UInt8]
    let path: String
    let offset: Int
    let message: String
    let remedy: String

    init(_ document: String, _ path: String, _ offset: Int, _ message: String, _ remedy: String) {
        self.init(Array(document.utf8), path, offset, message, remedy)
    }

    init(_ document: [UInt8], _ path: String, _ offset: Int, _ message: String, _ remedy: String) {
        self.document = document
        self.path = path
        self.offset = offset
        self.message = message
        self.remedy = remedy
    }

    var testDescription: String { String(decoding: document, as: UTF8.self) }
}

extension Refused {
    private static let cutShort = "the document is cut short: send the whole of it"
    private static let values = "write text in double quotes, a number, true, false, null, an array or an object"
    private static let commas = "put ',' between two of them, and write a quotation mark inside text as \\\""
    private static let numbers =
        "write it like 0, -12, 0.5 or 2e10: no leading zero, no '+' and digits around the point"
    private static let range =
        "keep numbers within -9007199254740991 to 9007199254740991, or write the number as a string"
    private static let words = "write true, false or null in lower case, and text in double quotes"
    private static let quotes = "put keys and text in straight double quotes"
    private static let pairs = "write the character itself, or both halves of the pair one after the other"
    private static let reserved = "remove it: Unicode reserves it for never being a character"
    private static let oneDocument =
        "end the document after its first value, or send each value as a document of its own"

    static let structure: [Refused] = [
        Refused("", "$", 0, "expected a value, found the end of the document", cutShort),
        Refused("[", "$[0]", 1, "expected a value or ']' after '[', found the end of the document", cutShort),
        Refused("[1", "$", 2, "expected ',' or ']' after an element, found the end of the document", cutShort),
        Refused("{", "$", 1, "expected a key or '}' after '{', found the end of the document", cutShort),
        Refused(#"{"a""#, "$", 4, "expected ':' after a key, found the end of the document", cutShort),
        Refused(#"{"a":"#, "$.a", 5, "expected a value, found the end of the document", cutShort),
        Refused(#"{"a":1"#, "$", 6, "expected ',' or '}' after a member, found the end of the document", cutShort),
        Refused(#"{"a":1,"#, "$", 7, "expected a key after ',', found the end of the document", cutShort),
        Refused(#"{"a":1x}"#, "$.a", 5, #""1x" is not a JSON number"#, numbers),
        Refused(#"{"a":"b"x}"#, "$", 8, "expected ',' or '}' after a member, found 'x'", commas),
        Refused(#"["a" "b"]"#, "$", 5, "expected ',' or ']' after an element, found '\"'", commas),
        Refused(#"{"a" 1}"#, "$", 5, "expected ':' after a key, found '1'", "put ':' between the key and its value"),
        Refused("{a:1}", "$", 1, "expected a key or '}' after '{', found 'a'", "put the key in double quotes"),
        Refused(#"{"a":1,b:2}"#, "$", 7, "expected a key after ',', found 'b'", "put the key in double quotes"),
        Refused(#"{"a":1,}"#, "$", 7, "expected a key after ',', found '}'", "remove the ',' before it"),
        Refused("[1,]", "$[1]", 3, "expected a value after ',', found ']'", "remove the ',' before it"),
        Refused("[,1]", "$[0]", 1, "expected a value or ']' after '[', found ','", values),
        Refused(#"{"a":}"#, "$.a", 5, "expected a value, found '}'", values),
        Refused("{'a':1}", "$", 1, #"expected a key or '}' after '{', found "'""#, quotes),
        Refused("[“a”]", "$[0]", 1, "expected a value or ']' after '[', found '“' (U+201C)", quotes),
        Refused("// a\n{}", "$", 0, "expected a value, found '/'", "remove the comment: JSON has none"),
        Refused(
            "[\u{A0}1]", "$[0]", 1, "expected a value or ']' after '[', found U+00A0",
            "put nothing but spaces, tabs and line ends between values"),
        Refused("[\u{0}]", "$[0]", 1, "expected a value or ']' after '[', found U+0000", values),
        Refused("{} {}", "$", 3, "expected the end of the document, found '{'", oneDocument),
        Refused("1 é", "$", 2, "expected the end of the document, found 'é' (U+00E9)", oneDocument),
        Refused(
            "{}\u{FEFF}{}", "$", 2, "byte order mark U+FEFF inside the document",
            "remove it; documents that were joined each go into a file of their own"),
        Refused(
            "\u{FEFF}\u{FEFF}{}", "$", 3, "byte order mark U+FEFF inside the document",
            "remove it; documents that were joined each go into a file of their own"),
        Refused(
            String(repeating: "[", count: 65), "$" + String(repeating: "[0]", count: 64), 64,
            "arrays and objects nested more than 64 deep", "nest at most 64 arrays and objects"),
        Refused(
            #"{"time":1,"we ird":2,"time":3}"#, "$.time", 21, #"duplicate key "time""#,
            "keep one of the members with this key"),
        Refused(
            #"[0,{"we ird":1,"we\u0020ird":1}]"#, "$[1]['we ird']", 15, #"duplicate key "we ird""#,
            "keep one of the members with this key"),
        Refused([0x5B, 0xFF, 0x5D], "$[0]", 1, "byte 0xFF is not UTF-8 here", "save the document as UTF-8"),
    ]

    static let scalars: [Refused] = [
        Refused("True", "$", 0, #"expected a value, found "True""#, words),
        Refused("nul", "$", 0, #"expected a value, found "nul""#, words),
        Refused("[NaN]", "$[0]", 1, #"expected a value, found "NaN""#, words),
        Refused("truefalse", "$", 0, #"expected a value, found "truefalse""#, words),
        Refused("-", "$", 0, #""-" is not a JSON number"#, numbers),
        Refused("01", "$", 0, #""01" is not a JSON number"#, numbers),
        Refused("+1", "$", 0, #""+1" is not a JSON number"#, numbers),
        Refused(".5", "$", 0, #"".5" is not a JSON number"#, numbers),
        Refused("1.", "$", 0, #""1." is not a JSON number"#, numbers),
        Refused("1e", "$", 0, #""1e" is not a JSON number"#, numbers),
        Refused("1.2.3", "$", 0, #""1.2.3" is not a JSON number"#, numbers),
        Refused("0x1F", "$", 0, #""0x1F" is not a JSON number"#, numbers),
        Refused("-Infinity", "$", 0, #""-Infinity" is not a JSON number"#, numbers),
        Refused("9007199254740992", "$", 0, #"number "9007199254740992" is out of range"#, range),
        Refused("1e400", "$", 0, #"number "1e400" is out of range"#, range),
        Refused("[-1e-400]", "$[0]", 1, #"number "-1e-400" is out of range"#, range),
    ]

    static let strings: [Refused] = [
        Refused(#"["a]"#, "$[0]", 4, "expected '\"' at the end of a string, found the end of the document", cutShort),
        Refused(#""a\"#, "$", 3, "expected '\"' at the end of a string, found the end of the document", cutShort),
        Refused(#""a\u00"#, "$", 6, "expected '\"' at the end of a string, found the end of the document", cutShort),
        Refused("\"a\nb\"", "$", 2, "control character U+000A in a string", #"escape it as \n"#),
        Refused("\"a\u{1F}b\"", "$", 2, "control character U+001F in a string", #"escape it as \u001f"#),
        Refused(
            #"{"a":"C:\x"}"#, "$.a", 9, #"expected one of " \ / b f n r t u after a backslash, found 'x'"#,
            "write a backslash itself as two"),
        Refused(
            "\"\\\n\"", "$", 2, #"expected one of " \ / b f n r t u after a backslash, found U+000A"#,
            "write a backslash itself as two"),
        Refused(
            #""\u12G4""#, "$", 5, #"expected four hexadecimal digits after \u, found 'G'"#,
            #"write it like \u00e9, or write the character itself"#),
        Refused(#""a\ud800b""#, "$", 2, #"\ud800 is half of a surrogate pair without its other half"#, pairs),
        Refused(#""\udc00""#, "$", 1, #"\udc00 is half of a surrogate pair without its other half"#, pairs),
        Refused(#""\ud800\u0041""#, "$", 1, #"\ud800 is half of a surrogate pair without its other half"#, pairs),
        Refused(#""\uFFFF""#, "$", 1, "noncharacter U+FFFF in a string", reserved),
        Refused(#""\ud83f\udffe""#, "$", 1, "noncharacter U+1FFFE in a string", reserved),
        Refused([0x22, 0x61, 0xEF, 0xB7, 0x90, 0x22], "$", 2, "noncharacter U+FDD0 in a string", reserved),
        Refused(
            [0x22, 0x61, 0xC3, 0x22], "$", 2, "byte 0xC3 is not UTF-8 here", "save the document as UTF-8"),
        Refused([0x22, 0x5C, 0x80, 0x22], "$", 2, "byte 0x80 is not UTF-8 here", "save the document as UTF-8"),
    ]
}

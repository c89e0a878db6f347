import Crypto
import StoryEvents

/// The name of the file that a story is exported to, different for every story.
enum StoryFileName {
    /// The longest name before its ending, in bytes: most file systems take 255.
    private static let longest = 200

    /// Letters, digits, `-`, `_`, `.` and everything beyond ASCII stay, the rest is escaped as in `%2F`. A name never begins
    /// with `.` or `-`. One that is too long is cut, and ends with `~` and the first 16 digits of the SHA-256 of the id.
    static func name(of story: StoryID) -> String {
        var name: [UInt8] = []
        for byte in story.text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
                name.append(byte)
            case UInt8(ascii: "."), UInt8(ascii: "-"): name += name.isEmpty ? escape(byte) : [byte]
            default: name += escape(byte)
            }
        }
        guard name.count > longest else { return String(decoding: name, as: UTF8.self) + ".md" }
        // Not within a scalar.
        var end = longest - 17
        while end > 0, name[end] & 0xC0 == 0x80 { end -= 1 }
        let digest = Array(SHA256.hash(data: story.text.bytes)).hexadecimal.prefix(16)
        return String(decoding: name[..<end], as: UTF8.self) + "~\(digest).md"
    }
}

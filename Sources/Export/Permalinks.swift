import StoryEvents

/// Addresses of stories, versions and events on the audit site.
public struct Permalinks: Sendable {
    private let site: String

    /// - Parameter site: The site's address, such as `https://record.example`; empty for addresses relative to it.
    public init(site: String) {
        self.site = site.hasSuffix("/") ? String(site.dropLast()) : site
    }

    /// The story as it is now.
    func story(_ story: StoryID) -> String { "\(site)/stories/\(Self.escaped(story))" }

    /// One version.
    func version(_ number: Int, of story: StoryID) -> String { "\(self.story(story))/versions/\(number)" }

    /// What a version changed; the version itself where it is the first.
    func change(_ number: Int, of story: StoryID) -> String {
        number < 2
            ? version(number, of: story) : "\(self.story(story))/diff?from=\(number - 1)&to=\(number)"
    }

    /// The claims.
    func claims(of story: StoryID) -> String { "\(self.story(story))/claims" }

    /// One event.
    func event(_ position: Position) -> String { "\(site)/events/\(position.value)" }

    /// A story's id as one segment of a path: all but the unreserved characters of RFC 3986 escaped.
    private static func escaped(_ story: StoryID) -> String {
        var segment: [UInt8] = []
        for byte in story.text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "~"):
                segment.append(byte)
            default: segment += escape(byte)
            }
        }
        // Browsers resolve these segments away.
        if segment == [UInt8(ascii: ".")] || segment == [UInt8(ascii: "."), UInt8(ascii: ".")] {
            segment = segment.flatMap(escape)
        }
        return String(decoding: segment, as: UTF8.self)
    }
}

/// `%2F` of a byte.
func escape(_ byte: UInt8) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
}

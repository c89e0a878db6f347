import CanonicalJSON
import StoryEvents

extension Route {
    /// Whether it is the case file of a story.
    var isCaseFile: Bool { if case .story(_, .caseFile) = self { true } else { false } }
}

extension StoryID {
    /// The id as part of a file's name: letters, digits, dots and hyphens of ASCII.
    var fileName: String {
        let kept = description.utf8.prefix(60).map { byte -> UInt8 in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2E: byte
            default: 0x2D
            }
        }
        return String(decoding: kept, as: UTF8.self)
    }
}

extension Frame {
    /// The same with whole addresses.
    func based(on base: String) -> Frame {
        var frame = self
        frame.base = base
        return frame
    }
}

import CanonicalJSON
import Testing

@Suite("What is written reads back")
struct RoundTripTests {
    @Test func randomValues() throws {
        let seed = UInt64.random(in: .min ... .max)
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let value = JSON.random(depth: 3, using: &generator)
            let written = value.canonicalBytes
            let read = try JSON.parse(written)
            #expect(read == value, "seed \(seed)")
            #expect(read.canonicalBytes == written, "seed \(seed)")
            #expect(try JSON.parse(value.bytes(pretty: true)) == value, "seed \(seed)")
            #expect(try JSON.parse(value.bytes(pretty: true)).bytes(pretty: false) == value.bytes(pretty: false))
        }
    }

    @Test func orderOfMembersLeavesNoTrace() {
        let seed = UInt64.random(in: .min ... .max)
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let value = JSON.random(depth: 3, using: &generator)
            let shuffled = value.shuffled(using: &generator)
            #expect(shuffled == value, "seed \(seed)")
            #expect(shuffled.hashValue == value.hashValue, "seed \(seed)")
            #expect(shuffled.canonicalBytes == value.canonicalBytes, "seed \(seed)")
        }
    }
}

extension JSON {
    fileprivate static func random(depth: Int, using generator: inout some RandomNumberGenerator) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &generator) {
        case 0: return [.null, true, false].randomElement(using: &generator) ?? .null
        case 1: return .integer(.random(in: -maximumInteger...maximumInteger, using: &generator))
        case 2: return .integer(.random(in: -100...100, using: &generator))
        case 3: return JSON.number(Double(bitPattern: generator.next())) ?? .double(0.5)
        case 4: return .string(.random(using: &generator))
        case 5, 6:
            // Past the size from which objects index their keys.
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0..<(depth == 3 ? 24 : 4), using: &generator) {
                object[.random(using: &generator)] = random(depth: depth - 1, using: &generator)
            }
            return .object(object)
        default:
            let count = Int.random(in: 0..<6, using: &generator)
            return .array((0..<count).map { _ in random(depth: depth - 1, using: &generator) })
        }
    }

    fileprivate func shuffled(using generator: inout some RandomNumberGenerator) -> JSON {
        switch self {
        case .array(let elements):
            return .array(elements.map { $0.shuffled(using: &generator) })
        case .object(let object):
            var shuffled = JSONObject()
            for member in object.members.shuffled(using: &generator) {
                shuffled[member.key] = member.value.shuffled(using: &generator)
            }
            return .object(shuffled)
        default:
            return self
        }
    }
}

extension Text {
    /// Mostly plain, with all that needs an escape or more than one byte.
    fileprivate static func random(using generator: inout some RandomNumberGenerator) -> Text {
        let special: [Character] = [
            "\"", "\\", "/", "\u{0}", "\n", "\u{1F}", "\u{7F}", "é", "е", "\u{301}", "\u{D7FF}", "\u{E000}", "\u{FB33}",
            "\u{FEFF}", "\u{FFFD}", "\u{1F600}", "\u{10FFFD}",
        ]
        let plain = Array("abc 123")
        let characters = (0..<Int.random(in: 0..<24, using: &generator)).map { _ in
            (Bool.random(using: &generator) ? plain : special).randomElement(using: &generator) ?? "x"
        }
        return Text(String(characters))
    }
}

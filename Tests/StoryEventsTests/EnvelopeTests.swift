import CanonicalJSON
import Testing

@testable import StoryEvents

struct EnvelopeTests {
    /// Every byte of every golden leaf, changed in every bit: refused, or it reads back as exactly what it is.
    @Test func noChangedByteIsReadAsSomethingElse() throws {
        for golden in try Golden.cases("leaves.json") {
            let leaf = Array(golden.text("leaf").utf8)
            let original = try Envelope(leaf: leaf)
            for place in leaf.indices {
                for bit in 0..<8 {
                    var changed = leaf
                    changed[place] ^= 1 << bit
                    guard let read = try? Envelope(leaf: changed) else { continue }
                    try #require(read.leaf == changed && read != original, "byte \(place), bit \(bit)")
                }
            }
        }
    }

    @Test func aLeafCutShortOrLongerIsRefused() throws {
        let leaf = Array(try #require(try Golden.cases("leaves.json").first).text("leaf").utf8)
        for length in leaf.indices {
            #expect(throws: LeafFault.self) { try Envelope(leaf: Array(leaf[..<length])) }
        }
        for extra in ["\n", " ", "\0", "{}"] {
            #expect(throws: LeafFault.self) { try Envelope(leaf: leaf + Array(extra.utf8)) }
            #expect(throws: LeafFault.self) { try Envelope(leaf: Array(extra.utf8) + leaf) }
        }
        #expect(throws: LeafFault.self) { try Envelope(leaf: [0xEF, 0xBB, 0xBF] + leaf) }
    }

    private static let leaf = #"""
        {"commitment":"sha256:\#(String(repeating: "0", count: 64))","id":"i","position":1,"previous":0,\#
        "recordedtime":"2026-03-02T22:20:00.000000Z","revision":1,"schema":1,"source":"s","subject":"t",\#
        "time":"2026-03-02T22:20:00Z","type":"updated"}
        """#

    @Test func theLeafTheseChangesAreMadeToIsOne() throws {
        #expect(try Envelope(leaf: Array(Self.leaf.utf8)).leaf == Array(Self.leaf.utf8))
    }

    @Test(arguments: [
        (#""id":"i""#, #""id": "i""#), (#""id":"i""#, #""id":"\u0069""#), (#""id":"i""#, #""id":7"#),
        (#""id":"i","#, ""), (#""id":"i""#, #""id":"i","idx":1"#), (#""id":"i""#, #""id":"i","id":"i""#),
        (#""position":1"#, #""position":1.0"#), (#""position":1"#, #""position":01"#),
        (#""position":1"#, #""position":-1"#),
        (#""position":1"#, #""position":"1""#), (#""position":1"#, #""position":9007199254740992"#),
        (#""previous":0"#, #""previous":-0"#), (#""previous":0,"#, ""), (#""previous":0"#, #""previous":"#),
        (#""previous":0"#, #""previous":00"#), (#""previous":0"#, #""previous":9007199254740992"#),
        (#""revision":1"#, #""revision":null"#),
        (#""schema":1"#, #""schema":0"#), (#""schema":1"#, #""schema":1e0"#),
        (#""type":"updated""#, #""type":"Updated""#),
        (#""type":"updated""#, #""type":"org.storyledger.updated.v1""#), ("22:20:00Z", "22:20:00+00:00"),
        ("22:20:00Z", "22:20Z"), ("22:20:00Z", "22:20:00z"), ("T22:20:00Z", " 22:20:00Z"), (".000000Z", "Z"),
        (".000000Z", ".000000+00:00"), ("sha256:00", "sha256:0"), ("sha256:00", "SHA256:00"),
        ("sha256:00", "sha256:AA"),
        ("sha256:", ""), (#""subject":"t""#, #""subject":"t ""#), (#""subject":"t""#, #""subject":"""#),
        (#""source":"s","subject":"t""#, #""subject":"t","source":"s""#),
    ])
    func whatIsNotCanonicalIsRefused(part: String, change: String) {
        #expect(throws: LeafFault.self) {
            try Envelope(leaf: Array(Self.leaf.replacing(part, with: change, maxReplacements: 1).utf8))
        }
    }
}

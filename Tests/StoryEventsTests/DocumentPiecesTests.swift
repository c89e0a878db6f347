import CanonicalJSON
import LedgerTestKit
import StoryEvents
import Synchronization
import Testing

/// The oracle is the reader that has the whole file, and for arrays the parser of the whole array.
@Suite("A file read in pieces holds the same documents, and the same is wrong with it")
struct DocumentPiecesTests {
    private struct Reading: Equatable {
        var documents: [String] = []
        var refusals: [Refusal] = []
    }

    private func reading(_ source: DocumentSource, _ format: DocumentFormat) -> Reading {
        var reader = DocumentReader(source, format: format, defaultSource: "inbox")
        var reading = Reading()
        for _ in 0..<1_000 {
            do throws(Refusals) {
                guard let document = try reader.next() else { break }
                let located = reader.located(
                    Refusal(.badValue, at: document.path.member("data"), "m", remedy: "r"))
                let place = located.position.map { "\($0.line):\($0.column)" } ?? "nowhere"
                reading.documents.append(
                    "\(document.path) \(place) \(String(decoding: document.canonicalData, as: UTF8.self))")
            } catch {
                reading.refusals += error.all
            }
        }
        return reading
    }

    private func pieces(_ bytes: [UInt8], of length: Int) -> DocumentSource {
        let place = Mutex(0)
        return DocumentSource { _ in
            place.withLock { place in
                let piece = bytes[place..<min(bytes.count, place + length)]
                place = piece.endIndex
                return Array(piece)
            }
        }
    }

    private func file(_ format: DocumentFormat, _ random: inout SeededRandom) -> [UInt8] {
        let breaks = ["\n", "\r\n", "\r", " ", "", "\n\n"]
        var text = Int.random(in: 0..<5, using: &random) == 0 ? "\u{FEFF}" : ""
        func gap() -> String { format == .lines ? " " : breaks.randomElement(using: &random) ?? "" }
        let count = Int.random(in: 0..<5, using: &random)
        if format == .json { text += gap() + "[" }
        for number in 0..<count {
            let body = ["é, ]}[{", "\\\" x \\\\", "𝄞\\n", "plain"].randomElement(using: &random) ?? ""
            text += gap() + "{\"type\":" + gap() + "\"updated\",\"subject\":\"s\(number)\"," + gap()
            text += "\"time\":\"2026-03-02T17:20:00Z\",\"data\":{\"note\":\"\(body)\"}}" + gap()
            if format == .lines {
                text += ["\n", "\r\n", "\n \n"].randomElement(using: &random) ?? ""
            } else if number < count - 1 {
                text += ","
            }
        }
        if format == .json { text += gap() + "]" + gap() }
        var bytes = Array(text.utf8)
        for _ in 0..<[0, 0, 1, 1, 2].randomElement(using: &random)! where !bytes.isEmpty {
            let place = Int.random(in: bytes.indices, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes.remove(at: place)
            case 1: bytes.insert(Array("[]{},:\"\\ 1x".utf8).randomElement(using: &random)!, at: place)
            case 2: bytes[place] = UInt8.random(in: 0...255, using: &random)
            default: bytes.removeSubrange(place...)
            }
        }
        return bytes
    }

    @Test(arguments: [(DocumentFormat.lines, 1 as UInt64), (.json, 2)])
    func readsTheSame(_ format: DocumentFormat, _ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for round in 0..<2_000 {
            let bytes = file(format, &random)
            let whole = reading(DocumentSource(bytes), format)
            let length = Int.random(in: 1...40, using: &random)
            #expect(
                reading(pieces(bytes, of: length), format) == whole,
                "seed \(seed), round \(round), pieces of \(length): \(String(decoding: bytes, as: UTF8.self))")
            if format == .json { expectTheParsersWord(bytes, whole, "seed \(seed), round \(round)") }
        }
    }

    /// What the parser refuses of the whole file is what the reader refuses last.
    private func expectTheParsersWord(_ bytes: [UInt8], _ found: Reading, _ place: String) {
        let shown = "\(place): \(String(decoding: bytes, as: UTF8.self))"
        do throws(JSONSyntaxError) {
            let json = try JSON.parse(bytes)
            guard case .array(let elements) = json else { return }
            #expect(found.documents.count + found.refusals.count >= elements.count, "\(shown)")
        } catch {
            let last = found.refusals.last
            if bytes.allSatisfy({ [0x20, 0x0A, 0x0D, 0x09, 0xEF, 0xBB, 0xBF].contains($0) }) { return }
            #expect(last?.message == error.message, "\(shown)")
            #expect(last?.position == SourcePosition(offset: error.offset, in: bytes), "\(shown)")
            #expect(last?.path == error.path, "\(shown)")
        }
    }
}

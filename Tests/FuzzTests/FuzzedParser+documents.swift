import CanonicalJSON
import MerkleLog
import Verification

@testable import StoryEvents

extension FuzzedParser {
    static let document = bytes(
        """
        {"data":{"body":"Body.\\n\\nIt cost 5.25 million euros.","claims":[{"by":"Council","id":"c","text":"Closed."}],\
        "extra":{"x":[1,-2.5e3,true,null,"\\u00e9\\ud83d\\ude00"]},"headline":"H","language":"en"},\
        "source":"https://cms.example.org/a","subject":"harbor","time":"2026-03-02T09:00:00.5+01:00","type":"published"}
        """)
    static let documentList = bytes("[") + document + bytes(",\n ") + document + bytes("]")

    static let frontMatter = [
        bytes(
            """
            ---
            type: published
            story: harbor
            time: 2026-03-02 09:00 Europe/Berlin
            headline: "Bridge: closed"
            claims:
              - id: may
                text: >-
                  It will be
                  closed.
                by: Council
            tags: [a, 'b', "c\\u00e9"]
            extra: {x: 1, y: ~, z: 2026-01-01}
            ---
            The text.

            Another paragraph.
            """),
        bytes("---\ntype: denied\nstory: a\ntime: 2026-03-02T09:00:00Z\nby: &a [*a, B]\n---\nNo."),
        bytes("---\na: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n---\n"),
    ]

    /// Documents of a file, each written as JSON; a file of which any is refused has no encoded form.
    static func documents(_ format: DocumentFormat, _ seeds: [[UInt8]]) -> FuzzedParser {
        FuzzedParser(
            name: "documents \(format.rawValue)", seeds: seeds + (format == .json ? [] : [document]),
            read: { input in
                var reader = DocumentReader(input, format: format, defaultSource: "test")
                var first: EventDocument?
                for _ in 0..<1000 {
                    do throws(Refusals) {
                        guard let document = try reader.next() else { break }
                        first = first ?? document
                        precondition(JSON.object(document.data).canonicalBytes == Array(document.canonicalData))
                    } catch {
                        for refusal in error.all { _ = "\(refusal)" }
                    }
                }
                // The reader of another format has no encoder of its own.
                guard format == .json, let first, !input.contains(UInt8(ascii: "[")) || input.first != UInt8(ascii: "[")
                else {
                    return nil
                }
                return encoded(first)
            }, hasEncoder: format == .json)
    }

    static func encoded(_ document: EventDocument) -> [UInt8] {
        var object = JSONObject()
        object["type"] = .string(Text(document.type.rawValue))
        object["subject"] = .string(document.story.text)
        object["time"] = .string(Text(document.time.description))
        object["source"] = .string(document.source)
        object["data"] = .object(document.data)
        return JSON.object(object).canonicalBytes
    }

    static let json = FuzzedParser(
        name: "json", seeds: [document, documentList, bytes("[0.1,1e21,-0,\"\\u2028\\/\",{\"a\":{\"a\":[]}}]")],
        read: { input in
            guard let json = (try? JSON.parse(input)) else { return nil }
            return json.canonicalBytes
        })

    static let times = FuzzedParser(
        name: "times",
        seeds: [
            "2026-03-02T09:00:00.123456+01:00", "2026-03-02", "2026-03-02 09:00 Europe/Berlin", "0001-01-01T00:00:00Z",
        ].map(bytes),
        read: { input in
            let text = String(decoding: input, as: UTF8.self)
            _ = try? WrittenTime(text)
            _ = try? EventTime(text, zone: "Europe/Berlin")
            return (try? EventTime(text)).map { bytes($0.description) }
        })

    static let leaves = FuzzedParser(
        name: "leaves", seeds: [evidence("leaf-2")],
        read: { input in
            _ = try? Envelope(leaf: input)
            return nil
        }, hasEncoder: false)

    static let bundles = FuzzedParser(
        name: "bundles",
        seeds: ["bridge-v1.json", "bridge-v3.json", "bridge-v3-only.json", "bridge-v3-withheld.json"].map(evidence),
        read: { input in
            guard let bundle = try? StoryBundle(bytes: input) else { return nil }
            if let policy { _ = try? bundle.check(policy) }
            return bundle.bytes
        }, isStrict: true)

    static let policy: CheckpointPolicy? = {
        let key = String(decoding: evidence("key"), as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
        return (try? VerifierKey(key)).flatMap { key in
            try? CheckpointPolicy(origin: "test.example/ledger", logKeys: [key])
        }
    }()
}

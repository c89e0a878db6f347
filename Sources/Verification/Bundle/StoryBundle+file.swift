import CanonicalJSON
import MerkleLog
import StoryEvents

extension StoryBundle {
    /// The file.
    public var bytes: [UInt8] {
        var object = JSONObject()
        object["format"] = .string(Self.format)
        object["origin"] = .string(origin)
        object["story"] = .string(story)
        object["version"] = .integer(Int64(version))
        object["events"] = .array(events.map(\.json))
        object["withheld"] = .array(withheld.map(\.json))
        object["checkpoint"] = .string(Text(String(decoding: note.bytes, as: UTF8.self)))
        return JSON.object(object).canonicalBytes + [UInt8(ascii: "\n")]
    }

    /// Reads a file, strictly. Nothing it says is believed yet: see ``check(_:)``.
    ///
    /// - Throws: ``BundleFault``.
    public init(bytes: [UInt8]) throws(BundleFault) {
        guard bytes.count <= Self.longest else { throw .tooLong(limit: Self.longest, found: bytes.count) }
        let json: JSON
        do throws(JSONSyntaxError) { json = try JSON.parse(bytes, maximumDepth: 5) } catch { throw .notJSON(error) }
        guard json.canonicalBytes + [UInt8(ascii: "\n")] == bytes else { throw .notCanonical }
        let bundle = try BundleMembers(
            json, at: .root, ["checkpoint", "events", "format", "origin", "story", "version", "withheld"])
        guard try bundle.string("format") == Self.format else {
            throw .malformed(.root.member("format"), expected: "'\(Self.format)'")
        }
        guard case .integer(let version)? = bundle["version"], (1...Int64(Int32.max)).contains(version) else {
            throw .malformed(.root.member("version"), expected: "a number from 1")
        }
        let events = try bundle.events("events")
        guard !events.isEmpty else { throw .malformed(.root.member("events"), expected: "at least one event") }
        let text = try bundle.string("checkpoint")
        let note: SignedNote
        do throws(MerkleLogError) { note = try SignedNote(bytes: text.utf8) } catch { throw .checkpoint(error) }
        self.init(
            origin: try bundle.string("origin"), story: try bundle.string("story"), version: Int(version),
            events: events, withheld: try bundle.events("withheld"), note: note)
    }
}

extension StoryBundle.Event {
    fileprivate var json: JSON {
        var object = JSONObject()
        object["leaf"] = .string(Text(String(decoding: leaf, as: UTF8.self)))
        object["skeleton"] = data.map { Self.json($0.skeleton, salt: $0.skeletonSalt) } ?? .null
        object["pieces"] = .array((data?.pieces ?? []).map(Self.json))
        object["proof"] = .array(proof.map { .string(Text($0.hex)) })
        return .object(object)
    }

    private static func json(_ piece: DisclosedData.Piece) -> JSON {
        switch piece {
        case .shown(let text, let salt): json(text, salt: salt)
        case .hidden(let hash): ["hash": .string(Text(hash.hexadecimal))]
        }
    }

    private static func json(_ text: [UInt8], salt: [UInt8]) -> JSON {
        ["salt": .string(Text(salt.hexadecimal)), "text": .string(Text(String(decoding: text, as: UTF8.self)))]
    }

    fileprivate init(_ json: JSON, at path: JSONPath) throws(BundleFault) {
        let event = try BundleMembers(json, at: path, ["leaf", "pieces", "proof", "skeleton"])
        leaf = try event.string("leaf").bytes
        var pieces: [DisclosedData.Piece] = []
        for (index, element) in try event.array("pieces").enumerated() {
            pieces.append(try Self.piece(element, at: path.member("pieces").element(index)))
        }
        if event["skeleton"] == .null {
            guard pieces.isEmpty else {
                throw .malformed(path.member("pieces"), expected: "no piece, since there is no skeleton")
            }
            data = nil
        } else {
            let (text, salt) = try Self.salted(event["skeleton"] ?? .null, at: path.member("skeleton"))
            data = DisclosedData(skeleton: text, skeletonSalt: salt, pieces: pieces)
        }
        let elements = try event.array("proof")
        guard elements.count <= 63 else {
            throw .malformed(path.member("proof"), expected: "at most 63 hashes")
        }
        var hashes: [Hash] = []
        for (index, element) in elements.enumerated() {
            guard let hash = Hash(try Self.hexadecimal(element, at: path.member("proof").element(index))) else {
                throw .malformed(path.member("proof").element(index), expected: "a hash")
            }
            hashes.append(hash)
        }
        proof = hashes
    }

    private static func piece(_ json: JSON, at path: JSONPath) throws(BundleFault) -> DisclosedData.Piece {
        if case .object(let object) = json, object.keys == ["hash"] {
            return .hidden(hash: try hexadecimal(object["hash"] ?? .null, at: path.member("hash")))
        }
        let (text, salt) = try salted(json, at: path)
        return .shown(text: text, salt: salt)
    }

    private static func salted(_ json: JSON, at path: JSONPath) throws(BundleFault) -> (text: [UInt8], salt: [UInt8]) {
        let members = try BundleMembers(json, at: path, ["salt", "text"])
        return (
            try members.string("text").bytes,
            try hexadecimal(members["salt"] ?? .null, at: path.member("salt"))
        )
    }

    private static func hexadecimal(_ json: JSON, at path: JSONPath) throws(BundleFault) -> [UInt8] {
        guard case .string(let text) = json, let bytes = [UInt8](hexadecimal: text.string), bytes.count == 32 else {
            throw .malformed(path, expected: "64 small hexadecimal digits")
        }
        return bytes
    }
}

/// Reads the members of an object that has exactly these.
private struct BundleMembers {
    private let object: JSONObject
    private let path: JSONPath

    init(_ json: JSON, at path: JSONPath, _ names: [Text]) throws(BundleFault) {
        guard case .object(let object) = json, object.keys == names else {
            throw .malformed(path, expected: "an object of \(names.map(\.string).joined(separator: ", "))")
        }
        self.object = object
        self.path = path
    }

    subscript(name: Text) -> JSON? { object[name] }

    func string(_ name: Text) throws(BundleFault) -> Text {
        guard case .string(let text)? = object[name] else {
            throw .malformed(path.member(name), expected: "a string")
        }
        return text
    }

    func array(_ name: Text) throws(BundleFault) -> [JSON] {
        guard case .array(let elements)? = object[name] else {
            throw .malformed(path.member(name), expected: "an array")
        }
        return elements
    }

    func events(_ name: Text) throws(BundleFault) -> [StoryBundle.Event] {
        var events: [StoryBundle.Event] = []
        for (index, element) in try array(name).enumerated() {
            events.append(try StoryBundle.Event(element, at: path.member(name).element(index)))
        }
        return events
    }
}

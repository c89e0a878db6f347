import CanonicalJSON
import MerkleLog
import StoryEvents

extension StoryBundle {
    /// The file.
    public var bytes: [UInt8] {
        var object = JSONObject()
        object["format"] = .string(Self.format)
        object["story"] = .string(story)
        object["version"] = .integer(Int64(version))
        var texts = JSONObject()
        for field in StoryState.textFields { texts[field] = text[field].map(JSON.string) }
        object["text"] = .object(texts)
        object["events"] = .array(events.map(\.json))
        object["checkpoint"] = .string(Text(String(decoding: note.bytes, as: UTF8.self)))
        return JSON.object(object).canonicalBytes + [UInt8(ascii: "\n")]
    }

    /// Reads a file, strictly. Nothing it says is believed yet: see ``check(_:)``.
    ///
    /// - Throws: ``BundleFault``.
    public init(bytes: [UInt8]) throws(BundleFault) {
        guard bytes.count <= Self.longest else { throw .tooLong(limit: Self.longest, found: bytes.count) }
        let json: JSON
        do throws(JSONSyntaxError) { json = try JSON.parse(bytes, maximumDepth: 4) } catch { throw .notJSON(error) }
        guard json.canonicalBytes + [UInt8(ascii: "\n")] == bytes else { throw .notCanonical }
        let bundle = try BundleMembers(json, at: .root, ["checkpoint", "events", "format", "story", "text", "version"])
        guard try bundle.string("format") == Self.format else {
            throw .malformed(.root.member("format"), expected: "'\(Self.format)'")
        }
        guard case .integer(let version)? = bundle["version"], (1...Int64(Int32.max)).contains(version) else {
            throw .malformed(.root.member("version"), expected: "a number from 1")
        }
        guard case .array(let elements)? = bundle["events"], !elements.isEmpty else {
            throw .malformed(.root.member("events"), expected: "an array of at least one event")
        }
        var events: [Event] = []
        for (index, element) in elements.enumerated() {
            events.append(try Event(element, at: .root.member("events").element(index)))
        }
        let text = try bundle.string("checkpoint")
        let note: SignedNote
        do throws(MerkleLogError) { note = try SignedNote(bytes: text.utf8) } catch { throw .checkpoint(error) }
        self.init(
            story: try bundle.string("story"), version: Int(version), text: try Self.texts(bundle["text"]),
            events: events, note: note)
    }

    private static func texts(_ json: JSON?) throws(BundleFault) -> [Text: Text] {
        let path = JSONPath.root.member("text")
        guard case .object(let object)? = json else { throw .malformed(path, expected: "an object") }
        var texts: [Text: Text] = [:]
        for member in object.members {
            guard StoryState.textFields.contains(member.key), case .string(let text) = member.value else {
                throw .malformed(path.member(member.key), expected: "headline, dek or body, a string")
            }
            texts[member.key] = text
        }
        return texts
    }
}

extension StoryBundle.Event {
    fileprivate var json: JSON {
        var object = JSONObject()
        object["leaf"] = .string(Text(String(decoding: leaf, as: UTF8.self)))
        object["salt"] = content.map { .string(Text($0.salt.hexadecimal)) } ?? .null
        object["data"] = content.map { .string(Text(String(decoding: $0.data, as: UTF8.self))) } ?? .null
        object["proof"] = .array(proof.map { .string(Text($0.hex)) })
        return .object(object)
    }

    fileprivate init(_ json: JSON, at path: JSONPath) throws(BundleFault) {
        let event = try BundleMembers(json, at: path, ["data", "leaf", "proof", "salt"])
        leaf = try event.string("leaf").bytes
        if event["salt"] == .null, event["data"] == .null {
            content = nil
        } else {
            guard let salt = [UInt8](hexadecimal: try event.string("salt").string),
                salt.count == Commitment.saltLength
            else {
                throw .malformed(path.member("salt"), expected: "64 small hexadecimal digits, or null with the data")
            }
            content = RecordedEvent.Content(salt: salt, data: try event.string("data").bytes)
        }
        guard case .array(let elements)? = event["proof"], elements.count <= 63 else {
            throw .malformed(path.member("proof"), expected: "an array of at most 63 hashes")
        }
        var hashes: [Hash] = []
        for (index, element) in elements.enumerated() {
            guard case .string(let text) = element, let bytes = [UInt8](hexadecimal: text.string),
                let hash = Hash(bytes)
            else {
                throw .malformed(path.member("proof").element(index), expected: "64 small hexadecimal digits")
            }
            hashes.append(hash)
        }
        proof = hashes
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
}

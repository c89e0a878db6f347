import CanonicalJSON

// A decision needs to know of a story's texts only whether they change and how long they are. A state that is used only
// for decisions therefore holds digests in place of long texts, and stays small for any text.

extension JSON {
    /// The most bytes of a text that is held in full.
    private static let longestHeld = 128

    /// U+FFFF. No text of a document begins with it, since the parser refuses noncharacters.
    private static let mark: [UInt8] = [0xEF, 0xBF, 0xBF]

    /// The value with digests in place of long texts, and of long arrays, which a merge patch replaces as a whole.
    /// Objects stay, since patches change their members.
    var digested: JSON {
        switch self {
        case .null, .bool, .integer, .double: self
        case .string(let text) where text.utf8.count > Self.longestHeld:
            .digest("s", size, text.withBytes { .sha256(of: UnsafeRawBufferPointer($0)) })
        case .string: self
        case .array: canonicalDigest ?? self
        case .object(let object): .object(object.digested)
        }
    }

    /// Whether this is the digest of a long value.
    var isDigest: Bool { if case .string(let text) = self { text.utf8.starts(with: Self.mark) } else { false } }

    /// Approximate memory of the value and its texts, in bytes. A digest counts as the value that it replaces.
    var size: Int {
        switch self {
        case .null, .bool, .integer, .double: Self.valueSize
        case .string(let text): isDigest ? Self.size(in: text) : Self.valueSize + text.utf8.count
        case .array(let elements): elements.reduce(Self.valueSize) { $0 + $1.size }
        case .object(let object): object.members.reduce(Self.valueSize) { $0 + $1.key.utf8.count + $1.value.size }
        }
    }

    private static let valueSize = 256

    private var canonicalDigest: JSON? {
        let bytes = canonicalBytes
        return bytes.count > Self.longestHeld ? .digest("a", size, .sha256(of: bytes)) : nil
    }

    private static func digest(_ kind: StaticString, _ size: Int, _ hash: [UInt8]) -> JSON {
        var digest = mark
        digest.append(kind)
        hash.withUnsafeBytes { digest.append(hexadecimal: $0) }
        digest.append(Int64(size))
        return .string(Text(String(decoding: digest, as: UTF8.self)))
    }

    /// The size written in a digest behind the mark, the kind and the hash.
    private static func size(in digest: Text) -> Int {
        let digits = digest.utf8.dropFirst(mark.count + 1 + 2 * Commitment.digestLength)
        return Int(String(decoding: digits, as: UTF8.self)) ?? valueSize
    }
}

extension JSONObject {
    /// The object with ``JSON/digested`` values.
    var digested: JSONObject {
        var digested = JSONObject()
        digested.reserveCapacity(count)
        for member in members { digested.append(member.key, member.value.digested) }
        return digested
    }

    /// Whether a member equals a value; either may be a digest.
    func holds(_ key: Text, _ value: JSON) -> Bool {
        if has(key, value) { return true }
        guard let held = self[key], held.isDigest != value.isDigest else { return false }
        return held.digested == value.digested
    }

    /// How much a merge patch would increase its ``JSON/size``.
    func growth(by patch: JSONObject) -> Int {
        patch.members.reduce(0) { sum, change in
            let before = self[change.key]
            switch (change.value, before) {
            case (.object(let inner), .object(let target)?): return sum + target.growth(by: inner)
            case (.null, let before): return sum - (before.map { change.key.utf8.count + $0.size } ?? 0)
            case (.object(let inner), let before):
                let after = JSON.object(JSONObject()).size + JSONObject().growth(by: inner)
                return sum + after - (before?.size ?? -change.key.utf8.count)
            case (let value, let before): return sum + value.size - (before?.size ?? -change.key.utf8.count)
            }
        }
    }
}

extension Payload {
    /// The payload with ``JSON/digested`` fields: enough for decisions.
    var digested: Payload {
        switch self {
        case .published(let publication): .published(publication.digested)
        case .updated(let update): .updated(update.digested)
        case .denied, .reiterated, .responded, .forked, .rekeyed, .withheld, .erased: self
        }
    }
}

extension Claim {
    /// The claim with only the ids that later documents may name.
    var namesAlone: Claim { Claim(id: id, hopIDs: hopIDs) }

    private init(id: Text, hopIDs: [Text]) {
        self.id = id
        text = ""
        attribution = hopIDs.map(Hop.init(id:))
        about = []
        quotes = []
    }

    /// UTF-8 bytes of all its texts.
    var length: Int {
        let hops = attribution.reduce(0) {
            $0 + $1.speaker.length + ($1.addressee?.length ?? 0) + ($1.verb?.utf8.count ?? 0)
        }
        let quoted = quotes.reduce(0) {
            $0 + $1.exact.utf8.count + ($1.prefix?.utf8.count ?? 0) + ($1.suffix?.utf8.count ?? 0)
        }
        return id.utf8.count + text.utf8.count + hops + about.reduce(0) { $0 + $1.length } + quoted
    }
}

extension Hop {
    fileprivate init(id: Text) {
        self.id = id
        speaker = Party(name: "")
        verb = nil
        addressee = nil
    }
}

extension Party {
    fileprivate init(name: Text) {
        self.name = name
        kind = nil
        role = nil
        url = nil
    }

    fileprivate var length: Int { name.utf8.count + (role?.utf8.count ?? 0) + (url?.utf8.count ?? 0) }
}

import CanonicalJSON

// What a decision asks of a story's texts is whether they change, and how long they are: a state that only decides holds
// digests of long ones, and so is small whatever the story says.

extension JSON {
    /// Bytes up to which a text is held as it is.
    private static let longestHeld = 128

    /// U+FFFF. No text of a document begins with it: the parser refuses noncharacters.
    private static let mark: [UInt8] = [0xEF, 0xBF, 0xBF]

    /// The value with a digest in place of each long text, and of each long array, which a merge patch replaces whole.
    /// Objects stay, since patches go into them.
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

    /// Whether it stands for something long.
    var isDigest: Bool { if case .string(let text) = self { text.utf8.starts(with: Self.mark) } else { false } }

    /// About how many bytes of memory the value takes with its texts, however short it is written; a digest counts as what
    /// it stands for.
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

    /// The size that is written behind the mark, the kind and the hash.
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

    /// Whether a member has this key and this value, where either may be the digest of a long one.
    func holds(_ key: Text, _ value: JSON) -> Bool {
        if has(key, value) { return true }
        guard let held = self[key], held.isDigest != value.isDigest else { return false }
        return held.digested == value.digested
    }

    /// By how much a merge patch would make its ``JSON/size`` grow.
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
    /// The payload with ``JSON/digested`` fields: all that a decision, and a state that only decides, need of it.
    var digested: Payload {
        switch self {
        case .published(let publication): .published(publication.digested)
        case .updated(let update): .updated(update.digested)
        case .denied, .reiterated, .responded, .forked, .rekeyed, .withheld, .erased: self
        }
    }
}

extension Claim {
    /// The claim with no more than later documents may refer to.
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

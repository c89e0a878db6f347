import Foundation
import MerkleLog
import Monitoring

/// A published log in memory, whose keeper has the key and may write what he likes.
final class TestLog: PublicFiles {
    private(set) var leaves: [[UInt8]] = []
    private var heads: [String: (position: Int, revision: Int)] = [:]
    private var earlierHeads: [[String: (position: Int, revision: Int)]] = []
    private(set) var key: SignerKey
    var files: [String: [UInt8]] = [:]
    /// Called before each read, with the path.
    var beforeRead: ((String) throws(PublicFilesFault) -> Void)?
    /// The paths that were read, in order.
    var reads: [String] = []

    init(_ name: String = "test.example/log", seed: UInt8 = 1) throws {
        key = try Self.key(name, seed)
    }

    static func key(_ name: String, _ seed: UInt8) throws -> SignerKey {
        let seed = [UInt8](repeating: seed, count: 32)
        guard let key = SignerKey(name: try KeyName(name), type: .ed25519, seed: seed) else { throw Missing() }
        return key
    }

    private struct Missing: Error {}

    var verifier: VerifierKey { key.verifierKey }
    var origin: String { key.verifierKey.identity.name.description }
    var root: Hash { Hash.root(ofLeafHashes: leaves.map { Hash.leaf($0) }) }
    var head: Succession.Head { Succession.Head(size: UInt64(leaves.count), root: root) }

    /// A leaf as an honest log has it next; what is given differs.
    func leaf(
        _ story: String, type: String? = nil, id: String? = nil, source: String = "inbox", revision: Int? = nil,
        previous: String? = nil, position: Int? = nil, second: Int? = nil, schema: Int = 1
    ) -> [UInt8] {
        let head = heads[story]
        let link = previous ?? head.map { "\($0.position)" } ?? "null"
        let number = String(format: "%06d", second ?? leaves.count)
        let text = """
            {"commitment":"sha256:\(String(repeating: "0", count: 64))","id":"\(id ?? "id-\(leaves.count)")",\
            "position":\(position ?? leaves.count),"previous":\(link),\
            "recordedtime":"2026-03-02T12:00:00.\(number)Z","revision":\(revision ?? head.map { $0.revision + 1 } ?? 0),\
            "schema":\(schema),"source":"\(source)","subject":"\(story)","time":"2026-03-02T07:00:00-05:00",\
            "type":"\(type ?? (head == nil ? "published" : "updated"))"}
            """
        return Array(text.utf8)
    }

    func append(_ story: String, _ leaf: [UInt8]? = nil) {
        let bytes = leaf ?? self.leaf(story)
        earlierHeads.append(heads)
        heads[story] = (leaves.count, heads[story].map { $0.revision + 1 } ?? 0)
        leaves.append(bytes)
    }

    func append(_ count: Int) { for number in 0..<count { append("story-\(number % 7)") } }

    /// Appends the event of a statement, and serves the statement.
    func append(_ statement: Succession, serve: Bool = true, id: String? = nil) {
        let type = statement.eventID.hasPrefix("forked") ? "forked" : "rekeyed"
        if serve {
            let note = String(decoding: statement.note.bytes, as: UTF8.self).replacing("\n", with: "\\n")
            files["statements", default: []] += "{\"position\":\(leaves.count),\"statement\":\"\(note)\"}\n".utf8
        }
        append(
            "org.storyledger",
            leaf("org.storyledger", type: type, id: id ?? statement.eventID, source: "org.storyledger"))
    }

    func sign(with keys: [SignerKey]? = nil, root: Hash? = nil) throws {
        let checkpoint = try Checkpoint(
            origin: origin, size: UInt64(leaves.count), root: root ?? self.root)
        files["checkpoint"] = try checkpoint.signed(by: keys ?? [key]).bytes
    }

    /// Changes to another key.
    func use(_ key: SignerKey) { self.key = key }

    func forget(_ count: Int) {
        leaves.removeLast(count)
        heads = earlierHeads[leaves.count]
        earlierHeads.removeLast(count)
    }

    func replace(_ position: Int, _ leaf: [UInt8]) { leaves[position] = leaf }

    /// Serves all tiles and bundles, and removes partial ones that have grown, as a publisher does.
    func publish(with keys: [SignerKey]? = nil) throws {
        files = files.filter { !$0.key.hasPrefix("tile/") }
        var frontier = Frontier()
        for tile in Tile.addedEntries(from: 0, to: UInt64(leaves.count)) {
            let part = Array(leaves[Int(tile.first)..<Int(tile.first) + tile.width])
            let bundle = try EntryBundle(index: tile.index, leaves: part)
            files[tile.path] = bundle.bytes
            for contents in frontier.append(contentsOf: bundle.hashes.hashes) {
                files[contents.tile.path] = contents.bytes
            }
        }
        for contents in frontier.partialTiles { files[contents.tile.path] = contents.bytes }
        try sign(with: keys)
    }

    func read(_ path: String, atMost limit: Int) throws(PublicFilesFault) -> [UInt8]? {
        reads.append(path)
        try beforeRead?(path)
        return files[path].map { Array($0.prefix(limit + 1)) }
    }
}

extension Monitor {
    /// Looks, and returns what was reported in words.
    mutating func lines() throws -> (events: [Int64], findings: [String], look: Look) {
        var events: [Int64] = []
        var findings: [String] = []
        let look = try look { report in
            switch report {
            case .event(let envelope): events.append(envelope.position.value)
            case .finding(let finding): findings.append(finding.description)
            }
        }
        return (events, findings, look)
    }
}

import CanonicalJSON

@testable import MerkleLog
@testable import Monitoring

extension FuzzedParser {
    static let note: [UInt8] = bytes(
        """
        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

        \u{2014} example.com/behind-the-sofa \
        Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
        \u{2014} witness.example.com/w1 \
        jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==

        """)

    static let notes = FuzzedParser(
        name: "notes", seeds: [note], read: { (try? SignedNote(bytes: $0))?.bytes }, isStrict: true)

    static let checkpoints = FuzzedParser(
        name: "checkpoints",
        seeds: [bytes("example.com/sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nextension\n")],
        read: { input in
            String(validating: input, as: UTF8.self).flatMap { try? Checkpoint(text: $0) }.map { bytes($0.text) }
        }, isStrict: true)

    static let keys = FuzzedParser(
        name: "keys", seeds: ["key", "witness-key"].map { evidence($0).filter { $0 != 0x0A } },
        read: { input in
            let text = String(decoding: input, as: UTF8.self)
            _ = try? SignerKey(text)
            _ = try? KeyName(text)
            return (try? VerifierKey(text)).map { bytes("\($0)") }
        })

    static let policies = FuzzedParser(
        name: "policies",
        seeds: [
            bytes("log ") + evidence("key") + bytes("witness w ") + evidence("witness-key")
                + bytes("group g any w\ngroup h 1 w g # two\nquorum h\n")
        ],
        read: { input in
            if let policy = try? TrustPolicy(bytes: input, mayLackQuorum: true), let quorum = policy.quorum {
                _ = quorum.isMet(by: Set(policy.witnesses.map(\.key)))
            }
            return nil
        }, hasEncoder: false)

    static let succession: [UInt8] = {
        guard
            let old = (try? KeyName("old.example/log")).flatMap({
                SignerKey(name: $0, type: .ed25519, seed: [UInt8](repeating: 1, count: 32))
            }),
            let new = (try? KeyName("old.example/log")).flatMap({
                SignerKey(name: $0, type: .ed25519, seed: [UInt8](repeating: 2, count: 32))
            })
        else { return [] }
        return (try? Succession(.rekeyed(isEnded: true), from: old, to: new))?.note.bytes ?? []
    }()

    static let successions = FuzzedParser(
        name: "successions", seeds: [succession], read: { (try? Succession(bytes: $0))?.note.bytes }, isStrict: true)

    static let proofs = FuzzedParser(
        name: "proofs", seeds: [evidence("proof-2")], read: { (try? ProofFile(bytes: $0))?.bytes }, isStrict: true)

    static let witnessRequests = FuzzedParser(
        name: "witness requests",
        seeds: [
            bytes(
                "old 20852014\njrUdwxQOAEPHhhOIjSVTf9PgtnNrMNSdZLSVL3iRJCo=\nMzNYUjZE2HcQXgFxdsGYPDLPdTxwxpkBdYWGZLqPXUU=\n\n"
            ) + note
        ],
        read: { (try? WitnessRequest(bytes: $0))?.bytes }, isStrict: true)

    static let witnessResponses = FuzzedParser(
        name: "witness responses", seeds: [note, bytes("20852014\n")],
        read: { input in
            _ = try? WitnessResponse(cosignatures: input)
            _ = try? WitnessResponse(conflict: input)
            return nil
        }, hasEncoder: false)

    static let tiles = FuzzedParser(
        name: "tiles", seeds: [[UInt8](repeating: 7, count: 32 * 5), [UInt8](repeating: 1, count: 32 * 256), []],
        read: { input in
            guard let tile = try? Tile(.hashes(level: 0), index: 3, width: max(1, min(256, input.count / 32))) else {
                return nil
            }
            return (try? TileContents(tile, bytes: input))?.bytes
        }, isStrict: true)

    static let tilePaths = FuzzedParser(
        name: "tile paths",
        seeds: ["tile/0/x001/x234/067", "tile/entries/000.p/5", "tile/63/000", "tile/1/x999/999.p/255"].map(bytes),
        read: { input in
            String(validating: input, as: UTF8.self).flatMap { try? Tile(path: $0) }.map { bytes($0.path) }
        }, isStrict: true)

    static let entryBundles = FuzzedParser(
        name: "entry bundles", seeds: [[0, 3, 1, 2, 3, 0, 0, 0, 1, 9], [UInt8](repeating: 0, count: 512)],
        read: { input in
            for width in [1, 3, 256] {
                if let bundle = try? EntryBundle(index: 0, width: width, bytes: input) { return bundle.bytes }
            }
            return nil
        }, isStrict: true)
}

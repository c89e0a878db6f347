import Foundation

extension FuzzedParser {
    /// Every parser of bytes that come from outside.
    static let all: [FuzzedParser] = [
        json, documents(.json, [document, documentList]), documents(.lines, [document + [0x0A] + document + [0x0A]]),
        documents(.frontMatter, frontMatter), times, leaves, bundles, notes, checkpoints, keys, policies, successions,
        proofs,
        witnessRequests, witnessResponses, tiles, tilePaths, entryBundles, configuration, importMaps, tables, knownLogs,
        statements, numbers,
    ]

    static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    /// A file of the evidence that other tests check.
    static func evidence(_ name: String) -> [UInt8] {
        let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(components: "Evidence", name)
        return FileManager.default.contents(atPath: url.path).map(Array.init) ?? []
    }

    static func configured(_ path: String) -> [UInt8] {
        let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: path)
        return FileManager.default.contents(atPath: url.path).map(Array.init) ?? []
    }
}

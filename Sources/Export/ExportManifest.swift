import CanonicalJSON
import Crypto
import Foundation
import StoryEvents

/// The files that an export wrote into a directory, so that the next export may replace them, and nothing else.
struct ExportManifest {
    /// The file's name.
    static let name = ".storyledger-export"
    private var lines: [UInt8] = []

    mutating func add(_ name: String, sha256: [UInt8]) {
        lines += "\(sha256.hexadecimal)  \(name)\n".utf8
    }

    func write(to directory: String, _ format: ExportFormat) throws(ExportError) {
        let file = try FileOutput("\(directory)/\(Self.name)")
        try file.write(Array("storyledger/export/v1 \(format.rawValue)\n".utf8))
        try file.write(lines)
        _ = try file.finish()
    }

    /// Finds a file in a directory that no export wrote, or that was changed since.
    ///
    /// - Returns: What is foreign; nil where the directory is empty, and where an export wrote all of it.
    static func foreign(in directory: String) -> String? {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
            return "it cannot be read"
        }
        if names.isEmpty { return nil }
        guard let manifest = FileManager.default.contents(atPath: "\(directory)/\(name)"),
            manifest.starts(with: Array("storyledger/export/v1 ".utf8))
        else { return "it was not written by an export" }
        var known: [String: Substring] = [:]
        for line in String(decoding: manifest, as: UTF8.self).split(separator: "\n").dropFirst() {
            known[String(line.dropFirst(66))] = line.prefix(64)
        }
        for found in names where found != name {
            guard let digest = known[found] else { return "\(found) was not written by an export" }
            guard let now = sha256(of: "\(directory)/\(found)"), now == digest else {
                return "\(found) was changed since"
            }
        }
        return nil
    }

    private static func sha256(of path: String) -> String? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        var hash = SHA256()
        do {
            while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty { hash.update(data: piece) }
        } catch {
            return nil
        }
        return Array(hash.finalize()).hexadecimal
    }
}

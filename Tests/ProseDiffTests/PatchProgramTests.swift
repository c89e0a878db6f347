import Foundation
import Testing

@testable import ProseDiff
@testable import ProseRendering

/// The real patch(1), which nobody here wrote, must make each text of the other.
@Suite("Unified output and patch(1)")
struct PatchProgramTests {
    @Test(arguments: (1...25).map(UInt64.init))
    func turnsRandomStoriesIntoEachOther(seed: UInt64) throws {
        var story = RandomStory(seed: seed)
        let old = story.text
        story.edit()
        try expectPatches(old, story.text, "seed \(seed)")
        try expectPatches(story.text, old, "seed \(seed), back")
    }

    @Test func turnsHostileTextsIntoEachOther() throws {
        let texts = Hostile.texts
        for (index, old) in texts.enumerated() {
            let new = texts[(index * 7 + 3) % texts.count]
            try expectPatches(old, new, "\(old) \(new)")
            try expectPatches(Array("a\nb\nc\n".utf8) + old, new + Array("\nb\nc\n".utf8) + old, "\(old) \(new)")
        }
    }

    @Test func turnsManyIdenticalLinesIntoFewer() throws {
        let lines = Array(String(repeating: "a line\n", count: 100_000).utf8)
        try expectPatches(lines, Array(lines.dropFirst(7 * 40_000)) + Array("an end".utf8), "many lines")
    }

    @Test func appliesUnderFileNamesWithSpaces() throws {
        let directory = try Directory()
        defer { directory.remove() }
        let (old, new) = (Array("one\ntwo\n".utf8), Array("one\n2\n".utf8))
        try directory.write(old, "a story.txt")
        let diff = Rendering.unified(old: old, new: new, oldName: "a story.txt", newName: "a story.txt")
        try directory.write(diff, "diff")
        try directory.run("patch --silent --binary --input=diff")
        #expect(try directory.read("a story.txt") == new)
    }

    private func expectPatches(_ old: [UInt8], _ new: [UInt8], _ note: Comment) throws {
        let diff = Rendering.unified(old: old, new: new)
        #expect(diff.isEmpty == (old == new), note)
        guard old != new else { return }
        let directory = try Directory()
        defer { directory.remove() }
        try directory.write(old, "old")
        try directory.write(new, "new")
        try directory.write(diff, "diff")
        // With --posix an emptied file stays.
        try directory.run(
            "patch --silent --binary --posix --output=made old diff"
                + " && patch --silent --binary --posix --reverse --output=unmade new diff")
        #expect(try directory.read("made") == new, note)
        #expect(try directory.read("unmade") == old, note)
    }
}

/// A directory of its own for one run of a program.
private struct Directory {
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "patch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    func remove() {
        do { try FileManager.default.removeItem(at: url) } catch { print("left behind: \(url.path): \(error)") }
    }

    func write(_ bytes: [UInt8], _ name: String) throws { try Data(bytes).write(to: url.appending(path: name)) }

    func read(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: url.appending(path: name))) }

    func run(_ command: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = url
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(command: command, status: process.terminationStatus) }
    }

    struct Failed: Error {
        let command: String
        let status: Int32
    }
}

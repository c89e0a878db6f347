import CanonicalJSON
import EventLog
import Foundation
import Testing

@testable import Inbox

@Suite struct HostileFilesTests {
    let desk: Desk
    let intake: Intake

    init() throws {
        desk = try Desk()
        desk.settings.settle = .seconds(1)
        intake = try desk.intake()
        intake.turn()
    }

    private func path(_ name: String) -> String { desk.directories.inbox + "/" + name }

    private func expectRefused(_ name: String, _ code: String, sourceLocation: SourceLocation = #_sourceLocation) throws
    {
        desk.settle(intake)
        #expect(try desk.inbox().isEmpty, sourceLocation: sourceLocation)
        #expect(try desk.quarantine() == [name, name + ".reason.json"], sourceLocation: sourceLocation)
        #expect(try desk.reason(name).faults.map(\.code) == [code], sourceLocation: sourceLocation)
        let receipt = try #require(try desk.receipts().last, sourceLocation: sourceLocation)
        #expect(receipt.outcome == .quarantined, sourceLocation: sourceLocation)
        #expect(try desk.reason(name).json == receipt.json, sourceLocation: sourceLocation)
    }

    @Test func refusesLinksWithoutFollowingThem() throws {
        try Data(Documents.published("secret").utf8).write(to: URL(filePath: desk.path("secret.json")))
        #expect(symlink(desk.path("secret.json"), path("a.json")) == 0)
        try expectRefused("a.json", "not-a-file")
        let line = "a.json was a symbolic link to \(desk.path("secret.json"))\n"
        #expect(try String(contentsOfFile: desk.path("quarantine/a.json"), encoding: .utf8) == line)
    }

    @Test func refusesFifosWithoutOpeningThem() throws {
        #expect(mkfifo(path("a.json"), 0o600) == 0)
        try expectRefused("a.json", "not-a-file")
    }

    @Test func refusesSockets() throws {
        let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        // The address of a socket is short: bound beside, then renamed in.
        let short = "/tmp/\(UUID().uuidString.prefix(8))"
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: short.utf8) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(bound == 0)
        try #require(rename(short, path("a.json")) == 0)
        try expectRefused("a.json", "not-a-file")
    }

    @Test func refusesHardLinks() throws {
        try Data(Documents.published("bridge").utf8).write(to: URL(filePath: desk.path("other.json")))
        #expect(link(desk.path("other.json"), path("a.json")) == 0)
        try expectRefused("a.json", "not-a-file")
    }

    @Test func takesAFileThatGotItsNameByALink() throws {
        try Data(Documents.published("bridge").utf8).write(to: URL(filePath: desk.path("draft")))
        #expect(link(desk.path("draft"), path("a.json")) == 0)
        intake.turn()
        #expect(unlink(desk.path("draft")) == 0)
        desk.settle(intake)
        #expect(try desk.receipts().map(\.outcome) == [.appended])
    }

    @Test func refusesWhatIsTooLargeUnread() throws {
        _ = FileManager.default.createFile(atPath: desk.path("draft"), contents: nil)
        #expect(truncate(desk.path("draft"), 1 << 40) == 0)
        #expect(rename(desk.path("draft"), path("a.json")) == 0)
        try expectRefused("a.json", "too-large")
        #expect(try desk.receipts()[0].sha256.isEmpty)
    }

    @Test func whatIsTooLargeIsDescribedAndItsProducerChangesNothingInQuarantine() throws {
        _ = FileManager.default.createFile(atPath: desk.path("draft"), contents: nil)
        let kept = open(desk.path("draft"), O_RDWR)
        defer { close(kept) }
        #expect(ftruncate(kept, 1 << 40) == 0)
        #expect(rename(desk.path("draft"), path("a.json")) == 0)
        try expectRefused("a.json", "too-large")
        let line = "a.json was a file of 1099511627776 bytes\n"
        #expect(try String(contentsOfFile: desk.directories.quarantine + "/a.json", encoding: .utf8) == line)
        #expect(pwrite(kept, "EVIL", 4, 0) == 4 && ftruncate(kept, 4) == 0)
        #expect(try String(contentsOfFile: desk.directories.quarantine + "/a.json", encoding: .utf8) == line)
        #expect(try FileManager.default.contentsOfDirectory(atPath: path("")).isEmpty)
    }

    @Test func refusesUnknownEndings() throws {
        try desk.drop("anything", as: "cms/a.txt")
        try expectRefused("cms--a.txt", "unknown-format")
        #expect(try desk.reason("cms--a.txt").sha256?.count == 64)
    }

    @Test(arguments: [
        (Array("a\nb.json".utf8), "a%0Ab.json"), (Array("a\u{1B}[2Jb.json".utf8), "a%1B[2Jb.json"),
        (Array("a\u{2028}.json".utf8), "a%E2%80%A8.json"), ([0xFF, 0xFE, 0x2E, 0x6A], "%FF%FE.j"),
        (Array("é 100%\u{7F}".utf8), "%C3%A9%20100%25%7F"), ([0x41, 0xC3], "A%C3"),
    ])
    func refusesNamesThatCannotBeShown(name: [UInt8], safe: String) throws {
        try Data(Documents.published("bridge").utf8).write(to: URL(filePath: desk.path("draft")))
        #expect(
            rename(desk.path("draft"), path("").utf8CString.dropLast() + name.map(CChar.init(bitPattern:)) + [0]) == 0)
        try expectRefused(safe, "bad-name")
    }

    @Test func cutsNamesThatAreTooLongWhenTheyAreSafe() throws {
        let name = [CChar](repeating: 1, count: 255)
        try Data().write(to: URL(filePath: desk.path("draft")))
        #expect(rename(desk.path("draft"), path("").utf8CString.dropLast() + name + [0]) == 0)
        desk.settle(intake)
        let kept = try #require(try desk.quarantine().first)
        #expect(kept.utf8.count == 243 && kept.hasSuffix(".1") && kept.hasPrefix("%01%01"))
        #expect(try desk.reason(kept).faults.map(\.code) == ["bad-name"])
    }

    @Test func keepsReasonsApartFromFilesNamedLikeThem() throws {
        try desk.drop("{", as: "a.json")
        try desk.drop("{", as: "a.json.reason.json")
        desk.settle(intake)
        #expect(
            try desk.quarantine() == [
                "a.json", "a.json.reason.2.json", "a.json.reason.2.json.reason.json", "a.json.reason.json",
            ])
        #expect(InboxListing.read(desk.directories).quarantine.map(\.name) == ["a.json", "a.json.reason.2.json"])
    }

    @Test func keepsRefusedFilesOfOneNameApart() throws {
        for _ in 1...3 {
            try desk.drop("{", as: "a.json")
            try desk.drop("{", as: "cms/a.json")
            desk.settle(intake)
        }
        #expect(
            InboxListing.read(desk.directories).quarantine.map(\.name) == [
                "a.3.json", "a.5.json", "a.json", "cms--a.4.json", "cms--a.6.json", "cms--a.json",
            ])
    }

    @Test func takesADirectoryNamedLikeAFileForASource() throws {
        try desk.drop(Documents.published("bridge"), as: "a.json/b.json")
        desk.settle(intake)
        #expect(try desk.receipts().map(\.file.string) == ["a.json/b.json"])
    }

    @Test func leavesDirectoriesWithoutAUsableNameAlone() throws {
        #expect(mkdir(path("a\nb"), 0o700) == 0)
        desk.settle(intake)
        #expect(intake.sources.count == 1)
        #expect(desk.log.entries.map(\.message) == ["left alone: the subdirectory a%0Ab has no usable name"])
    }

    @Test(.enabled(if: getuid() != 0, "root may read everything")) func refusesWhatItMayNotRead() throws {
        try Data("{}".utf8).write(to: URL(filePath: desk.path("draft")))
        #expect(chmod(desk.path("draft"), 0) == 0)
        #expect(rename(desk.path("draft"), path("a.json")) == 0)
        try expectRefused("a.json", "unreadable")
    }

    @Test func refusesManyAtOnceEachWithItsReason() throws {
        for number in 100..<150 { try desk.drop("{", as: "\(number).json") }
        desk.settle(intake)
        let listing = InboxListing.read(desk.directories)
        #expect(listing.quarantine.count == 50)
        #expect(listing.quarantine.allSatisfy { $0.reason?.faults.map(\.code) == ["not-json"] })
    }
}

import Foundation
import Testing

@testable import Inbox

@Suite struct ScanPassTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    private func make(_ count: Int, _ name: (Int) -> String) throws {
        for number in 0..<count { try desk.write([], to: name(number)) }
    }

    @Test func aSourceWithManyNamesKeepsNoOtherWaiting() throws {
        try make(30_000) { "wire/\($0).tmp" }
        let intake = try desk.intake()
        try make(1) { "cms/\($0).tmp" }
        intake.turn()
        intake.lookThroughEverything()
        try desk.drop(Documents.published("bridge"), as: "cms/a.json")
        var steps = 0
        while try desk.receipts().isEmpty, steps < 100 {
            _ = intake.step()
            steps += 1
        }
        #expect(steps <= 2)
        #expect(intake.passes[FileName("wire")] != nil)
        intake.turn()
        #expect(intake.passes.isEmpty && desk.board.status.hasScanned)
    }

    @Test func directoriesWithoutFilesDoNotCount() throws {
        for number in 0..<50 {
            try FileManager.default.createDirectory(
                atPath: desk.path("inbox/wire/\(number)/a"), withIntermediateDirectories: true)
        }
        try make(20) { "wire/\($0).json" }
        let intake = try desk.intake()
        let scan = Scan(
            tree: intake.tree, most: 100, isSuspended: { _ in false }, isPassedOver: { _, _ in false }, probe: { _ in },
            noHints: { _ in })
        let found = try scan.look(through: Folder(names: [FileName("wire")]))
        #expect(found.folders.count == 101)
        #expect(found.fullFolders.count == 1)
        #expect(found.limit == nil)
    }

    @Test(arguments: [1, 7, 50, 1_000]) func partsFindWhatOneLookFinds(names: Int) throws {
        try make(60) { "wire/\($0 % 7)/\($0 % 3)/\($0).json" }
        let intake = try desk.intake()
        let scan = Scan(
            tree: intake.tree, most: 40, isSuspended: { _ in false }, isPassedOver: { _, _ in false }, probe: { _ in },
            noHints: { _ in })
        let whole = try scan.look(through: Folder(names: [FileName("wire")]))
        let pass = ScanPass(scan, of: Folder(names: [FileName("wire")]))
        while try !pass.run(atMost: names) { intake.tree.closeAll() }
        #expect(pass.found.files == whole.files && whole.files.count == 40 && whole.isCut)
        #expect(pass.found.folders == whole.folders)
    }
}

import Foundation
import InMemoryLogging
import Logging
import Testing

@testable import Inbox

/// Originals are removed while the intake goes on.
final class RemoverTests {
    private let desk: Desk

    init() throws { desk = try Desk() }

    @Test func whatIsAskedForIsRemovedBeforeItsEnd() throws {
        let remover = try Remover(desk.logger)
        for number in 0..<500 {
            try desk.write("x".utf8, to: "leaving-\(number)")
            #expect(remover.remove(desk.path("inbox/leaving-\(number)")))
        }
        #expect(remover.remove(desk.path("inbox/gone-already")))
        remover.finish()
        #expect(try desk.inbox().isEmpty)
        #expect(desk.log.entries.isEmpty)
    }

    @Test func whatCannotBeRemovedIsSaid() throws {
        try desk.write("x".utf8, to: "folder/file")
        let remover = try Remover(desk.logger)
        // A directory is no file.
        #expect(remover.remove(desk.path("inbox/folder")))
        remover.finish()
        let entry = try #require(desk.log.entries.first)
        #expect(entry.level == .warning)
        #expect("\(entry.metadata["reason"]!)".contains("folder"))
    }

    @Test func anIntakeWithItFilesLikeOneWithout() throws {
        let intake = try desk.intake()
        intake.startHelpers()
        #expect(intake.staging.remover != nil)
        for number in 0..<40 { try desk.drop(Documents.published("s\(number)"), as: "s\(number).json") }
        desk.settle(intake)
        intake.finish()
        #expect(try desk.inbox().isEmpty && desk.files(below: desk.directories.staging).isEmpty)
        #expect(try desk.store.size() == 40)
    }
}

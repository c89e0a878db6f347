import StoryEvents
import Testing

@testable import Inbox

@Suite struct StatusBoardTests {
    private let desk: Desk
    private let intake: Intake

    init() throws {
        desk = try Desk()
        intake = try desk.intake()
    }

    @Test func showsWhatIsSuspendedInOrderUntilItIsNoLonger() {
        let file = Suspensions.Subject.file(Place(folder: Folder(names: [FileName("wire")]), name: FileName("b.json")))
        let folder = Suspensions.Subject.folder(Folder(names: [FileName("press")]))
        intake.suspend(file, "it cannot be read", "let it be read")
        intake.suspend(folder, "it cannot be listed", "let it be listed")
        desk.board.noteGoing(intake)
        let shown = desk.board.status.suspended
        #expect(shown.map(\.file) == ["press", "wire/b.json"])
        #expect(shown.map(\.isDirectory) == [true, false])
        #expect(shown.map(\.reason) == ["it cannot be listed", "it cannot be read"])
        #expect(shown.map(\.remedy) == ["let it be listed", "let it be read"])
        #expect(shown.map { $0.until == $0.since.advanced(by: .seconds(1)) } == [true, true])
        intake.recovered(folder)
        desk.board.noteGoing(intake)
        #expect(desk.board.status.suspended.map(\.file) == ["wire/b.json"])
        intake.recovered(file)
        desk.board.noteGoing(intake)
        #expect(desk.board.status.suspended.isEmpty)
    }
}

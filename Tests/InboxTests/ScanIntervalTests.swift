import Testing

@testable import Inbox

@Suite("The inbox is looked through at equal intervals") struct ScanIntervalTests {
    private let desk: Desk

    init() throws {
        desk = try Desk()
        desk.settings.scanInterval = .seconds(10)
    }

    @Test func aTurnThatComesLatePutsOffNoOther() throws {
        let intake = try desk.intake()
        intake.turn()
        for late in [14, 23, 38] as [Int64] {
            desk.time.pass(.seconds(late) - desk.time.clock.uptime())
            intake.turn()
        }
        #expect(intake.nextInterval == .seconds(40))
        intake.finish()
    }

    @Test func whatWasMissedIsNotMadeUpFor() throws {
        let intake = try desk.intake()
        desk.time.pass(.seconds(57))
        intake.turn()
        #expect(intake.nextInterval == .seconds(67))
        intake.finish()
    }
}

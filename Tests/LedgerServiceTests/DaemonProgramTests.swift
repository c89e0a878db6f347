import Synchronization
import Testing

@testable import LedgerService

@Suite struct DaemonProgramTests {
    private final class Said: Sendable {
        let text = Mutex("")
    }

    private let said = Said()
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func program(_ environment: [String: String], file: String? = nil) -> DaemonProgram {
        DaemonProgram(
            ConfigurationSources(file: file, environment: environment),
            say: { [said] line in said.text.withLock { $0 += line } })
    }

    @Test func aConfigurationThatIsRightIsPrinted() throws {
        var printed = ""
        let result = program(["STORYLEDGER_INBOX_WAITING": "1s"]).check { printed += $0 }
        #expect(result == nil)
        let start = "# No file was read: --config FILE names one.\nledger:\n  directory: /var/lib/storyledger\n"
        #expect(printed.hasPrefix(start))
        #expect(
            said.text.withLock(\.self) == """
                storyledgerd: STORYLEDGER_INBOX_WAITING: no setting has this variable
                  did you mean 'STORYLEDGER_INBOX_WAIT'?

                """)
    }

    @Test func everyFaultIsTwoLines() async throws {
        let file = try directory.file("inbox:\n  setle: 1s\nlog:\n  level: loud\n")
        let program = program([:], file: file)
        #expect(program.check { _ in Issue.record("it printed something") } == .configuration)
        let expected = """
            storyledgerd: \(file):2:3: unknown setting 'setle' in 'inbox'
              did you mean 'settle'?
            storyledgerd: \(file):4:10: log.level: found 'loud', allowed is one of trace, debug, info, notice, warning, \
            error, critical
              write one of these words

            """
        #expect(said.text.withLock(\.self) == expected)
        #expect(await program.run() == .configuration)
        #expect(said.text.withLock(\.self) == expected + expected)
    }

    @Test func whereThereIsNoLedgerItSaysSoAndEnds() async {
        #expect(await program(["STORYLEDGER_DIR": directory.path + "/none"]).run() == .noInput)
        #expect(
            said.text.withLock(\.self) == """
                storyledgerd: there is no ledger at \(directory.path)/none
                  mount its disk if it has one of its own, name another with --ledger, or make one with 'storyledger \
                init --ledger \(directory.path)/none'

                """)
    }

    @Test func aSocketThatIsNoneKeepsItFromStarting() async {
        let environment = [
            "STORYLEDGER_DIR": directory.path + "/new", "STORYLEDGER_LEDGER_CREATE": "always",
            "STORYLEDGER_LOG_LEVEL": "error", "NOTIFY_SOCKET": "notify",
        ]
        #expect(await program(environment).run() == .inputOutput)
        #expect(
            said.text.withLock(\.self) == """
                storyledgerd: NOTIFY_SOCKET: it is neither a path nor an abstract name: 'notify'
                  unset it, or let systemd set it

                """)
    }
}

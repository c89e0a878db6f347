import Foundation
import Testing

/// `replay --step` on a real pseudo-terminal.
@Suite("A story is walked event by event with keys")
struct StepByStepTests {
    @Test func keysGoOnAndBackAndEnd() throws {
        let terminal = try Self.walk()
        try terminal.wait(for: "1/3")
        try terminal.press("n")
        try terminal.wait(for: "2/3")
        try terminal.press("x \r")
        try terminal.wait(for: "3/3")
        try terminal.press("n")
        try terminal.wait(for: "3/3")
        try terminal.press("p")
        try terminal.wait(for: "2/3")
        try terminal.press("q")
        #expect(terminal.exitStatus() == 0)
        #expect(terminal.echoes)
    }

    /// Arrows as a terminal sends them, in both of its modes, and the escape key alone, which is none of them.
    @Test func arrowsGoOnAndBackAndJShowsJSON() throws {
        let terminal = try Self.walk()
        try terminal.wait(for: "1/3")
        for (keys, shown) in [
            ("\u{1B}[C", "2/3"), ("\u{1B}OB", "3/3"), ("\u{1B}[D", "2/3"), ("\u{1B}OA", "1/3"), ("\u{1B}[F", "3/3"),
            ("g", "1/3"), ("j", "\"changes\""), ("\u{1B}[6~", "2/3"), ("j", "changed the text"),
        ] {
            try terminal.press(keys)
            try terminal.wait(for: shown)
        }
        try terminal.press("\u{1B}")
        try terminal.press("q")
        #expect(terminal.exitStatus() == 0)
        #expect(terminal.echoes)
    }

    @Test(arguments: ["\u{3}", "q"]) func leavesTheTerminalAsItWas(key: String) throws {
        let terminal = try Self.walk()
        try terminal.wait(for: "1/3")
        #expect(!terminal.echoes)
        try terminal.press(key)
        #expect(terminal.exitStatus() == 0)
        #expect(terminal.echoes)
    }

    private static func walk() throws -> PseudoTerminal {
        let shell = try Shell()
        let texts = [#""headline":"H","body":"B""#, #""body":"C""#, #""body":"D""#]
        let lines = zip(["published", "updated", "updated"], texts)
            .map { #"{"type":"\#($0)","subject":"s","time":"2026-03-02T09:00:00Z","data":{\#($1)}}"# }
            .joined(separator: "\n")
        let made = try shell.type("storyledger init && echo '\(lines)' | storyledger append --source desk -")
        #expect(!made.contains("[exit"), "\(made)")
        return try PseudoTerminal(shell, ["replay", "--story", "s", "--step"])
    }
}

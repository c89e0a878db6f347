import Foundation
import Testing

@testable import Files

@Suite struct ShellWordTests {
    @Test(
        arguments: [
            ("/var/lib/a-b_c.json", "/var/lib/a-b_c.json"), ("", "''"), ("a b", "'a b'"), ("it's", "'it'\\''s'"),
            ("x;rm -rf ~", "'x;rm -rf ~'"), ("$(id)", "'$(id)'"), ("ä", "'ä'"), ("a\nb", "'a\nb'"),
        ]) func isOneWord(text: String, word: String)
    {
        #expect(ShellWord.quoted(text) == word)
    }

    /// A shell is the oracle.
    @Test func isReadBackByAShell() throws {
        var random = SystemRandomNumberGenerator()
        let letters = Array(" '\"\\$`;&|<>(){}[]*?!#~=%-./a\n\tä")
        let texts = (0..<500).map { _ in
            String((0..<Int.random(in: 0...8, using: &random)).map { _ in letters.randomElement(using: &random)! })
        }
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", "printf '%s\\0' " + texts.map(ShellWord.quoted).joined(separator: " ")]
        let output = Pipe()
        shell.standardOutput = output
        try shell.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        shell.waitUntilExit()
        let found = bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast()
            .map { String(decoding: $0, as: UTF8.self) }
        #expect(found == texts)
    }
}

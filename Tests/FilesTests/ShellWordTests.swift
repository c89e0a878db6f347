import Foundation
import Testing

@testable import Files

@Suite struct ShellWordTests {
    @Test(
        arguments: [
            ("/var/lib/a-b_c.json", "/var/lib/a-b_c.json"), ("", "''"), ("a b", "'a b'"), ("it's", "'it'\\''s'"),
            ("x;rm -rf ~", "'x;rm -rf ~'"), ("$(id)", "'$(id)'"), ("ä", "'ä'"), ("a\nb", "$'a\\x0Ab'"),
            ("\u{1B}[31m it's\\", "$'\\x1B[31m it\\'s\\\\'"), ("a\u{202E}b", "$'a\\xE2\\x80\\xAEb'"),
            ("'\u{301}", "''\\''\u{301}'"),
        ]) func isOneWord(text: String, word: String)
    {
        #expect(ShellWord.quoted(text) == word)
    }

    /// A shell is the oracle.
    @Test func isReadBackByAShell() throws {
        var random = SystemRandomNumberGenerator()
        let letters: [[UInt8]] =
            " '\"\\$`;&|<>(){}[]*?!#~=%-./aF0\n\r\t\u{1B}\u{7F}\u{85}ä\u{301}\u{202E}\u{AD}\u{A0}".unicodeScalars
            .map { Array(String($0).utf8) } + [[0xFF], [0xC3], [0x80]]
        let texts = (0..<800).map { _ in
            (0..<Int.random(in: 0...8, using: &random)).flatMap { _ in letters.randomElement(using: &random)! }
        }
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/bash")
        shell.arguments = ["-c", "printf '%s\\0' " + texts.map { ShellWord.quoted($0) }.joined(separator: " ")]
        let output = Pipe()
        shell.standardOutput = output
        try shell.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        shell.waitUntilExit()
        let found = bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast()
            .map { Array($0) }
        #expect(found == texts)
    }
}

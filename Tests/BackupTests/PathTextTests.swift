import LedgerTestKit
import Testing

@testable import Backup

@Suite struct PathTextTests {
    @Test(arguments: [UInt64(1), 2, 3])
    func anyPathComesBack(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<3000 {
            let path = (0..<Int.random(in: 1...12, using: &random)).map { _ in
                let plain: [UInt8] = [0x25, 0x2E, 0x61, 0xC3, 0xBC, 0xFF, 0x01, 0x7F]
                return Bool.random(using: &random)
                    ? plain.randomElement(using: &random)! : UInt8.random(in: 1...255, using: &random)
            }.filter { $0 != 0x2F }
            guard !path.isEmpty, path != [0x2E], path != [0x2E, 0x2E] else { continue }
            let below = Array("archive/".utf8) + path
            #expect(PathText.decode(PathText.encode(below)) == below, "seed \(seed), \(path)")
        }
    }

    @Test(arguments: [
        "", "/etc/passwd", "a//b", "../a", "a/..", "a/./b", "a/", "%", "%2", "%zz", "%00", "a%2F..%2Fb/..",
    ])
    func noPathLeadsOutOfTheBackup(text: String) {
        #expect(PathText.decode(text) == nil)
    }

    @Test func anEscapedSlashIsRefusedWhereItLeadsUpwards() {
        #expect(PathText.decode("%2e%2e/a") == nil)
        #expect(PathText.decode("a%2f..") == nil)
    }

    @Test func aDirectoryComesWithItsFilesBeforeLongerNames() {
        let sorted = ["a", "a/b", "a/b/c", "a/c", "a.b", "a0", "b"].map { Array($0.utf8) }
        for (left, right) in zip(sorted, sorted.dropFirst()) {
            #expect(PathText.isBefore(left, right) && !PathText.isBefore(right, left))
        }
    }
}

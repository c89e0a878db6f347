import Glibc
import Testing

@testable import Inbox

@Suite struct WorkItemTests {
    @Test(arguments: ["a.json", "wire/2026/03/ü 100%.json", "a\nb", "%41.json", " "])
    func readsWhatItWrites(path: String) throws {
        try readsWhatItWrites(Array(path.utf8))
    }

    @Test func readsNamesThatAreNotUTF8() throws {
        try readsWhatItWrites([0xFF, 0x2F, 0xFE, 0x01])
    }

    private func readsWhatItWrites(_ path: [UInt8]) throws {
        var status = stat()
        try #require(stat("/proc/self/exe", &status) == 0)
        let item = WorkItem(Found(place: Place(path: path), facts: FileFacts(status)))
        let read = try #require(WorkItem(item.text))
        #expect(read.place == item.place && read.inode == item.inode)
        #expect(item.text.utf8.allSatisfy { (0x20...0x7E).contains($0) })
    }

    @Test(arguments: [
        "", "1", "x a", "1 2 a", "1 a b", "1 %4", "1 %", "1 %zz", "-1 a", "99999999999999999999 a",
    ])
    func readsNothingElse(text: String) {
        #expect(WorkItem(text) == nil)
    }
}

import Foundation
import Testing

@testable import Monitoring

@Suite("The public files of a directory")
struct PublicDirectoryTests {
    /// A file of a length, in a directory of its own.
    private func read(_ length: Int, atMost limit: Int) throws -> [UInt8]? {
        let directory = NSTemporaryDirectory() + "public-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try Data(bytes).write(to: URL(fileURLWithPath: directory + "/tile"))
        let found = try PublicDirectory(directory).read("tile", atMost: limit)
        #expect(found?.elementsEqual(bytes.prefix(limit + 1)) == true, "\(length) bytes, at most \(limit)")
        return found
    }

    /// One byte more than the limit is read, so that a file that is too long is known as such.
    @Test(arguments: [0, 1, 4095, 4096, 4097, 10_000])
    func aFileIsReadToItsLimitAndOneByteMore(_ length: Int) throws {
        for limit in [0, 1, length - 1, length, length + 1, 2 * length + 1] where limit >= 0 {
            #expect(try read(length, atMost: limit)?.count == min(length, limit + 1))
        }
    }

    @Test func whatIsNotThereIsNil() throws {
        #expect(try PublicDirectory("/nowhere").read("checkpoint", atMost: 10) == nil)
        #expect(throws: PublicFilesFault("/dev/: it is no regular file")) {
            try PublicDirectory("/dev").read("", atMost: 10)
        }
    }
}

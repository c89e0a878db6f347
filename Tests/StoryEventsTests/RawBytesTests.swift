import StoryEvents
import Testing

@Suite("Bytes that are compared in place")
struct RawBytesTests {
    @Test(
        arguments: [
            ([], [], true), ([1], [], false), ([], [1], false), ([1, 2], [1, 2], true), ([1, 2], [1, 3], false),
            ([1, 2], [1, 2, 3], false), ([1, 2, 3], [1, 2], false),
        ] as [([UInt8], [UInt8], Bool)])
    func areEqualOnlyWhole(first: [UInt8], second: [UInt8], isEqual: Bool) {
        first.withUnsafeBytes { first in
            second.withUnsafeBytes { second in #expect(first.equals(second) == isEqual) }
        }
    }
}

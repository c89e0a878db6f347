import StoryEvents
import Testing

@testable import Import

@Suite struct TimeFormatTests {
    @Test(arguments: [
        ("unix", "0", "1970-01-01T00:00:00Z"), ("unix", "1767225600.25", "2026-01-01T00:00:00.25Z"),
        ("unix", "-1.5", "1969-12-31T23:59:58.5Z"), ("unix", "-0.25", "1969-12-31T23:59:59.75Z"),
        ("unix-ms", "1767225600001", "2026-01-01T00:00:00.001Z"), ("unix-ms", "-1", "1969-12-31T23:59:59.999Z"),
        ("unix-ms", "1.5", "1970-01-01T00:00:00.0015Z"), ("%Y-%m-%d%z", "2026-3-2+0530", "2026-03-02T00:00:00+05:30"),
        ("%d %b %Y %I:%M %p %z", "2 Mar 2026 12:05 am Z", "2026-03-02T00:05:00Z"),
        ("%B %d, %Y %H.%M.%S.%f", "September 30, 2026 23.59.59.123456789", "2026-09-30T23:59:59.123456789"),
        ("%%%Y%m%d", "%20260302", "2026-03-02T00:00:00"),
    ])
    func reads(_ format: String, _ text: String, _ expected: String) throws {
        #expect(try TimeFormat(format).read(text) == expected)
    }

    @Test(arguments: [
        ("unix", ""), ("unix", "-"), ("unix", "1e3"), ("unix", "1."), ("unix", ".5"), ("unix", "99999999999999999999"),
        ("unix", "999999999999999"), ("unix", "1.0000000001"), ("unix-ms", "1.0000001"), ("%Y-%m-%d", "2026-02-30"),
        ("%Y-%m-%d", "2026-02-03 "), ("%Y-%m-%d", "26-02-03"), ("%d %b %Y", "2 Mxr 2026"),
        ("%Y%m%d%z", "20260302+25:00"),
        ("%Y-%m-%d %I %p", "2026-02-03 13 PM"), ("%Y-%m-%d %H", "2026-02-03 24"), ("%Y-%m-%d%z", "2026-02-03+"),
    ])
    func refuses(_ format: String, _ text: String) throws {
        #expect(try TimeFormat(format).read(text) == nil)
    }

    @Test(arguments: [
        "%Y", "%Y-%m", "%Y-%m-%d %I", "%Y-%m-%d %H %p", "%Y-%m-%d %d", "%Y-%m-%b-%d", "%Y-%m-%d %", "iso",
    ])
    func refusesFormats(_ format: String) {
        #expect(throws: TimeFormat.Fault.self) { try TimeFormat(format) }
    }
}

import CanonicalJSON
import Foundation
import Testing

/// A file of inputs with what came of them.
///
/// With STORYLEDGER_RECORD=1 in the environment a test writes what it finds and fails; without, it compares.
enum Golden {
    static var isRecording: Bool { ProcessInfo.processInfo.environment["STORYLEDGER_RECORD"] == "1" }

    /// Returns the cases of a golden file.
    static func cases(_ name: String) throws -> [JSONObject] {
        guard case .array(let cases) = try JSON.parse(Array(Data(contentsOf: url(name)))) else { return [] }
        return try cases.map { try #require($0.members) }
    }

    /// Compares what was found with the file, case for case, or records it and fails.
    static func check(_ found: [JSONObject], against name: String) throws {
        if isRecording {
            try Data(JSON.array(found.map(JSON.object)).bytes(pretty: true) + [0x0A]).write(to: url(name))
            Issue.record("recorded \(name): run again without STORYLEDGER_RECORD")
            return
        }
        let expected = try cases(name)
        #expect(found.count == expected.count)
        for (found, expected) in zip(found, expected) where found != expected {
            Issue.record("\(name): \(found.text("name")) is\n\(found.shown)\nand not\n\(expected.shown)")
        }
    }

    private static func url(_ name: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(components: "Golden", name)
    }
}

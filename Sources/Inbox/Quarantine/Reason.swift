import CanonicalJSON
import StoryEvents

/// Why a file is in quarantine, from its reason file.
public struct Reason: Hashable, Sendable {
    /// One refusal.
    public struct Fault: Hashable, Sendable {
        /// From the fixed public list.
        public var code: String
        /// JSONPath into the document.
        public var path: String
        /// 1-based; nil if the refusal has no place in the file.
        public var line: Int64?
        /// 1-based; nil if the refusal has no place in the file.
        public var column: Int64?
        /// What was found, and what was expected.
        public var message: String
        /// What to do about it.
        public var remedy: String
    }

    /// The path below the inbox that the file came from.
    public var file: Text
    /// SHA-256 of its bytes, in hexadecimal; nil if they were not read.
    public var sha256: String?
    /// When it was refused.
    public var recorded: RecordedTime?
    /// At least one in an unchanged reason file.
    public var faults: [Fault]
    /// The reason file as JSON.
    public var json: JSON

    /// Reads a reason file.
    ///
    /// - Returns: nil if the bytes are not a reason file.
    public init?(_ bytes: [UInt8]) {
        let json: JSON
        do throws(JSONSyntaxError) { json = try JSON.parse(bytes) } catch { return nil }
        guard case .object(let object) = json, case .string(let file)? = object["file"] else { return nil }
        self.json = json
        self.file = file
        sha256 = object.text("sha256")
        recorded = object.text("recorded").flatMap { RecordedTime($0) }
        guard case .array(let errors)? = object["errors"] else { return nil }
        faults = errors.compactMap(Fault.init)
    }

    /// The reason beside a file; nil if there is none, or none that can be read.
    init?(of file: FileName, in quarantine: Directory) throws(FileFault) {
        let name = ReasonFile.name(of: file)
        guard let facts = try quarantine.facts(of: name), facts.kind == .regular, facts.bytes < 16 << 20,
            let bytes = try OpenFile(name, in: quarantine).read()
        else { return nil }
        self.init(bytes)
    }
}

extension Reason.Fault {
    fileprivate init?(_ json: JSON) {
        guard case .object(let object) = json, let code = object.text("code"), let message = object.text("message")
        else { return nil }
        self.init(
            code: code, path: object.text("path") ?? "$", line: object.integer("line"),
            column: object.integer("column"), message: message, remedy: object.text("remedy") ?? "")
    }
}

extension JSONObject {
    fileprivate func text(_ key: Text) -> String? {
        if case .string(let text)? = self[key] { text.string } else { nil }
    }

    fileprivate func integer(_ key: Text) -> Int64? {
        if case .integer(let integer)? = self[key] { integer } else { nil }
    }
}

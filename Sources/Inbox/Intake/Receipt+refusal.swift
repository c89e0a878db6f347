import CanonicalJSON
import EventLog
import Logging

extension Receipt {
    /// The file, its first refusal with the remedy, and the number of further refusals.
    var firstRefusal: Logger.Metadata {
        var metadata: Logger.Metadata = ["file": "\(file)"]
        if let source = file.string.split(separator: "/").dropLast().first { metadata["source"] = "\(source)" }
        guard case .object(let first)? = refusals.first else { return metadata }
        for key in ["code", "message", "remedy"] as [Text] {
            if case .string(let text)? = first[key] { metadata[key.string] = "\(text)" }
        }
        if case .integer(let line)? = first["line"], case .integer(let column)? = first["column"] {
            metadata["at"] = "\(line):\(column)"
        }
        if refusals.count > 1 { metadata["more"] = "\(refusals.count - 1)" }
        return metadata
    }
}

import CanonicalJSON
import StoryEvents

extension Receipt {
    /// The receipt as a takedown leaves it: its file has a name of the ledger's own and no hash, which would confirm a guess
    /// of the text, and its refusals quote nothing.
    ///
    /// - Parameter takedown: The event that says so.
    public func withholding(by takedown: Position) -> Receipt {
        var receipt = self
        receipt.withheld = takedown
        receipt.file = withheldFile
        receipt.sha256 = []
        receipt.refusals = refusals.map { Self.withholding($0, by: takedown) }
        return receipt
    }

    /// What the name of a file begins with, of which a takedown has left something.
    public static let withheldPrefix = "withheld-"

    /// `desk/withheld-17.json` for `desk/Ilse.json`: the source stays, and the ending, which says how the file is read.
    public var withheldFile: Text {
        let parts = file.string.split(separator: "/", omittingEmptySubsequences: false)
        let first = parts.first ?? ""
        let isArgument = first.isEmpty || first == "." || first == ".."
        let folder = isArgument ? "./" : parts.count > 1 ? "\(first)/" : ""
        let isDocument = DocumentFormat(fileName: file.string) != nil
        let ending = isDocument ? file.string.split(separator: ".").last.map { ".\($0)" } : nil
        return Text("\(folder)\(Self.withheldPrefix)\(number)\(ending ?? "")")
    }

    /// A refusal without what it quotes: its code, its line and its column stay.
    public static func withholding(_ refusal: JSON, by takedown: Position) -> JSON {
        guard case .object(var object) = refusal else { return refusal }
        object["path"] = "$"
        object["message"] = .string(Text("withheld by \(takedown)"))
        object["remedy"] = .string(Text("'storyledger log --from \(takedown)' says why"))
        return .object(object)
    }
}

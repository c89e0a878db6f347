import ProseDiff

extension Character {
    /// Its width in terminal columns: 0 to 2, and more with marks that take columns of their own.
    public var terminalColumns: Int { Columns.width(of: self) }

    /// Whether it begins with a character that takes two columns, before and after which a line may be broken.
    public var isWide: Bool { unicodeScalars.first.map { ScalarTable.shared[$0.value].isWide } ?? false }
}

extension StringProtocol {
    /// The width of the text on one line, in terminal columns. Control characters count 1, also in escape sequences.
    public var terminalColumns: Int {
        utf8.allSatisfy { $0 < 0x80 } ? utf8.count : reduce(0) { $0 + $1.terminalColumns }
    }
}

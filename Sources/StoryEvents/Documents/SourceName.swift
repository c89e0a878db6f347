import CanonicalJSON

/// The rule for sources that are named outside a document.
public enum SourceName {
    /// The fault of a source, to follow its name in a sentence; nil when a document may use it.
    public static func fault(in source: Text) -> String? {
        source == .ledger ? "is the ledger's own" : IdentifierRule.source.fault(in: source)
    }

    /// How to mend a fault.
    public static let remedy = IdentifierRule.source.remedy
}

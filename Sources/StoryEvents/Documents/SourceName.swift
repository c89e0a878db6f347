import CanonicalJSON

/// The rule for sources, for those who name one elsewhere than in a document.
public enum SourceName {
    /// Says what is wrong with a source, to stand after its name; nil when a document may have it.
    public static func fault(in source: Text) -> String? {
        source == .ledger ? "is the ledger's own" : IdentifierRule.source.fault(in: source)
    }

    /// What to do about a fault.
    public static let remedy = IdentifierRule.source.remedy
}

extension Abbreviations {
    /// Arabic.
    static let arabic =
        """
        title: د أ م ص
        """
}

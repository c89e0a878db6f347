import CanonicalJSON

extension JSONObject {
    /// The names of a story's byline, in order; none where it has no byline.
    public var bylineNames: [String] {
        guard case .array(let parties)? = self["byline"] else { return [] }
        return parties.compactMap { party in
            if case .object(let members) = party { members["name"]?.text?.string } else { nil }
        }
    }
}

/// Parameters that others add to links, to see who follows them: mail programs, advertisers, social networks. The site passes them
/// over, in pages, feeds and the API alike, and no link of a page carries them on.
enum AddedParameters {
    /// `utm_source` and the like; Google Analytics and Matomo.
    private static let beginnings = ["utm_", "mtm_", "pk_"]

    private static let names: Set = [
        "_ga", "_gl", "cmpid", "dclid", "fbclid", "gad_source", "gbraid", "gclid", "gclsrc", "igsh", "igshid",
        "li_fat_id",
        "mc_cid", "mc_eid", "mkt_tok", "msclkid", "ref", "ref_src", "ref_url", "smid", "srsltid", "ttclid", "twclid",
        "wbraid",
        "yclid",
    ]

    /// Whether a parameter was added by others. No parameter of the site has such a name.
    static func contain(_ name: String) -> Bool {
        let name = name.lowercased()
        return names.contains(name) || beginnings.contains { name.hasPrefix($0) }
    }
}

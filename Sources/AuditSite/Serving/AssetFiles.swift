import Crypto
import ProseRendering

/// The style and the scripts of the site, as they are in the program; words in the style sheet are those of the pages.
enum AssetFiles {
    static func bytes(_ asset: Route.Asset, _ words: Words = .english) -> [UInt8] {
        switch asset {
        case .style: words == .english ? style : filled(words)
        case .keys: PackageResources.keys_js
        case .proof: PackageResources.proof_js
        }
    }

    static func type(_ asset: Route.Asset) -> String {
        asset == .style ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8"
    }

    /// The file within a page that is saved.
    static func markup(_ asset: Route.Asset, _ words: Words) -> Markup { Markup(trusted: bytes(asset, words)) }

    private static let style = filled(.english)

    /// The style sheet with words in the places of their names.
    private static func filled(_ words: Words) -> [UInt8] {
        let words = words.inComparison
        var text = String(decoding: PackageResources.style_css, as: UTF8.self)
        for (name, word) in [
            ("{added}", words.added), ("{removed}", words.removed), ("{movedHere}", words.movedHere),
            ("{movedAway}", words.movedAway), ("{before}", words.before), ("{after}", words.after),
        ] { text = text.replacing(name, with: escaped(word)) }
        return Array(text.utf8)
    }

    /// A text within quotation marks of CSS, also within a page: no mark ends it there.
    ///
    /// Source: CSS Syntax Module Level 3, 4.3.7.
    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            ["\"", "\\", "<", ">", "&"].contains(scalar) || scalar.value < 0x20 || scalar.value == 0x7F
                ? "\\\(String(scalar.value, radix: 16)) " : String(scalar)
        }.joined()
    }

    private static let versions: [Route.Asset: String] = Dictionary(
        uniqueKeysWithValues: Route.Asset.allCases.map { ($0, version(of: bytes($0))) })

    private static func version(of bytes: [UInt8]) -> String {
        "?v=" + SHA256.hash(data: bytes).prefix(6).map { String($0, radix: 16) }.joined()
    }

    /// What follows the path in links, so that caches may keep the file for ever.
    static func version(_ asset: Route.Asset, _ words: Words = .english) -> String {
        words == .english ? versions[asset] ?? "" : version(of: bytes(asset, words))
    }
}

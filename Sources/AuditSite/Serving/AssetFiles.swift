import Crypto
import ProseRendering

/// The style and the scripts of the site, as they are in the program.
enum AssetFiles {
    static func bytes(_ asset: Route.Asset) -> [UInt8] {
        switch asset {
        case .style: PackageResources.style_css
        case .keys: PackageResources.keys_js
        case .proof: PackageResources.proof_js
        }
    }

    static func type(_ asset: Route.Asset) -> String {
        asset == .style ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8"
    }

    /// The file within a page that is saved.
    static func markup(_ asset: Route.Asset) -> Markup { Markup(trusted: bytes(asset)) }

    private static let versions: [Route.Asset: String] = Dictionary(
        uniqueKeysWithValues: Route.Asset.allCases.map { asset in
            let digest = SHA256.hash(data: bytes(asset)).prefix(6)
            return (asset, "?v=" + digest.map { String($0, radix: 16) }.joined())
        })

    /// What follows the path in links, so that caches may keep the file for ever.
    static func version(_ asset: Route.Asset) -> String { versions[asset] ?? "" }
}

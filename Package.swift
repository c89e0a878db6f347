// swift-tools-version: 6.2

import PackageDescription

// The floor plan: each target's `dependencies` are the only imports it may make, and `scripts/check` fails the build
// on any other. Nothing here imports upwards.

/// Every target: Swift 6 language mode, warnings are errors.
let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error)
]

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

let package = Package(
    name: "story-ledger",
    platforms: [.macOS(.v15)],
    dependencies: [
        // SHA-256, HMAC and Ed25519: faster than the system's libcrypto, and no system library more.
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        // YAML, for front matter and the daemon's configuration.
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // Pure: values in, values out.
        .target(name: "CanonicalJSON", swiftSettings: settings),
        .target(name: "StoryEvents", dependencies: ["CanonicalJSON", crypto, yams], swiftSettings: settings),
        .target(name: "MerkleLog", dependencies: [crypto], swiftSettings: settings),

        // The log.
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "SQLite", dependencies: ["CSQLite"], swiftSettings: settings),

        .testTarget(name: "SQLiteTests", dependencies: ["SQLite", "CSQLite"], swiftSettings: settings),
        .testTarget(name: "MerkleLogTests", dependencies: ["MerkleLog"], swiftSettings: settings),
        .testTarget(
            name: "StoryEventsTests", dependencies: ["StoryEvents", "CanonicalJSON", crypto], exclude: ["Golden"],
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)

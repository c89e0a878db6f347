// swift-tools-version: 6.2

import PackageDescription

// The floor plan: each target's `dependencies` are the only imports it may make, and `scripts/check` fails the build
// on any other. Nothing here imports upwards.

/// Every target: Swift 6 language mode, warnings are errors.
let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error)
]

let package = Package(
    name: "story-ledger",
    platforms: [.macOS(.v15)],
    targets: [],
    swiftLanguageModes: [.v6]
)

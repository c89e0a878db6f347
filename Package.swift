// swift-tools-version: 6.2

import PackageDescription

// The floor plan: each target's `dependencies` are the only imports it may make, and `scripts/check` fails the build
// on any other. A target stands below those it imports.

/// Every target: Swift 6 language mode, warnings are errors.
let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error)
]

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let memoryLogging: Target.Dependency = .product(name: "InMemoryLogging", package: "swift-log")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let http: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioTLS: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

let package = Package(
    name: "story-ledger",
    platforms: [.macOS(.v26)],
    products: [
        // What a package needs that adds a projection of its own; Tests/ExampleTests is such a one.
        .library(name: "StoryLedger", targets: ["CanonicalJSON", "StoryEvents", "EventLog", "Projections"])
    ],
    dependencies: [
        // SHA-256, HMAC and Ed25519: faster than the system's libcrypto, and no system library more.
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        // Commands, flags, help and completion.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // Structured logs.
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        // Starting and stopping the daemon's parts in order, on signals.
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        // YAML, for front matter and the daemon's configuration.
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        // Requests to witnesses and to published logs, over TLS too.
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        // The HTTP server of the daemon.
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        // The heads of its requests and answers, by name.
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        // Event loops and their faults, by name.
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        // The certificates that are trusted.
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    ],
    targets: [
        // Linux calls that Glibc does not show to Swift.
        .target(name: "CLinux"),

        // The file system: locks, listings, and the system's words.
        .target(name: "Files", swiftSettings: settings),

        // Threads for work that blocks, and the limits that a process must have room for.
        .target(name: "Threads", dependencies: ["CLinux", "Files"], swiftSettings: settings),

        // Pure: values in, values out.
        .target(name: "CanonicalJSON", swiftSettings: settings),
        // The hash of a whole message, as swift-crypto links it.
        .target(name: "CSHA256", dependencies: [crypto]),
        .target(name: "ProseDiff", dependencies: ["Threads"], swiftSettings: settings),
        .target(
            name: "StoryEvents", dependencies: ["CanonicalJSON", "CSHA256", "ProseDiff", "Threads", crypto, yams],
            swiftSettings: settings),
        .target(name: "MerkleLog", dependencies: ["CSHA256", crypto], swiftSettings: settings),

        // Comparisons as people see them: terminals, patches, web pages; the one builder of HTML.
        .target(name: "ProseRendering", dependencies: ["ProseDiff", "Threads"], swiftSettings: settings),

        // Services whose work runs on a thread of its own.
        .target(name: "ServiceThreads", dependencies: ["Threads", lifecycle], swiftSettings: settings),

        // What a process works on, noted so that the next one knows at what the last one ended.
        .target(name: "CWorkGuard"),
        .target(name: "WorkGuard", dependencies: ["CWorkGuard", "Files", "Threads"], swiftSettings: settings),

        // The log.
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "SQLite", dependencies: ["CLinux", "CSQLite", "Files"], swiftSettings: settings),
        .target(
            name: "EventLog",
            dependencies: ["CanonicalJSON", "StoryEvents", "MerkleLog", "SQLite", "Files", "Threads", crypto],
            swiftSettings: settings),

        // What an auditor needs who has public files and a key: neither a ledger nor the network is in reach here.
        .target(
            name: "Monitoring", dependencies: ["CanonicalJSON", "StoryEvents", "MerkleLog", "Files"],
            swiftSettings: settings),

        // What looks at the log, and what feeds it.
        .target(
            name: "Projections",
            dependencies: [
                "CanonicalJSON", "StoryEvents", "EventLog", "ProseDiff", "SQLite", "Files", "Threads", "WorkGuard",
                crypto,
            ],
            swiftSettings: settings),
        .target(
            name: "Verification",
            dependencies: ["CanonicalJSON", "StoryEvents", "EventLog", "MerkleLog", "Monitoring", "Files", crypto],
            swiftSettings: settings),
        .target(
            name: "Inbox",
            dependencies: [
                "CanonicalJSON", "StoryEvents", "EventLog", "CLinux", "Files", "ServiceThreads", "Threads", "WorkGuard",
                crypto,
                logging, lifecycle,
            ],
            swiftSettings: settings),

        // The log as the world reads it: tiles, checkpoints, keys, witnesses.
        .target(
            name: "Publication",
            dependencies: [
                "CanonicalJSON", "StoryEvents", "MerkleLog", "EventLog", "Files", "Threads", logging, lifecycle, http,
                nioCore, nioHTTP, nioPosix, nioTLS,
            ],
            swiftSettings: settings),

        // Copies of a ledger, and ledgers made of copies.
        .target(
            name: "Backup",
            dependencies: [
                "CanonicalJSON", "StoryEvents", "EventLog", "MerkleLog", "Publication", "Inbox", "Verification",
                "CLinux", "Files", crypto,
            ],
            swiftSettings: settings),

        // Stories in the forms that other programs read.
        .target(
            name: "Export",
            dependencies: [
                "CLinux", "CanonicalJSON", "StoryEvents", "EventLog", "Projections", "ProseDiff", "SQLite", "Files",
                crypto,
            ],
            swiftSettings: settings),

        // Whole archives into the log.
        .target(
            name: "Import", dependencies: ["CanonicalJSON", "StoryEvents", "EventLog", "Files", yams],
            swiftSettings: settings),

        // Wiring, and the two programs.
        .target(
            name: "LedgerService",
            dependencies: [
                "CanonicalJSON", "StoryEvents", "EventLog", "Projections", "ProseDiff", "Inbox", "Publication",
                "Verification",
                "Files", "ServiceThreads", "Threads", logging, lifecycle, signals, yams,
            ],
            swiftSettings: settings),

        // What can be wrong with the machine, the rights and the settings.
        .target(
            name: "Doctor",
            dependencies: [
                "CanonicalJSON", "StoryEvents", "EventLog", "Publication", "SQLite", "Inbox", "LedgerService", "CLinux",
                "Files",
            ],
            swiftSettings: settings),

        // The state of a ledger, read from its files: for `status`, for monitoring, for the daemon's own answers.
        .target(
            name: "LedgerStatus",
            dependencies: ["EventLog", "Projections", "Inbox", "Publication", "LedgerService", "StoryEvents", "Files"],
            swiftSettings: settings),

        // The daemon's answers to /healthz, /readyz, /state and /metrics.
        .target(
            name: "Health",
            dependencies: [
                "CanonicalJSON", "EventLog", "LedgerService", "LedgerStatus", "Threads", hummingbird, httpTypes,
                nioCore, nioPosix, logging, lifecycle,
            ],
            swiftSettings: settings),

        // The record as a web site: routes, pages, feeds, an API. It reads, and writes nothing.
        .target(
            name: "AuditSite",
            dependencies: [
                "CanonicalJSON", "StoryEvents", "EventLog", "Projections", "ProseDiff", "ProseRendering", "MerkleLog",
                "Publication", "Verification", "LedgerService", "Files", "Threads", crypto, hummingbird, httpTypes,
                nioCore, nioPosix, logging, lifecycle, yams,
            ],
            resources: [.embedInCode("Resources")], swiftSettings: settings),
        .executableTarget(
            name: "storyledgerd", dependencies: ["LedgerService", "Health", "AuditSite", arguments],
            swiftSettings: settings),
        .executableTarget(
            name: "storyledger",
            dependencies: [
                "CanonicalJSON", "StoryEvents", "EventLog", "MerkleLog", "Projections", "ProseDiff", "ProseRendering",
                "Inbox", "Publication", "Verification", "Monitoring", "Backup", "Doctor", "Export", "Import",
                "LedgerService", "LedgerStatus", "AuditSite", "Files", arguments,
            ],
            swiftSettings: settings),

        // What tests and benchmarks are made with.
        .target(
            name: "LedgerTestKit", dependencies: ["CanonicalJSON", "StoryEvents", "EventLog", "MerkleLog"],
            swiftSettings: settings),
        .executableTarget(
            name: "LedgerBenchmarks",
            dependencies: [
                "CLinux", "CanonicalJSON", "StoryEvents", "EventLog", "ProseDiff", "ProseRendering", "MerkleLog",
                "Verification", "SQLite",
                "storyledger", "storyledgerd", crypto, arguments,
            ],
            path: "Sources/Benchmarks/LedgerBenchmarks", swiftSettings: settings),

        .testTarget(
            name: "AuditSiteTests",
            dependencies: [
                "AuditSite", "CanonicalJSON", "StoryEvents", "EventLog", "Projections", "LedgerService",
                "LedgerTestKit", "SQLite", "Threads",
                httpTypes,
            ],
            swiftSettings: settings),
        .testTarget(name: "CanonicalJSONTests", dependencies: ["CanonicalJSON"], swiftSettings: settings),
        .testTarget(
            name: "ProseDiffTests", dependencies: ["ProseDiff", "ProseRendering", "Threads"], swiftSettings: settings),
        .testTarget(
            name: "EventLogTests",
            dependencies: ["CanonicalJSON", "StoryEvents", "EventLog", "MerkleLog", "SQLite", "LedgerTestKit", crypto],
            swiftSettings: settings),
        .testTarget(
            name: "PublicationTests",
            dependencies: [
                "CanonicalJSON", "StoryEvents", "MerkleLog", "EventLog", "Publication", "LedgerTestKit", logging,
                lifecycle,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "MonitoringTests",
            dependencies: ["CanonicalJSON", "StoryEvents", "MerkleLog", "Monitoring"], swiftSettings: settings),
        .testTarget(name: "SQLiteTests", dependencies: ["SQLite", "CSQLite"], swiftSettings: settings),
        .testTarget(
            name: "ProjectionsTests",
            dependencies: [
                "CanonicalJSON", "StoryEvents", "EventLog", "Projections", "ProseDiff", "SQLite", "WorkGuard",
                "LedgerTestKit",
            ],
            exclude: ["Golden"], swiftSettings: settings),
        .testTarget(
            name: "VerificationTests",
            dependencies: [
                "CanonicalJSON", "StoryEvents", "EventLog", "MerkleLog", "Verification", "SQLite", "LedgerTestKit",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "LedgerServiceTests",
            dependencies: [
                "LedgerService", "LedgerStatus", "CanonicalJSON", "StoryEvents", "EventLog", "Projections",
                "Publication", "SQLite", "Inbox", "Files",
                logging,
                memoryLogging, lifecycle,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "InboxTests",
            dependencies: [
                "Inbox", "EventLog", "StoryEvents", "CanonicalJSON", "Files", "LedgerTestKit", "Threads", "WorkGuard",
                logging,
                memoryLogging, lifecycle,
            ],
            swiftSettings: settings),

        // A projection as a package that depends on this one would add it: what is public has to do.
        .testTarget(
            name: "ExampleTests",
            dependencies: ["CanonicalJSON", "StoryEvents", "EventLog", "Projections", "LedgerTestKit"],
            swiftSettings: settings),
        .testTarget(
            name: "BackupTests", dependencies: ["Backup", "CanonicalJSON", "EventLog", "LedgerTestKit", "StoryEvents"],
            swiftSettings: settings),
        .testTarget(
            name: "ExportTests",
            dependencies: ["Export", "CanonicalJSON", "EventLog", "Projections", "LedgerTestKit", "StoryEvents"],
            swiftSettings: settings),
        .testTarget(
            name: "ImportTests",
            dependencies: ["Import", "CanonicalJSON", "EventLog", "LedgerTestKit", "StoryEvents"],
            swiftSettings: settings),

        // Every parser of bytes from outside, with inputs that are made from seeds.
        .testTarget(
            name: "FuzzTests",
            dependencies: [
                "CanonicalJSON", "StoryEvents", "MerkleLog", "Monitoring", "Verification", "Import", "LedgerService",
                "ProseDiff", "LedgerTestKit",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "DoctorTests",
            dependencies: ["Doctor", "CanonicalJSON", "EventLog", "StoryEvents", "LedgerService", "LedgerTestKit"],
            swiftSettings: settings),
        .testTarget(name: "FilesTests", dependencies: ["Files"], swiftSettings: settings),
        .testTarget(name: "ThreadsTests", dependencies: ["Threads"], swiftSettings: settings),
        .testTarget(
            name: "WorkGuardTests", dependencies: ["WorkGuard", "CWorkGuard", "Threads"], swiftSettings: settings),
        .testTarget(name: "MerkleLogTests", dependencies: ["MerkleLog"], swiftSettings: settings),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "storyledger", "CanonicalJSON", "LedgerTestKit", "ProseDiff", "ProseRendering", "SQLite", "StoryEvents",
            ],
            exclude: ["Golden"],
            swiftSettings: settings),
        .testTarget(
            name: "StoryEventsTests", dependencies: ["StoryEvents", "CanonicalJSON", "LedgerTestKit", crypto],
            exclude: ["Golden"], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)

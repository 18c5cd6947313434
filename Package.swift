// swift-tools-version: 6.2
import PackageDescription

/// Strictness every Swift target shares. `Lifetimes` lets the decoders hand out spans over mapped bytes.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableExperimentalFeature("Lifetimes"),
]

/// The commit for `cardscan --version`, which the Makefile tells. A constant of C alone: a new commit compiles one small
/// file anew, and without git, or without make, nothing is missing but the commit.
let commit: [CSetting] =
    Context.environment["CARDSCAN_COMMIT"].map { name in
        let isPlain = name.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7a).contains($0) || $0 == 0x2d }
        return isPlain && !name.isEmpty ? [.define("CARDSCAN_COMMIT", to: "\"\(name)\"")] : []
    } ?? []

let package = Package(
    name: "cardscan",
    products: [.executable(name: "cardscan", targets: ["cardscan"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.100.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    ],
    targets: [
        .executableTarget(
            name: "cardscan",
            dependencies: [
                "Budgets", "Exposition", "Propose", "Cardinality", "LabelSets", "Lint", "Manifests", "Relabel",
                "Threading", "PromQL", "Receiver", "RemoteWrite", "Regex", "Spelling", "TSDB", "YAML", "CPlatform",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            // Style and scripts of pages.
            resources: [.embedInCode("HTML/Assets")], swiftSettings: strict),

        .target(
            name: "Receiver",
            dependencies: [
                "Cardinality", "RemoteWrite", "TSDB", "CPlatform",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict),
        .target(name: "RemoteWrite", dependencies: ["TSDB", "CSnappy"], swiftSettings: strict),
        .target(
            name: "Lint",
            dependencies: [
                "LabelSets", "Manifests", "Templates", "Relabel", "TSDB", "PromQL", "Regex", "Spelling", "YAML",
                "Threading",
            ],
            swiftSettings: strict),
        .target(
            name: "Manifests",
            dependencies: ["YAML", "Templates", "Relabel", "PromQL", "Regex", "Spelling", "Threading"],
            swiftSettings: strict),
        .target(
            name: "Propose",
            dependencies: ["Cardinality", "LabelSets", "TSDB", "Relabel", "Manifests", "PromQL", "Regex", "YAML"],
            // A link to `rules/relabel`. Embedded, so that the binary is one file.
            resources: [.embedInCode("Curated/lists")], swiftSettings: strict),
        .target(
            name: "Budgets", dependencies: ["Cardinality", "Manifests", "PromQL", "Spelling", "YAML"],
            swiftSettings: strict),
        .target(name: "LabelSets", dependencies: ["PromQL", "Relabel", "Regex", "TSDB"], swiftSettings: strict),
        .target(
            name: "Cardinality", dependencies: ["TSDB", "PromQL", "Threading"], swiftSettings: strict),
        .target(
            name: "TSDB", dependencies: ["Threading", "CPlatform", "CSnappy", "CZstd"], swiftSettings: strict),
        .target(name: "Exposition", dependencies: ["TSDB"], swiftSettings: strict),
        .target(name: "Threading", swiftSettings: strict),
        .target(name: "Spelling", swiftSettings: strict),
        .target(name: "Templates", dependencies: ["Spelling"], swiftSettings: strict),
        .target(name: "Relabel", dependencies: ["Regex", "TSDB"], swiftSettings: strict),
        .target(name: "PromQL", dependencies: ["Regex", "Spelling"], swiftSettings: strict),
        .target(name: "YAML", dependencies: ["CYAML"], swiftSettings: strict),
        .target(name: "Regex", dependencies: ["CPCRE2"], swiftSettings: strict),

        .target(name: "CPlatform", cSettings: commit),
        .systemLibrary(name: "CSnappy", pkgConfig: "snappy", providers: [.apt(["libsnappy-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),

        .testTarget(name: "RegexTests", dependencies: ["Regex"], swiftSettings: strict),
        .testTarget(name: "PromQLTests", dependencies: ["PromQL"], swiftSettings: strict),
        .testTarget(name: "YAMLTests", dependencies: ["YAML"], swiftSettings: strict),
        .testTarget(name: "SpellingTests", dependencies: ["Spelling"], swiftSettings: strict),
        .testTarget(name: "TemplatesTests", dependencies: ["Templates"], swiftSettings: strict),
        .testTarget(name: "RelabelTests", dependencies: ["Relabel", "Regex", "TSDB", "CYAML"], swiftSettings: strict),
        .testTarget(
            name: "ManifestsTests", dependencies: ["Manifests", "YAML", "PromQL", "Templates", "Relabel"],
            swiftSettings: strict),
        .testTarget(
            name: "ProposeTests",
            dependencies: [
                "Propose", "Cardinality", "LabelSets", "Manifests", "Relabel", "PromQL", "Regex", "TSDB", "YAML",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "LintTests", dependencies: ["LabelSets", "Lint", "Manifests", "PromQL", "TSDB", "YAML"],
            swiftSettings: strict),
        .testTarget(name: "RemoteWriteTests", dependencies: ["RemoteWrite", "TSDB"], swiftSettings: strict),
        .testTarget(
            name: "ReceiverTests", dependencies: ["Receiver", "RemoteWrite", "Cardinality", "TSDB"],
            swiftSettings: strict),
        .testTarget(name: "ExpositionTests", dependencies: ["Exposition", "TSDB"], swiftSettings: strict),
        .testTarget(name: "TSDBTests", dependencies: ["TSDB"], swiftSettings: strict),
        .testTarget(
            name: "CardinalityTests", dependencies: ["Cardinality", "Exposition", "RemoteWrite", "TSDB", "PromQL"],
            swiftSettings: strict),
        .testTarget(
            name: "BudgetsTests", dependencies: ["Budgets", "Cardinality", "PromQL", "TSDB", "YAML"],
            swiftSettings: strict),
        .testTarget(
            name: "LabelSetsTests", dependencies: ["LabelSets", "Cardinality", "PromQL", "Relabel", "TSDB"],
            swiftSettings: strict),
        .testTarget(
            name: "CLITests",
            dependencies: [
                "cardscan", "Budgets", "Cardinality", "Exposition", "Lint", "Manifests", "Propose", "TSDB", "YAML",
            ],
            exclude: ["Snapshots", "Transcripts"],
            swiftSettings: strict),
    ]
)

// `make fuzz`: a program of its own, and every module instrumented.
if Context.environment["CARDSCAN_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "Fuzz", dependencies: ["Cardinality", "Exposition", "RemoteWrite", "TSDB"], path: "Fuzz",
            swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])]))
}

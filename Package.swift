// swift-tools-version: 6.2
// The manifest is the architecture: a module imports only from modules listed above it.
import Foundation
import PackageDescription

// MARK: - Where the C and C++ libraries are

let root = Context.packageDirectory
let arrow = root + "/.deps/arrow"
let hasPrivateArrow = FileManager.default.fileExists(atPath: arrow + "/include/arrow/api.h")

/// `RETENTION_FAST_ARCH=x86-64-v3` makes a binary that travels; the default is this machine's own instructions.
let architecture = Context.environment["RETENTION_FAST_ARCH"] ?? "native"
#if arch(arm64)
  let target = "-mcpu=\(architecture)"
#else
  let target = "-march=\(architecture)"
#endif

let swiftSettings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  // Without `errno` a square root is one instruction, also of a whole vector; the value is the same.
  .unsafeFlags(["-Xcc", target, "-Xcc", "-fno-math-errno"]),
]
/// For modules of kernels only: there, a `precondition` is our own mistake, and user input is checked by `throws` before.
let kernelSettings = swiftSettings + [.unsafeFlags(["-Ounchecked"], .when(configuration: .release))]
let cxxSettings: [CXXSetting] = [
  .unsafeFlags([target] + (hasPrivateArrow ? ["-isystem", arrow + "/include"] : []))
]
let arrowLinker: [LinkerSetting] =
  [.linkedLibrary("arrow"), .linkedLibrary("parquet")]
  + (hasPrivateArrow
    ? [.unsafeFlags(["-L\(arrow)/lib", "-Xlinker", "-rpath", "-Xlinker", "\(arrow)/lib"])] : [])

// MARK: - Modules, in layer order

func module(_ name: String, _ dependencies: [Target.Dependency], kernels: Bool = false) -> Target {
  .target(
    name: name, dependencies: dependencies, swiftSettings: kernels ? kernelSettings : swiftSettings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name + "Tests", dependencies: dependencies, swiftSettings: swiftSettings)
}

let package = Package(
  name: "retention-fast",
  products: [.executable(name: "retention-fast", targets: ["retention-fast"])],
  targets: [
    .systemLibrary(name: "COpenBLAS", pkgConfig: "lapacke", providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(name: "CIntrinsics"),
    .target(name: "CMuParser", linkerSettings: [.linkedLibrary("muparser")]),
    .target(name: "CArrowBridge", cxxSettings: cxxSettings, linkerSettings: arrowLinker),

    // The ground floor.
    module("CivilTime", []),
    module("Text", []),
    module("Failures", ["CIntrinsics"]),
    module("Hashing", ["CCrypto"]),

    module("Numerics", ["COpenBLAS", "CIntrinsics", "Failures"], kernels: true),
    module("Tables", ["CZip", "CExpat", "CArrowBridge", "CivilTime", "Text", "Failures", "Numerics"]),
    module("Settings", ["CYAML", "CivilTime", "Text", "Failures"]),
    module("Learning", ["CIntrinsics", "Text", "Failures", "Numerics"], kernels: true),
    module(
      "Retention", ["CIntrinsics", "CivilTime", "Text", "Failures", "Numerics", "Tables", "Settings", "Learning"]),
    module(
      "PluginHost",
      [
        "CMuParser", "CIntrinsics", "Text", "Failures", "Hashing", "Numerics", "Tables", "Settings", "Learning",
        "Retention",
      ]),
    module("PluginContracts", ["Numerics", "Retention"]),
    module("Runs", ["Text", "Failures", "Hashing", "Numerics"]),
    module(
      "Pipeline",
      [
        "CivilTime", "Text", "Failures", "Hashing", "Numerics", "Tables", "Settings", "Learning", "Retention",
        "PluginHost", "Runs",
      ]),

    // Leaves, imported by the program alone.
    module("SyntheticShop", ["CivilTime", "Text", "Failures", "Numerics", "Tables", "Runs"]),
    module("LearnerBenchmarks", ["Text", "Failures", "Numerics", "Tables", "Learning", "Runs"]),

    module("CommandParsing", ["CivilTime", "Text", "Failures", "Settings"]),
    .executableTarget(
      name: "retention-fast",
      dependencies: [
        "CivilTime", "Text", "Failures", "Numerics", "Tables", "Settings", "Retention", "PluginHost", "Runs",
        "Pipeline",
        "SyntheticShop", "LearnerBenchmarks", "CommandParsing",
      ],
      swiftSettings: swiftSettings),

    .target(
      name: "TestSupport", dependencies: ["CZip", "CivilTime", "Numerics", "Tables", "Settings", "Retention"],
      path: "Tests/Support", swiftSettings: swiftSettings),
    .executableTarget(
      name: "retention-fuzz", dependencies: ["Runs", "TestSupport"], path: "Tools/Fuzz",
      swiftSettings: swiftSettings),
    tests("CivilTime", ["CivilTime"]),
    tests("Text", ["Text", "Numerics"]),
    tests("Hashing", ["Hashing", "Numerics", "Runs", "TestSupport"]),
    tests("Numerics", ["Numerics", "TestSupport"]),
    tests("Tables", ["CivilTime", "Text", "Numerics", "Tables", "TestSupport"]),
    tests("Settings", ["CivilTime", "Settings", "TestSupport"]),
    tests("Learning", ["Learning", "Numerics", "TestSupport"]),
    tests(
      "Retention",
      ["Retention", "CivilTime", "Text", "Failures", "Learning", "Numerics", "Tables", "Settings", "TestSupport"]),
    tests("PluginHost", ["PluginHost", "Hashing", "Retention", "Learning", "Settings", "Numerics", "TestSupport"]),
    tests(
      "PluginContracts",
      ["PluginContracts", "PluginHost", "Learning", "Numerics", "Retention", "Settings", "TestSupport"]),
    tests("Runs", ["Runs", "Failures", "Hashing", "Numerics", "TestSupport"]),
    tests(
      "Pipeline",
      [
        "Pipeline", "Failures", "Hashing", "Retention", "PluginHost", "Runs", "Tables", "Settings", "Learning",
        "Numerics",
        "SyntheticShop", "TestSupport",
      ]),
    tests("SyntheticShop", ["SyntheticShop", "Numerics", "TestSupport"]),
    tests("LearnerBenchmarks", ["LearnerBenchmarks", "Failures", "Numerics", "Runs", "Tables", "TestSupport"]),
    tests("CommandParsing", ["CommandParsing", "Failures", "TestSupport"]),
    tests(
      "CommandLine",
      [
        "retention-fast", "CommandParsing", "Failures", "Numerics", "Pipeline", "PluginHost", "Retention", "Runs",
        "Settings", "SyntheticShop", "TestSupport",
      ]),
    tests("EndToEnd", ["retention-fast", "Tables", "Numerics", "TestSupport"]),
    tests(
      "Documentation",
      ["retention-fast", "Pipeline", "PluginHost", "Retention", "Runs", "Settings", "Tables", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx20
)

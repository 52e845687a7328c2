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

    module("Numerics", ["COpenBLAS", "CIntrinsics"], kernels: true),
    module("Tables", ["CZip", "CExpat", "CArrowBridge", "Numerics"]),
    module("Settings", ["CYAML"]),
    module("Learning", ["CIntrinsics", "Numerics"], kernels: true),
    module("Retention", ["CIntrinsics", "Numerics", "Tables", "Settings", "Learning"]),
    module("PluginHost", ["CMuParser", "CIntrinsics", "Numerics", "Tables", "Settings", "Learning", "Retention"]),
    module("Pipeline", ["CCrypto", "Numerics", "Tables", "Settings", "Learning", "Retention", "PluginHost"]),
    .executableTarget(
      name: "retention-fast", dependencies: ["Numerics", "Settings", "Retention", "PluginHost", "Pipeline"],
      swiftSettings: swiftSettings),

    .target(
      name: "TestSupport", dependencies: ["CZip", "Numerics", "Tables", "Settings", "Retention", "Pipeline"],
      path: "Tests/Support", swiftSettings: swiftSettings),
    .executableTarget(
      name: "retention-fuzz", dependencies: ["Pipeline", "TestSupport"], path: "Benchmarks/Fuzz",
      swiftSettings: swiftSettings),
    tests("Numerics", ["Numerics", "TestSupport"]),
    tests("Tables", ["Tables", "TestSupport"]),
    tests("Settings", ["Settings", "TestSupport"]),
    tests("Learning", ["Learning", "Numerics", "TestSupport"]),
    tests("Retention", ["Retention", "Learning", "Numerics", "Tables", "Settings", "TestSupport"]),
    tests("PluginHost", ["PluginHost", "Retention", "Learning", "Settings", "Numerics", "TestSupport"]),
    tests("Pipeline", ["Pipeline", "Retention", "PluginHost", "Tables", "Settings", "Numerics", "TestSupport"]),
    tests("EndToEnd", ["retention-fast", "Tables", "Numerics", "TestSupport"]),
    tests(
      "Documentation", ["retention-fast", "Pipeline", "PluginHost", "Retention", "Settings", "Tables", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx20
)

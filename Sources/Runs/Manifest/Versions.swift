/// Versions of the software that made a run.
package struct Versions: Sendable, Hashable, Codable {
  /// This project's version, as `retention-fast version` prints it.
  package static let retentionFast = "0.1.0"

  package var retentionFast: String
  /// Major and minor version of the Swift compiler, as far as a program can tell.
  package var swift: String
  /// Version of the loaded Arrow C++ library.
  package var arrow: String?
  /// OpenBLAS's own description of its version and kernels.
  package var openBLAS: String?

  package init(arrow: String? = nil, openBLAS: String? = nil) {
    retentionFast = Self.retentionFast
    swift = Self.compiler
    self.arrow = arrow
    self.openBLAS = openBLAS
  }

  enum CodingKeys: String, CodingKey {
    case retentionFast = "retention_fast"
    case swift, arrow
    case openBLAS = "openblas"
  }

  #if compiler(>=7)
    private static let compiler = "7 or later"
  #elseif compiler(>=6.4)
    private static let compiler = "6.4 or later"
  #elseif compiler(>=6.3)
    private static let compiler = "6.3"
  #else
    private static let compiler = "6.2"
  #endif
}

extension Versions {
  /// Name and version of the program: `retention-fast 0.1.0`.
  package static let line = "retention-fast \(retentionFast)"
}

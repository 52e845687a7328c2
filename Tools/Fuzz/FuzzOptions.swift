import Foundation
import TestSupport

/// The command line: `--files 100000 --seed 1 --formats csv,xlsx --jobs 2 --folder DIR`, or `--only INDEX` to read a
/// single file again.
struct FuzzOptions {
  var files = 100_000
  var seed: UInt64 = 1
  var formats = FuzzFormat.allCases
  var jobs = 2
  var folder = FileManager.default.temporaryDirectory.appendingPathComponent("retention-fuzz").path
  var only: Int?
  /// Set for worker processes: which files to read, and the number of the worker.
  var worker: (range: Range<Int>, job: Int)?

  /// Most seconds that one file may take.
  static let secondsPerFile = 10.0
  /// Address space of a worker.
  static let addressBytes: UInt = 8 << 30
  /// Most resident memory that one file may take.
  static let residentBytes = 512 << 20

  /// A mistake on the command line.
  struct Wrong: Error, CustomStringConvertible {
    let description: String
  }

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      guard let value = rest.popFirst() else { throw Wrong(description: "\(name) needs a value") }
      try set(name, value)
    }
  }

  private mutating func set(_ name: String, _ value: String) throws {
    func number() throws -> Int {
      guard let number = Int(value), number >= 0 else { throw Wrong(description: "\(name) needs a number") }
      return number
    }
    switch name {
    case "--files": files = try number()
    case "--seed": seed = UInt64(try number())
    case "--jobs": jobs = max(1, try number())
    case "--folder": folder = value
    case "--only": only = try number()
    case "--formats":
      formats = try value.split(separator: ",").map { name in
        guard let format = FuzzFormat(rawValue: String(name)) else {
          let known = FuzzFormat.allCases.map(\.rawValue).joined(separator: ", ")
          throw Wrong(description: "there is no format '\(name)'; the formats are \(known)")
        }
        return format
      }
    case "--worker":
      let parts = value.split(separator: ":").compactMap { Int($0) }
      guard parts.count == 3, parts[0] <= parts[1] else { throw Wrong(description: "--worker needs from:to:job") }
      worker = (parts[0]..<parts[1], parts[2])
    default: throw Wrong(description: "there is no option \(name)")
    }
  }

  /// The command line of a worker process.
  func arguments(worker range: Range<Int>, job: Int) -> [String] {
    [
      "--seed", "\(seed)", "--formats", formats.map(\.rawValue).joined(separator: ","), "--folder", folder, "--worker",
      "\(range.lowerBound):\(range.upperBound):\(job)",
    ]
  }

  /// The folder of a worker process.
  func folder(ofJob job: Int) -> String { "\(folder)/job-\(job)" }
}

import Foundation
import TestSupport

/// How far a worker has come, kept in a file that outlives the worker.
struct FuzzProgress {
  /// Index of the current file.
  var index = 0
  /// Counts by format.
  var accepted = [Int](repeating: 0, count: FuzzFormat.allCases.count)
  var rejected = [Int](repeating: 0, count: FuzzFormat.allCases.count)
  /// The largest resident memory that a file has taken so far, in bytes, and the index of that file.
  var peak = 0
  var peakIndex = 0

  private var numbers: [Int] { [index, peak, peakIndex] + accepted + rejected }

  func write(to descriptor: Int32) {
    _ = numbers.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
  }

  init() {}

  init?(path: String) {
    guard let data = FileManager.default.contents(atPath: path), data.count == numbers.count * 8 else { return nil }
    let numbers = data.withUnsafeBytes { Array($0.bindMemory(to: Int.self)) }
    let formats = accepted.count
    (index, peak, peakIndex) = (numbers[0], numbers[1], numbers[2])
    accepted = Array(numbers[3..<(3 + formats)])
    rejected = Array(numbers[(3 + formats)...])
  }
}

import Foundation

/// The working directory of the process. Only this module reads it; all others get it passed in.
enum WorkingFolder {
  static var path: String { FileManager.default.currentDirectoryPath }
}

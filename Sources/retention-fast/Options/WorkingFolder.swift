import Foundation

/// The folder that the program was started in: nothing below this module asks for it.
enum WorkingFolder {
  static var path: String { FileManager.default.currentDirectoryPath }
}

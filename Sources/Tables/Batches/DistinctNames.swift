/// - Throws: `duplicateHeader`.
func requireDistinct(_ names: [String], path: String) throws(TableError) {
  var positions: [String: Int] = [:]
  for (index, name) in names.enumerated() {
    if let first = positions.updateValue(index + 1, forKey: name) {
      throw .duplicateHeader(path: path, name: name, first: first, second: index + 1)
    }
  }
}

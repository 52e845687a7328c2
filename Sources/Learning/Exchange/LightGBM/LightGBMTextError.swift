/// Why a text is not a model that can be used here. Lines and columns count from 1.
package enum LightGBMTextError: Error, Sendable, Equatable {
  case notAModel(line: Int, found: String)
  /// The text ends where more is needed.
  case truncated(line: Int, expected: String)
  case missingKey(line: Int, section: String, key: String)
  case repeatedKey(line: Int, key: String)
  /// A kind of model that exists but is not read here.
  case unsupported(line: Int, key: String, found: String, known: [String])
  case invalidNumber(line: Int, column: Int, key: String, found: String)
  case outOfRange(line: Int, column: Int, key: String, found: String, allowed: String)
  case wrongCount(line: Int, key: String, expected: Int, found: Int)
  /// Children do not form a tree.
  case brokenTree(line: Int, tree: Int, TreeFault)

  package enum TreeFault: Sendable, Equatable {
    case childBeforeParent(node: Int, child: Int)
    case reachedTwice(child: Int)
    case tooDeep(depth: Int, most: Int)
  }
}

extension LightGBMTextError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notAModel(let line, let found):
      "\(line):1: a LightGBM model begins with “tree”, not with “\(found)”; give a model.txt."
    case .truncated(let line, let expected):
      "\(line):1: the text ends before “\(expected)”; the file was cut off, save it again."
    case .missingKey(let line, let section, let key):
      "\(line):1: \(section) has no “\(key)”; save the model again with LightGBM 4."
    case .repeatedKey(let line, let key):
      "\(line):1: “\(key)” is given a second time; save the model again."
    case .unsupported(let line, let key, let found, let known):
      "\(line):1: \(key) “\(found)” cannot be read; known: \(known.joined(separator: ", "))."
    case .invalidNumber(let line, let column, let key, let found):
      "\(line):\(column): “\(found)” in \(key) is not a number that fits there; save the model again."
    case .outOfRange(let line, let column, let key, let found, let allowed):
      "\(line):\(column): \(key) holds \(found), which must be \(allowed); save the model again."
    case .wrongCount(let line, let key, let expected, let found):
      "\(line):1: \(key) has \(found) entries where \(expected) are needed; save the model again."
    case .brokenTree(let line, let tree, let fault):
      "\(line):1: tree \(tree) is broken: \(fault.sentence); save the model again."
    }
  }
}

extension LightGBMTextError.TreeFault {
  fileprivate var sentence: String {
    switch self {
    case .childBeforeParent(let node, let child): "node \(node) leads back to node \(child)"
    case .reachedTwice(let child): "two nodes lead to \(child)"
    case .tooDeep(let depth, let most): "it is \(depth) deep where \(most) is the most"
    }
  }
}

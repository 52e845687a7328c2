extension DictionaryColumn {
  /// Nil where all text is UTF-8; the entries are in order of first appearance, and each is looked at once.
  var firstRowNotUTF8: Int? {
    guard let entry = dictionary.firstNotUTF8 else { return nil }
    return codes.withValues { codes in codes.indices.first { Int(codes[$0]) == entry && !isNull($0) } }
  }
}

extension StringColumn {
  fileprivate var firstNotUTF8: Int? {
    let isASCII = withUnsafeText { offsets, bytes in
      bytes[Int(offsets[0])..<Int(offsets[count])].allSatisfy { $0 < 0x80 }
    }
    return isASCII ? nil : (0..<count).first { !withBytes($0, isUTF8) }
  }
}

func isUTF8(_ bytes: TextBytes) -> Bool {
  (try? UTF8Span(validating: bytes.span)) != nil
}

extension FirstRecord {
  /// - Parameters:
  ///   - names: its fields.
  ///   - sample: the records below it.
  init(_ names: [String], above sample: SampleRecords) {
    self.init(names, above: [])
    var sample = sample
    var records = 0
    while records < mostRecords, sample.next() {
      records += 1
      for (position, field) in sample.fields.prefix(names.count).enumerated() {
        add(FieldLook(TextBytes(rebasing: sample.text[field.bytes])), at: position)
      }
    }
  }
}

/// Records that are looked at.
private let mostRecords = 100

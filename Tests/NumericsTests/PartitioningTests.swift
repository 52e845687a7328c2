import Numerics
import Testing

@Suite struct PartitioningTests {
  @Test("finds where the second part begins, for every length and every place")
  func everyPlace() {
    for count in 0...33 {
      for place in 0...count {
        let values = (0..<count).map { $0 >= place }
        #expect(values.partitioningIndex { $0 } == place)
      }
    }
  }

  @Test("of equal values, the first that is not below and the first that is above")
  func ties() {
    let values = [1, 3, 3, 3, 7]
    #expect(values.partitioningIndex { $0 >= 3 } == 1)
    #expect(values.partitioningIndex { $0 > 3 } == 4)
    #expect(values.partitioningIndex { $0 > 7 } == values.endIndex)
  }

  @Test("a slice keeps the indices of its base, and a range is one")
  func slices() {
    let values = [9, 9, 2, 4, 6, 0, 0]
    #expect(values[2..<5].partitioningIndex { $0 >= 5 } == 4)
    #expect((2..<5).partitioningIndex { values[$0] >= 7 } == 5)
  }

  @Test("looks at few elements")
  func steps() {
    var looks = 0
    let place = (0..<1_000_000).partitioningIndex {
      looks += 1
      return $0 >= 654_321
    }
    #expect(place == 654_321)
    #expect(looks <= 20)
  }
}

extension ChurnReport {
  /// All but `scores`, which stand on the same level.
  enum CodingKeys: String, CodingKey {
    case holdout
    case testSnapshot = "test_snapshot"
    case trainSnapshots = "train_snapshots"
    case trainingShare = "training_share"
    case testShare = "test_share"
    case testCount = "n_test"
    case prevalence, champion
    case thresholdF1 = "threshold_f1"
    case thresholdYouden = "threshold_youden"
    case profitPerCustomer = "profit_per_customer"
    case valueAtStake = "value_at_stake"
    case lift, baselines
    case beatsRecency = "beats_recency"
    case gainOverRecency = "gain_over_recency"
    case candidates
    case levelBand = "level_band"
  }

  package init(from decoder: any Decoder) throws {
    scores = try Scores(from: decoder)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    holdout = try container.decode(String.self, forKey: .holdout)
    testSnapshot = try container.decode(String.self, forKey: .testSnapshot)
    trainSnapshots = try container.decode([String].self, forKey: .trainSnapshots)
    testCount = try container.decode(Int.self, forKey: .testCount)
    champion = try container.decode(String.self, forKey: .champion)
    lift = try container.decode([Decile].self, forKey: .lift)
    baselines = try container.decode(Baselines.self, forKey: .baselines)
    beatsRecency = try container.decode(Bool.self, forKey: .beatsRecency)
    gainOverRecency = try container.decode(Nullable<Gain>.self, forKey: .gainOverRecency).wrappedValue
    candidates = try container.decode([String: Candidate].self, forKey: .candidates)
    levelBand = try container.decode(Nullable<LevelBand>.self, forKey: .levelBand).wrappedValue
    trainingShare = try container.decode(Nullable<Double>.self, forKey: .trainingShare).wrappedValue
    testShare = try container.decode(Nullable<Double>.self, forKey: .testShare).wrappedValue
    prevalence = try container.decode(Nullable<Double>.self, forKey: .prevalence).wrappedValue
    thresholdF1 = try container.decode(Nullable<Double>.self, forKey: .thresholdF1).wrappedValue
    thresholdYouden = try container.decode(Nullable<Double>.self, forKey: .thresholdYouden).wrappedValue
    profitPerCustomer = try container.decode(Nullable<Double>.self, forKey: .profitPerCustomer).wrappedValue
    valueAtStake = try container.decode(Nullable<Double>.self, forKey: .valueAtStake).wrappedValue
  }

  package func encode(to encoder: any Encoder) throws {
    try scores.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(holdout, forKey: .holdout)
    try container.encode(testSnapshot, forKey: .testSnapshot)
    try container.encode(trainSnapshots, forKey: .trainSnapshots)
    try container.encode(Nullable(wrappedValue: trainingShare), forKey: .trainingShare)
    try container.encode(Nullable(wrappedValue: testShare), forKey: .testShare)
    try container.encode(testCount, forKey: .testCount)
    try container.encode(Nullable(wrappedValue: prevalence), forKey: .prevalence)
    try container.encode(champion, forKey: .champion)
    try container.encode(Nullable(wrappedValue: thresholdF1), forKey: .thresholdF1)
    try container.encode(Nullable(wrappedValue: thresholdYouden), forKey: .thresholdYouden)
    try container.encode(Nullable(wrappedValue: profitPerCustomer), forKey: .profitPerCustomer)
    try container.encode(Nullable(wrappedValue: valueAtStake), forKey: .valueAtStake)
    try container.encode(lift, forKey: .lift)
    try container.encode(baselines, forKey: .baselines)
    try container.encode(beatsRecency, forKey: .beatsRecency)
    try container.encode(Nullable(wrappedValue: gainOverRecency), forKey: .gainOverRecency)
    try container.encode(candidates, forKey: .candidates)
    try container.encode(Nullable(wrappedValue: levelBand), forKey: .levelBand)
  }
}

extension ChurnReport.Candidate: Codable {
  package init(from decoder: any Decoder) throws {
    scores = try ChurnReport.Scores(from: decoder)
    selection = try ChurnReport.Selection(from: decoder)
  }

  package func encode(to encoder: any Encoder) throws {
    try scores.encode(to: encoder)
    try selection.encode(to: encoder)
  }
}

import Learning
import Retention
import Testing

@Suite("Why a number of clusters was chosen")
struct ClusterCountReasonTests {
  @Test("is said in a sentence, with three decimals")
  func sentences() {
    #expect(ClusterCountReason.forced.explanation(chosen: 4) == "4 clusters, as the configuration asks for")
    #expect(
      ClusterCountReason.largestWithinTolerance(best: 0.41239, bestClusters: 3, required: 0.392).explanation(chosen: 5)
        == "the best silhouette is 0.412 at 3 clusters; 5 is the largest number with at least 0.392")
    #expect(
      ClusterCountReason.noneEligible(best: .nan).explanation(chosen: 2)
        == "no number of clusters is both interpretable and free of tiny clusters, so the best silhouette (unknown) decided"
    )
  }
}

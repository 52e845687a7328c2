import Foundation
import Hashing
import Numerics
import Runs

extension PublishedRun {
  /// Checks that those of `paths` that the run has made are unchanged.
  ///
  /// - Throws: `RunError.damagedArtefact` for one that is missing or differs from its digest; `FileError`, `Cancelled`.
  func requireIntact(_ paths: [String], _ context: ExecutionContext) throws {
    let made = try manifest().artefacts.filter { paths.contains($0.path) }
    for artefact in made where !contains(artefact.path) {
      throw RunError.damagedArtefact(run: name, path: artefact.path)
    }
    let digests = try SHA256.digests(ofFiles: made.map { url(for: $0.path) }, context: context)
    for (artefact, digest) in zip(made, digests) where artefact.sha256 != digest {
      throw RunError.damagedArtefact(run: name, path: artefact.path)
    }
  }
}

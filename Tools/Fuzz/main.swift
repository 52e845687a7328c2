import Foundation

// Reads mutated files in worker processes that may crash; see Benchmarks/README.md.
do {
  let options = try FuzzOptions(Array(CommandLine.arguments.dropFirst()))
  if let worker = options.worker {
    try FuzzWorker(options).run(worker)
  } else if let index = options.only {
    try FuzzWorker(options).runOne(index)
  } else {
    exit(try FuzzCampaign(options).run() ? 0 : 1)
  }
} catch {
  FileHandle.standardError.write(Data("fuzz: \(error)\n".utf8))
  exit(2)
}

import Foundation

// The only place that ends the process: parse, run, and turn an error into a sentence and an exit code.

ProcessSignals.install()
let shell = Shell(arguments: Array(CommandLine.arguments.dropFirst()))
exit(shell.run().rawValue)

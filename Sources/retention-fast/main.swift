import Foundation
import Pipeline

// The only place that ends the process: parse, run, and turn an error into a sentence and an exit code.

Interruption.installSignalHandlers()
let shell = Shell(arguments: Array(CommandLine.arguments.dropFirst()))
exit(shell.run().rawValue)

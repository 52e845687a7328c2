import Foundation
import Numerics

// Runs one command and ends the process with its exit code. Only the handler of a second Ctrl-C ends it elsewhere.

ProcessSignals.install()
endBLASThreads()
let shell = Shell(arguments: Array(CommandLine.arguments.dropFirst()))
exit(shell.run().rawValue)

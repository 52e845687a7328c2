import CommandParsing
import Testing

@Suite("Help") struct HelpRendererTests {
  @Test("help of a group of commands")
  func root() {
    #expect(
      HelpRenderer(width: 80).text(for: SampleTree.root, path: ["tool"]) == """
        A tool.

        Usage: tool COMMAND [OPTIONS]

        What it is for.

        Commands:
          work   Do the work
          group  A group

        Display:
          --color WHEN  Use colours: auto, always or never; NO_COLOR is honoured
                        (default: auto)
          --version     Show the version
          -h, --help    Show this help

        Examples:
          tool work IN --soft
              Work softly.

        Exit codes:
          0  ok
          2  usage

        """)
  }

  @Test("help of a command: arguments, options by group, defaults")
  func command() {
    #expect(
      HelpRenderer(width: 100).text(for: SampleTree.inner, path: ["tool", "group", "inner"]) == """
        Inside.

        Usage: tool group inner [OPTIONS] [FILES…]

        Arguments:
          [FILES…]  Files

        Input:
          --data PATH…    Order lines: files, folders and quoted patterns such as 'exports/*.csv' (required)
          --mapping FILE  JSON file that says which column is which (default: well-known headers are
                          recognized)

        Display:
          -h, --help  Show this help

        """)
  }

  @Test("help fits every width and has the same words at each", arguments: [40, 60, 80, 100])
  func width(width: Int) {
    let text = HelpRenderer(width: width).text(for: SampleTree.work, path: ["tool", "work"])
    for line in text.split(separator: "\n") { #expect(line.count <= width, "\(line)") }
    let wide = HelpRenderer(width: 100).text(for: SampleTree.work, path: ["tool", "work"])
    #expect(words(text) == words(wide))
  }

  private func words(_ text: String) -> [Substring] { text.split { $0.isWhitespace } }

  @Test("colors change nothing but colors")
  func colours() {
    let plain = HelpRenderer(width: 80).text(for: SampleTree.work, path: ["tool", "work"])
    let coloured = HelpRenderer(width: 80, style: .ansi).text(for: SampleTree.work, path: ["tool", "work"])
    #expect(coloured != plain)
    #expect(coloured.replacing(#/\u{1b}\[[0-9;]*m/#, with: "") == plain)
  }

  @Test("help lists every option of a command")
  func complete() {
    let text = HelpRenderer(width: 80).text(for: SampleTree.work, path: ["tool", "work"])
    for option in SampleTree.work.options { #expect(text.contains("--\(option.name)")) }
  }
}

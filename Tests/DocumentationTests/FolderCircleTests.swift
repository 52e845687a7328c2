import Testing

/// Folders of a module are layered as modules are: what two of them need from each other belongs in a third.
@Suite("Folders of a module") struct FolderCircleTests {
  /// Cycles that are accepted, by module and folders, each with a reason. At most three; the goal is none.
  private static let defended: [(module: String, folders: [String], reason: String)] = []

  @Test("no two folders of a module depend on each other", arguments: try ModuleSources.all())
  func circles(module: ModuleSources) {
    let folder = "Sources/\(module.name)/"
    let graph = FolderGraph(module.files.map { (String($0.path.dropFirst(folder.count)), $0.text) })
    for circle in graph.circles {
      let isDefended = Self.defended.contains { $0.module == module.name && $0.folders == circle }
      #expect(isDefended, "\(module.name): a circle of folders\n\(graph.description(of: circle))")
    }
  }

  @Test("at most three cycles are accepted, each with a reason")
  func defences() {
    #expect(Self.defended.count <= 3)
    #expect(Self.defended.allSatisfy { !$0.reason.isEmpty && $0.folders == $0.folders.sorted() })
  }
}

@Suite("Detection of folder cycles") struct FolderGraphTests {
  @Test("a cycle of three folders is found, with the names that cause it")
  func three() {
    let graph = FolderGraph([
      ("A/One.swift", "struct One { let two: Two }"), ("B/Two.swift", "enum Two { func f() { three() } }"),
      ("C/Three.swift", "func three(_ one: One? = nil) {}"), ("D/Four.swift", "struct Four { let one: One }"),
    ])
    #expect(graph.circles == [["A", "B", "C"]])
    #expect(
      graph.description(of: ["A", "B", "C"]) == """
        A names of B: Two (One.swift)
        B names of C: three (Two.swift)
        C names of A: One (Three.swift)
        """)
  }

  @Test("text that only looks like a use of another folder is not counted")
  func noUses() {
    let two = "struct Two { let one: One }\nfunc helper() {}\nprivate struct Hidden {}\nstruct Both {}"
    for text in [
      "// Two", "/* Two */", "let a = \"Two\"", "let a = \"\"\"\n  Two\n  \"\"\"", "let a = #\"\\(Two) \"# + \"\"",
      "let a = x.Two", "let a = helper", "let a = Hidden()", "let a = Both()\nstruct Both {}",
      "enum Own { struct Two {}; let a: Two }", "func helper() {}\nlet a = helper()",
    ] {
      let graph = FolderGraph([("A/One.swift", "struct One {}\n" + text), ("B/Two.swift", two)])
      #expect(graph.circles == [], "\(text)")
    }
  }

  @Test("a name in a string interpolation and an extension count as uses")
  func hiddenUses() {
    for text in ["let a = \"a \\(f(\"\\(Two())\")) b\"", "extension Two {}", "let a = [Two]()", "let a = helper()"] {
      let graph = FolderGraph([
        ("A/One.swift", "struct One {}\n" + text), ("B/Two.swift", "struct Two { let one: One }\nfunc helper() {}"),
      ])
      #expect(graph.circles == [["A", "B"]], "\(text)")
    }
  }
}

import Testing

@Suite("Architecture") struct ArchitectureTests {
  private let modules: [ModuleSources]

  init() throws { modules = try ModuleSources.all() }

  @Test("every folder of Sources is a module of the manifest")
  func manifestIsRead() throws {
    #expect(try Document.names(in: "Sources") == modules.map(\.name).sorted())
  }

  @Test("a module depends only on modules listed above it")
  func layers() {
    for (index, module) in modules.enumerated() {
      let above = Set(modules[..<index].map(\.name))
      #expect(Set(module.dependencies).subtracting(above) == [], "\(module.name)")
    }
  }

  @Test("a module imports only system modules and what the manifest lists for it")
  func imports() {
    let system: Set = ["Foundation", "Dispatch", "Synchronization", "Glibc", "Musl", "Darwin"]
    for module in modules {
      let allowed = system.union(module.dependencies)
      for (file, imported) in module.imports {
        #expect(allowed.contains(imported), "\(file) imports \(imported)")
      }
    }
  }

  @Test("only modules with code inlined elsewhere, and what they build on, declare anything public")
  func access() {
    let inlined: Set = ["CivilTime", "Failures", "Numerics", "Tables"]
    let declaration = /^\s*(?:@\S+ )*public\b/.anchorsMatchLineEndings()
    let declaring = modules.filter { $0.files.contains { $0.text.contains(declaration) } }.map(\.name)
    #expect(Set(declaring) == inlined)
  }

  @Test("the modules at the bottom import nothing, not even Foundation", arguments: ["CivilTime", "Text"])
  func groundFloor(name: String) throws {
    let module = try #require(modules.first { $0.name == name })
    #expect(!module.files.isEmpty)
    #expect(module.imports.map(\.file) == [])
  }

  @Test("Numerics does not import Foundation")
  func numericsWithoutFoundation() {
    let users = modules.filter { $0.name == "Numerics" }.flatMap(\.imports).filter { $0.module == "Foundation" }
    #expect(users.map(\.file) == [])
  }

  @Test("only the program module reads arguments, environment, working directory, terminal and standard streams")
  func processState() {
    let state =
      /CommandLine\.arg|processInfo\.environment|\bgetenv\(|currentDirectoryPath|\bgetcwd\(|temporaryDirectory|\bisatty\(|\bioctl\(|STD(?:IN|OUT|ERR)_FILENO|FileHandle\.standard|\bprint\(/
    let readers = modules.flatMap(\.files).filter { $0.text.contains(state) }.map(\.path)
    #expect(readers.filter { !$0.hasPrefix("Sources/retention-fast/") } == [])
    #expect(!readers.isEmpty)
  }

  @Test("only main.swift and the handler of a second Ctrl-C end the process")
  func exits() {
    let callers = modules.flatMap(\.files).filter { $0.text.contains(/\b_?exit\(/) }.map(\.path)
    #expect(callers == ["Sources/retention-fast/Terminal/ProcessSignals.swift", "Sources/retention-fast/main.swift"])
  }
}

@Suite("Module overviews") struct ModuleOverviewTests {
  private let modules: [ModuleSources]

  init() throws { modules = try ModuleSources.all().filter { !$0.files.isEmpty } }

  @Test("every Swift module has an overview")
  func present() {
    #expect(modules.count > 6)
    for module in modules {
      #expect(Document.exists("Sources/\(module.name)/\(module.name).docc/\(module.name).md"), "\(module.name)")
    }
  }

  @Test("the symbols that an overview names are declared in its module")
  func symbols() throws {
    for module in modules {
      let folder = "Sources/\(module.name)/\(module.name).docc"
      let names = try Document.names(in: folder).map { try Document(folder + "/" + $0).symbols }
      let unknown = Set(names.joined()).filter { $0 != module.name && !module.declares($0) }
      #expect(unknown == [], "\(folder)")
    }
  }
}

extension Document {
  /// Names in double backticks; both parts of `Type/member(label:)`.
  fileprivate var symbols: Set<String> {
    Set(
      prose.matches(of: /``([^`\n]+)``/).flatMap { link in
        link.output.1.split(separator: "/").map { String($0.prefix { $0 != "(" }) }
      })
  }
}

import Foundation
import Testing

/// The picture in CONTRIBUTING.md is that of Package.swift, and of the sources.
@Suite struct ArchitectureTests {
    private static func text(_ path: String) throws -> String {
        try String(contentsOf: Golden.repository.appendingPathComponent(path), encoding: .utf8)
    }

    /// Targets that are not tests, with the targets that they depend on.
    private static func targets() throws -> [String: [String]] {
        let text = try text("Package.swift")
        let names = Set(
            text.matches(of: /\.(?:target|executableTarget|systemLibrary)\(\s*name: "(\w+)"/).map { String($0.1) })
        var targets: [String: [String]] = [:]
        for target in text.matches(
            of: /\.(?:target|executableTarget|systemLibrary)\(\s*name: "(\w+)"(?:,\s*dependencies: \[([^\]]*)\])?/)
        {
            let dependencies = (target.2 ?? "").matches(of: /"(\w+)"/).map { String($0.1) }
            // `Fuzz` is built on its own.
            if target.1 != "Fuzz" { targets[String(target.1)] = dependencies.filter(names.contains) }
        }
        return targets
    }

    /// The modules of the picture, from top to bottom.
    private static func picture() throws -> [String] {
        try text("CONTRIBUTING.md").split(separator: "\n")
            .drop { $0 != "## The picture" }.dropFirst().prefix { !$0.hasPrefix("## ") }
            .filter { $0.hasPrefix("    ") }
            .compactMap { $0.firstMatch(of: /^ [ │├└─]*(\w+)/)?.1 }.map(String.init)
    }

    @Test func thePictureHasAllModules() throws {
        let picture = try Self.picture()
        #expect(picture.sorted() == (try Self.targets()).keys.sorted())
        #expect(picture.count > 15)
    }

    @Test func modulesUseWhatIsBelowThem() throws {
        let places = Dictionary(uniqueKeysWithValues: try Self.picture().enumerated().map { ($1, $0) })
        for (module, dependencies) in try Self.targets() {
            for other in dependencies {
                let (above, below) = (try #require(places[module]), try #require(places[other]))
                #expect(above < below, "\(module) uses \(other), which stands above it")
            }
        }
    }

    /// What a module says it depends on it imports.
    @Test func noDependencyIsLeftOver() throws {
        for (module, dependencies) in try Self.targets() where !dependencies.isEmpty {
            let folder = Golden.repository.appendingPathComponent("Sources/\(module)")
            var imported: Set<String> = []
            for case let file as URL in FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
                ?? FileManager.DirectoryEnumerator() where file.pathExtension == "swift"
            {
                let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
                for line in lines where line.contains("import ") {
                    if let name = line.firstMatch(of: /^(?:package |public )?import (\w+)/)?.1 {
                        imported.insert(String(name))
                    }
                }
            }
            for other in dependencies { #expect(imported.contains(other), "\(module) does not import \(other)") }
        }
    }

    /// Longer files have a second subject.
    @Test func filesAreShort() throws {
        for folder in ["Sources", "Fuzz"] {
            let files = FileManager.default.enumerator(
                at: Golden.repository.appendingPathComponent(folder), includingPropertiesForKeys: nil)
            for case let file as URL in files ?? FileManager.DirectoryEnumerator() where file.pathExtension == "swift" {
                let lines = try String(contentsOf: file, encoding: .utf8).split(
                    separator: "\n", omittingEmptySubsequences: false)
                #expect(lines.count <= 401, "\(file.lastPathComponent)")
            }
        }
    }

    /// Files that CONTRIBUTING.md names are there.
    @Test func whatIsNamedExists() throws {
        let text = try Self.text("CONTRIBUTING.md")
        let paths = text.matches(of: /`((?:Sources|Tests|rules|docs|testdata|scripts|deploy|Fuzz)\/[\w\/.+-]+)`/)
        #expect(paths.count > 8)
        for path in paths {
            let file = Golden.repository.appendingPathComponent(String(path.1)).path
            #expect(FileManager.default.fileExists(atPath: file), "\(path.1)")
        }
    }
}

import Foundation
import Manifests
import Testing

/// Which files are found, in which order, and what is said of the rest.
@Suite struct DiscoveryTests {
    private func withTree(_ body: (String) throws -> Void) throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "cardscan-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: root) }
        for path in ["b/z.yml", "b/a.rules", "a.yaml", "c.txt", ".git/x.yml", "node_modules/x.yml", "b/d/e.json"] {
            let directory = (root + "/" + path as NSString).deletingLastPathComponent
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            try Data(path.utf8).write(to: URL(filePath: root + "/" + path))
        }
        try FileManager.default.createSymbolicLink(atPath: root + "/b/loop", withDestinationPath: root)
        try body(root)
    }

    private func names(_ finder: FileFinder, in root: String) -> [String] {
        finder.files.map { String($0.path.dropFirst(root.count + 1)) }
    }

    @Test func directoriesAreWalkedInOrderOfNames() throws {
        try withTree { root in
            let finder = FileFinder(paths: [root])
            #expect(names(finder, in: root) == ["a.yaml", "b/a.rules", "b/d/e.json", "b/z.yml"])
            #expect(finder.errors.isEmpty)
            #expect(finder.files.allSatisfy { !$0.isNamed })
        }
    }

    @Test func patternsAndNamesAreFoundOnce() throws {
        try withTree { root in
            let finder = FileFinder(paths: [root + "/c.txt", root + "/**/*.yml", root + "/b/?.*", root + "/none"])
            #expect(names(finder, in: root) == ["c.txt", "b/z.yml", "b/a.rules"])
            #expect(finder.files.first?.isNamed == true)
            #expect(finder.errors == [DiscoveryError(path: root + "/none", reason: "does not exist")])
        }
    }

    /// Whoever names a pipe wants all that its writer has to say, whenever that begins.
    @Test func namedPipesAreReadToTheirEnd() throws {
        try withTree { root in
            let pipe = root + "/b/pipe.yml"
            #expect(mkfifo(pipe, 0o600) == 0)
            #expect(names(FileFinder(paths: [root]), in: root).contains("b/pipe.yml") == false)
            #expect(FileFinder(paths: [pipe]).files == [FoundFile(path: pipe, isNamed: true)])
            let writer = Process()
            writer.executableURL = URL(filePath: "/bin/sh")
            writer.arguments = ["-c", "sleep 0.2; { echo groups; sleep 0.2; echo end; } > \"$0\"", pipe]
            try writer.run()
            #expect(try QueryLogFile.read(path: pipe) == nil)
            #expect(try FileBytes.read(path: pipe, limit: 11) == Array("groups\nend\n".utf8))
            writer.waitUntilExit()
            #expect(writer.terminationStatus == 0)
        }
    }

    @Test func longFilesAreRefused() throws {
        try withTree { root in
            #expect(throws: DiscoveryError.self) { try FileBytes.read(path: root + "/a.yaml", limit: 5) }
            let bytes = try FileBytes.read(path: root + "/a.yaml", limit: 6)
            #expect(bytes == Array("a.yaml".utf8))
            #expect(throws: DiscoveryError(path: root, reason: "is a directory; give the name of a file")) {
                try FileBytes.read(path: root, limit: 6)
            }
        }
    }

    @Test(arguments: [
        ("*.yml", "a.yml", true), ("*.yml", "a/b.yml", false), ("**/*.yml", "a/b.yml", true),
        ("**/*.yml", "b.yml", true), ("a/**", "a/b/c", true), ("a/**/z", "a/z", true), ("[a-c]?", "bx", true),
        ("[!a-c]?", "bx", false), ("a[", "a[", true), ("/a/*", "a/b", false), ("*a*a*a*b", "aaaaaaaaaaaaaaaa", false),
    ])
    func patterns(pattern: String, path: String, isMatch: Bool) {
        #expect(Glob(pattern).matches(path) == isMatch)
    }
}

import Foundation
import Testing

/// What is packed can be installed, used and removed. The program is the one beside the tests, so that no release has to
/// be built for it.
@Suite struct PackageTests {
    private static let hasPackager = FileManager.default.isExecutableFile(atPath: "/usr/bin/dpkg-deb")

    private func make(_ kind: String, in directory: TemporaryDirectory) throws -> String {
        let run = try Binary.run(
            "scripts/make-packages \(kind) \"$CARDSCAN\" \"$OUT\"", in: Golden.repository,
            ["OUT": directory.path, "DEB_COMPRESSION": "gzip", "SOURCE_DATE_EPOCH": "1795341600"])
        #expect(run.status == 0, "\(run.err)")
        return run.out.trimmingCharacters(in: .newlines)
    }

    @Test(.enabled(if: hasPackager)) func debianPackageComesAndGoes() throws {
        let directory = try TemporaryDirectory()
        let package = try make("deb", in: directory)
        let run = try Binary.run("scripts/check-package \"$DEB\"", in: Golden.repository, ["DEB": package])
        #expect(run.status == 0, "\(run.err)\(run.out)")
        #expect(run.out.contains(" is sound"))
    }

    @Test func archiveIsTheSameEachTime() throws {
        let (one, other) = (try TemporaryDirectory(), try TemporaryDirectory())
        let archives = [try make("dist", in: one), try make("dist", in: other)]
        let run = try Binary.run(
            "cmp \"$A\" \"$B\" && tar -tzf \"$A\"", in: Golden.repository, ["A": archives[0], "B": archives[1]])
        #expect(run.status == 0, "\(run.err)")
        let names = run.out.split(separator: "\n").map { $0.split(separator: "/").dropFirst().joined(separator: "/") }
        for name in [
            "cardscan", "LICENSE", "README.md", "COPYRIGHT", "man/cardscan.1", "man/cardscan-analyze.1",
            "completions/cardscan.bash", "completions/_cardscan", "completions/cardscan.fish",
        ] {
            #expect(names.contains(name), "\(name)")
        }
        let sums = try Binary.run(
            "touch \"$DIR/x.deb\" && scripts/make-packages sums \"$DIR\" && cd \"$DIR\" && sha256sum --check --quiet SHA256SUMS",
            in: Golden.repository, ["DIR": one.path])
        #expect(sums.status == 0, "\(sums.err)")
    }

    /// Every option that `--help` shows has an entry, and nothing in a page is taken for a request of the typesetter.
    @Test func manualPagesHoldTheHelp() throws {
        let directory = try TemporaryDirectory()
        let run = try Binary.run(
            "scripts/make-manual \"$CARDSCAN\" \"$OUT\"", in: Golden.repository, ["OUT": directory.path])
        #expect(run.status == 0, "\(run.err)")
        let shared = try String(contentsOfFile: directory.path + "/cardscan-options.1", encoding: .utf8)
        #expect(shared.contains("\\fB\\-\\-match SELECTOR\\fR\nonly series that"))
        #expect(!shared.contains("](") && !shared.contains("**") && !shared.contains("|\n"))
        for command in ["analyze", "lint", "relabel test"] {
            let help = try Binary.run("cardscan \(command) --help", in: Golden.repository).out
            let page = "cardscan-" + command.replacingOccurrences(of: " ", with: "-") + ".1"
            let text = try String(contentsOfFile: directory.path + "/" + page, encoding: .utf8)
            for word in help.split(whereSeparator: { " \n,".contains($0) }) where word.hasPrefix("--") {
                let name = word.prefix { $0 == "-" || $0.isLetter }
                guard word.dropFirst(name.count).isEmpty else { continue }
                #expect(text.contains(name.replacingOccurrences(of: "-", with: "\\-")), "\(page) \(name)")
            }
            let requests = text.split(separator: "\n").filter { $0.hasPrefix(".") || $0.hasPrefix("'") }
                .map { String($0.prefix { $0 != " " }) }
            #expect(Set(requests).isSubset(of: [".\\\"", ".TH", ".SH", ".PP", ".TP", ".nf", ".fi"]), "\(page)")
        }
    }

    /// What is linked into the program is named with its license.
    @Test func librariesAreNamed() throws {
        func text(_ name: String) throws -> String {
            try String(contentsOf: Golden.repository.appendingPathComponent(name), encoding: .utf8)
        }
        let manifest = try text("Package.swift")
        let copyright = try text("scripts/packaging/copyright")
        let packages = manifest.matches(of: /package\(url: "[^"]*\/([a-z-]+)"/).map { String($0.output.1) }
        let libraries = manifest.matches(of: /apt\(\["(lib[a-z]+)[0-9]*-dev"\]\)/).map { String($0.output.1) }
        #expect(packages.count >= 3 && libraries.count == 4)
        for name in packages + libraries { #expect(copyright.contains(name), "\(name)") }
        // What these bring.
        for name in ["boringssl", "llhttp", "swift-collections", "swift-atomics", "swift-system", "glibc", "libstdc++"]
        {
            #expect(copyright.contains(name), "\(name)")
        }
    }

    /// `cardscan 0.1.0`, with the commit where the build was told of it.
    @Test func versionNamesTheCommit() throws {
        let out = try Binary.run("cardscan --version", in: Golden.repository).out
        #expect(out.wholeMatch(of: /cardscan \d+\.\d+\.\d+( \([0-9a-f]{12}(-changed)?\))?\n/) != nil, "\(out)")
        let commit = try Binary.run("scripts/commit", in: Golden.repository, ["HOME": "/"]).out
        #expect(commit.isEmpty || commit.wholeMatch(of: /[0-9a-f]{12}(-changed)?\n/) != nil, "\(commit)")
        // A copy without git has none, also where it lies in somebody else's repository.
        let directory = try TemporaryDirectory()
        let copy = try Binary.run(
            "mkdir -p a/scripts && cp \"$SCRIPT\" a/scripts/ && git init -q . && a/scripts/commit",
            in: URL(fileURLWithPath: directory.path),
            ["SCRIPT": Golden.repository.path + "/scripts/commit", "HOME": directory.path])
        #expect(copy.out == "" && copy.status == 0, "\(copy.err)")
    }
}

import Foundation
import Testing
import YAML

/// What is in `deploy` fits together and fits the program: no cluster is there to say so.
@Suite struct DeployTests {
    static let folder = Golden.repository.appendingPathComponent("deploy/kubernetes")
    private static let bases = ["analyze", "bucket", "listen", "pushgateway"]

    /// A mapping's value at a path of keys.
    static func at(_ node: YAMLNode?, _ path: String...) -> YAMLNode? {
        path.reduce(node) { $0?.mapping?[$1] }
    }

    static func text(_ node: YAMLNode?, _ path: String...) -> String? {
        path.reduce(node) { $0?.mapping?[$1] }?.scalar?.value
    }

    static func document(_ path: String) throws -> YAMLNode {
        let file = folder.appendingPathComponent(path)
        let stream = YAMLStream(parsing: SourceText(Array(try Data(contentsOf: file))))
        #expect(stream.errors.isEmpty, "\(path)")
        return try #require(stream.documents.count == 1 ? stream.documents[0].root : nil, "\(path)")
    }

    static func resources(_ base: String) throws -> [(file: String, node: YAMLNode)] {
        let kustomization = try document("\(base)/kustomization.yaml")
        let names = at(kustomization, "resources")?.sequence?.compactMap { $0.scalar?.value } ?? []
        return try names.map { ("\(base)/\($0)", try document("\(base)/\($0)")) }
    }

    /// The pod templates of a base.
    static func pods(_ base: String) throws -> [(file: String, template: YAMLNode)] {
        try resources(base).compactMap { file, node in
            let template =
                switch text(node, "kind") {
                case "CronJob": at(node, "spec", "jobTemplate", "spec", "template")
                case "Deployment": at(node, "spec", "template")
                default: nil as YAMLNode?
                }
            return template.map { (file, $0) }
        }
    }

    static func containers(_ template: YAMLNode) -> [YAMLNode] {
        ["initContainers", "containers"].flatMap { at(template, "spec", $0)?.sequence ?? [] }
    }

    @Test(arguments: bases)
    func everyFileIsPartOfItsKustomization(base: String) throws {
        let files = try FileManager.default.contentsOfDirectory(
            atPath: Self.folder.appendingPathComponent(base).path)
        let named = try Self.resources(base).map { $0.file.split(separator: "/").last.map(String.init) ?? "" }
        #expect(Set(files) == Set(named + ["kustomization.yaml"]))
        let images = Self.at(try Self.document("\(base)/kustomization.yaml"), "images")?.sequence ?? []
        let renamed = Set(images.compactMap { Self.text($0, "name") })
        for (file, template) in try Self.pods(base) {
            for container in Self.containers(template) {
                #expect(renamed.contains(Self.text(container, "image") ?? ""), "\(file)")
            }
        }
    }

    @Test(arguments: bases)
    func podsAreContained(base: String) throws {
        let pods = try Self.pods(base)
        #expect(pods.count == 1)
        for (file, template) in pods {
            let spec = Self.at(template, "spec")
            #expect(Self.text(spec, "automountServiceAccountToken") == "false", "\(file)")
            #expect(Self.text(spec, "securityContext", "runAsNonRoot") == "true", "\(file)")
            #expect(Self.text(spec, "securityContext", "runAsUser").flatMap { Int($0) } ?? 0 > 0, "\(file)")
            #expect(Self.text(spec, "securityContext", "seccompProfile", "type") == "RuntimeDefault", "\(file)")
            let volumes = Set((Self.at(spec, "volumes")?.sequence ?? []).compactMap { Self.text($0, "name") })
            for container in Self.containers(template) {
                let security = Self.at(container, "securityContext")
                #expect(Self.text(security, "readOnlyRootFilesystem") == "true", "\(file)")
                #expect(Self.text(security, "allowPrivilegeEscalation") == "false", "\(file)")
                #expect(Self.at(security, "capabilities", "drop")?.sequence?.first?.scalar?.value == "ALL", "\(file)")
                #expect(Self.text(container, "resources", "limits", "memory") != nil, "\(file)")
                #expect(Self.text(container, "resources", "requests", "cpu") != nil, "\(file)")
                let mounts = Self.at(container, "volumeMounts")?.sequence ?? []
                #expect(Set(mounts.compactMap { Self.text($0, "name") }).isSubset(of: volumes), "\(file)")
                for mount in mounts where ["/prometheus", "/etc/cardscan"].contains(Self.text(mount, "mountPath")) {
                    #expect(Self.text(mount, "readOnly") == "true", "\(file)")
                }
            }
        }
    }

    /// Claims, config maps and pods that are named are there.
    @Test(arguments: bases)
    func namesMeet(base: String) throws {
        let resources = try Self.resources(base)
        func named(_ kind: String) -> Set<String> {
            Set(
                resources.filter { Self.text($0.node, "kind") == kind }.compactMap {
                    Self.text($0.node, "metadata", "name")
                })
        }
        for (file, template) in try Self.pods(base) {
            for volume in Self.at(template, "spec", "volumes")?.sequence ?? [] {
                if let claim = Self.text(volume, "persistentVolumeClaim", "claimName"), !claim.hasPrefix("prometheus-")
                {
                    #expect(named("PersistentVolumeClaim").contains(claim), "\(file) \(claim)")
                }
                if let map = Self.text(volume, "configMap", "name") {
                    #expect(named("ConfigMap").contains(map), "\(file) \(map)")
                }
            }
            let labels = Self.at(template, "metadata", "labels")?.mapping?.entries ?? []
            let own = Dictionary(labels.map { ($0.name, $0.value.scalar?.value ?? "") }, uniquingKeysWith: { $1 })
            for (other, node) in resources {
                let selector =
                    switch Self.text(node, "kind") {
                    case "NetworkPolicy": Self.at(node, "spec", "podSelector", "matchLabels")
                    case "Service": Self.at(node, "spec", "selector")
                    case "Deployment": Self.at(node, "spec", "selector", "matchLabels")
                    default: nil as YAMLNode?
                    }
                for entry in selector?.mapping?.entries ?? [] {
                    #expect(own[entry.name] == entry.value.scalar?.value, "\(other)")
                }
            }
        }
    }

    /// Commands know the options that they are given.
    @Test(arguments: ["analyze", "bucket", "listen"])
    func argumentsExist(base: String) throws {
        var seen = 0
        for (file, template) in try Self.pods(base) {
            for container in Self.containers(template) where Self.text(container, "image") == "cardscan" {
                let words = Self.at(container, "args")?.sequence?.compactMap { $0.scalar?.value } ?? []
                let command = try #require(words.first, "\(file)")
                let help = try Binary.run("cardscan \(command) --help", in: Golden.repository)
                #expect(help.status == 0)
                for word in words where word.hasPrefix("--") {
                    let option = word.prefix { $0 != "=" }
                    #expect(help.out.contains(option), "\(file): \(command) \(option)")
                }
                seen += 1
            }
        }
        #expect(seen > 0)
    }

    /// The analyses do what they would do in the cluster, on the sample.
    @Test(arguments: ["analyze", "bucket"])
    func jobsRun(base: String) throws {
        let directory = try TemporaryDirectory()
        let budget = try Self.resources(base).lazy.compactMap { Self.text($0.node, "data", "budget.yaml") }.first
        if let budget { try budget.write(toFile: directory.path + "/budget.yaml", atomically: true, encoding: .utf8) }
        for (file, template) in try Self.pods(base) {
            for container in Self.containers(template) where Self.text(container, "image") == "cardscan" {
                let words = (Self.at(container, "args")?.sequence?.compactMap { $0.scalar?.value } ?? []).map { word in
                    let place = word.replacingOccurrences(of: "/reports", with: directory.path)
                        .replacingOccurrences(of: "/etc/cardscan", with: directory.path)
                    return ["/prometheus", "/blocks"].contains(place) ? "$TESTDATA/sample" : "'\(place)'"
                }
                let run = try Binary.run("cardscan \(words.joined(separator: " "))", in: Golden.repository)
                #expect(run.status == 0, "\(file): \(run.err)\(run.out)")
            }
        }
    }

    @Test func listenStarts() throws {
        let template = try #require(try Self.pods("listen").first?.template)
        let words = Self.at(Self.containers(template).first, "args")?.sequence?.compactMap { $0.scalar?.value } ?? []
        let directory = try TemporaryDirectory()
        let arguments = words.map { word in
            word.hasPrefix("--address=")
                ? "--address=127.0.0.1:0"
                : word.hasPrefix("--state=") ? "--state=\(directory.path)/state" : word
        }
        let run = try Binary.run(
            "timeout -s TERM 3 \"$CARDSCAN\" \(arguments.joined(separator: " "))", in: Golden.repository)
        #expect(run.err.contains("listening on http://127.0.0.1:"), "\(run.err)")
    }

    @Test func serversCanSendAndScrape() throws {
        let services = try Self.bases.flatMap { try Self.resources($0) }.filter {
            Self.text($0.node, "kind") == "Service"
        }
        let addresses = services.compactMap { service in
            let port = Self.at(service.node, "spec", "ports")?.sequence?.first
            return Self.text(service.node, "metadata", "name").map {
                "\($0).monitoring.svc:\(Self.text(port, "port") ?? "")"
            }
        }
        #expect(addresses.count == 2)
        for name in ["remote-write.yml", "scrape.yml"] {
            let file = "deploy/prometheus/\(name)"
            let run = try Binary.run("promtool check config \(file)", in: Golden.repository)
            #expect(run.status == 0, "\(run.err)")
            let text = try String(contentsOf: Golden.repository.appendingPathComponent(file), encoding: .utf8)
            let named = text.matches(of: /[a-z]+\.monitoring\.svc:\d+/).map { String($0.output) }
            #expect(!named.isEmpty && Set(named).isSubset(of: addresses), "\(name)")
        }
    }
}

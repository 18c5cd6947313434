import YAML

/// Which kinds of Kubernetes resources are read.
enum ResourceReader {
    static let kinds: Set<String> = ["PrometheusRule", "VMRule", "ConfigMap"]
    static let resource = [
        KnownField("apiVersion"), KnownField("kind"), KnownField("metadata"), KnownField("spec"), KnownField("status"),
    ]
}

extension DocumentReader {
    /// Reads a resource; kinds that are none of ours are left alone.
    mutating func readResource(_ root: YAMLNode, kind: String, text: ManifestText, form: RuleFile.Form) -> Bool {
        switch kind {
        case "PrometheusRule":
            readRuleResource(root, "PrometheusRule", apiVersion: "monitoring.coreos.com/v1", text, options)
        case "VMRule":
            var options = options
            options.dialect = .vmalert
            readRuleResource(root, "VMRule", apiVersion: "operator.victoriametrics.com/v1beta1", text, options)
        case "ConfigMap":
            if case .configMap = form { return false }
            readConfigMap(root, text)
        case let kind where kind.hasSuffix("List"):
            for item in root.mapping?["items"]?.sequence ?? [] {
                let shape = DocumentShape(of: item)
                // A list within a list is none that Kubernetes knows.
                if case .resource(let kind) = shape, !kind.hasSuffix("List") {
                    shapes.append(shape)
                    read(item, as: shape, text: text, form: form)
                }
            }
        default:
            return readPart(root, text)
        }
        return true
    }

    private mutating func readRuleResource(
        _ root: YAMLNode, _ kind: String, apiVersion: String, _ text: ManifestText, _ options: ManifestOptions
    ) {
        var fields = FieldReader(text: text, dialect: options.dialect)
        defer { faults += fields.faults }
        guard let mapping = fields.mapping(root, FieldSchema("a \(kind)", ResourceReader.resource)) else { return }
        let version = mapping["apiVersion"]
        if version?.scalar?.value != apiVersion {
            let written = version?.scalar.map { ", not \($0.value)" } ?? ""
            fields.fault(
                "\(kind) has apiVersion \(apiVersion)\(written)", at: version ?? root,
                advice: "write `apiVersion: \(apiVersion)`: under another the cluster does not know this kind")
        }
        guard let spec = mapping["spec"], !spec.isNull else {
            fields.fault("field spec is missing in a \(kind)", at: root, advice: "put the groups under `spec`")
            return
        }
        let (name, namespace) = Self.identity(of: mapping)
        readRules(spec, text: text, form: .resource(name: name, namespace: namespace), options: options)
    }

    /// Name and namespace of a resource, as far as it states them.
    static func identity(of resource: YAMLMapping) -> (name: String?, namespace: String?) {
        let metadata = resource["metadata"]?.mapping
        return (metadata?["name"]?.scalar?.value, metadata?["namespace"]?.scalar?.value)
    }

    /// Reads the values of a ConfigMap that hold a file we know.
    private mutating func readConfigMap(_ root: YAMLNode, _ text: ManifestText) {
        guard let mapping = root.mapping else { return }
        let (name, namespace) = Self.identity(of: mapping)
        for entry in mapping["data"]?.mapping?.entries ?? [] {
            guard let value = entry.value.scalar?.value else { continue }
            guard EmbeddedText.mayBeRead(value) else {
                readPart(of: entry, name: name, namespace: namespace, text)
                continue
            }
            let source = SourceText(value)
            let embedded = ParsedText(
                ManifestText(source, map: TextMap(of: entry.value, in: text.source), parent: text), options)
            let stream = embedded.stream
            let isKnown = stream.documents.contains { $0.root.map { DocumentShape(of: $0).isRead } ?? false }
            guard isKnown || !stream.errors.isEmpty && EmbeddedText.isFile(entry.name) else {
                readPart(of: entry, name: name, namespace: namespace, text)
                continue
            }
            read(embedded, form: .configMap(name: name, namespace: namespace, key: entry.name))
        }
    }
}

extension DocumentReader {
    /// Reads a value of a ConfigMap that is no rule file.
    private mutating func readPart(of entry: YAMLEntry, name: String?, namespace: String?, _ text: ManifestText) {
        var reader = PartReader(text: text, options: options)
        contents += reader.embedded(inConfigMap: entry, name: name, namespace: namespace)
        faults += reader.faults
    }
}

/// Tells values of ConfigMaps that may be files of ours from all others, before they are parsed.
enum EmbeddedText {
    /// Keys that such files have at their top level.
    private static let keys = ["groups"]
    private static let extensions = [".yaml", ".yml", ".rules", ".json"]

    static func mayBeRead(_ value: String) -> Bool {
        keys.contains { value.utf8.count > $0.utf8.count && value.contains($0) }
    }

    /// Whether a key names a file that has to be YAML or JSON.
    static func isFile(_ key: String) -> Bool { extensions.contains { key.hasSuffix($0) } }
}

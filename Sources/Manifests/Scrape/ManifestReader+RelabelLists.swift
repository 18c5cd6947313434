import YAML

extension ManifestReader {
    /// The file as a bare list of relabelling rules, where it can be nothing else.
    func takingBareRules(_ read: ManifestFile, _ source: SourceText) -> ManifestFile {
        var file = read
        guard file.contents.allSatisfy(\.relabelLists.isEmpty) else { return file }
        let stream = YAMLStream(parsing: source, limits: options.limits)
        let roots = stream.documents.compactMap(\.root)
        guard stream.errors.isEmpty, file.contents.isEmpty else { return file }
        let isBare = roots.count == 1 && roots[0].sequence != nil && !hasJobs(roots[0])
        guard isBare || roots.allSatisfy(\.isNull) else { return file }
        var reader = PartReader(text: file.text, options: options)
        let root = roots.first ?? YAMLNode(.sequence([]), range: 0..<source.bytes.count)
        let spelling: RelabelList.Spelling = usesCamelCase(root) ? .operator : .prometheus
        let list = reader.bareList(root, spelling)
        file.contents = [.relabelList(list)]
        file.faults = reader.faults
        return file
    }

    private func hasJobs(_ root: YAMLNode) -> Bool {
        root.sequence?.contains { $0.mapping?["job_name"] != nil } ?? false
    }

    private func usesCamelCase(_ root: YAMLNode) -> Bool {
        root.sequence?.contains { $0.mapping?["sourceLabels"] != nil || $0.mapping?["targetLabel"] != nil } ?? false
    }
}

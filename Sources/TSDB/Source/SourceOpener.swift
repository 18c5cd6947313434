/// Opens whatever a SOURCE argument names, recognised by what it holds: a data directory, a block, a WAL directory, a
/// directory of Thanos blocks, a snapshot, or what one of the formats handed in recognises.
package struct SourceOpener {
    private let options: SourceOptions
    private var opened = OpenedSource()

    private init(_ options: SourceOptions) { self.options = options }

    /// Throws when the source is none of these, or when the memory allowed does not suffice; what a damaged block or
    /// segment costs stands in the result's diagnostics.
    package static func open(_ path: String, _ options: SourceOptions) throws(Diagnostic) -> OpenedSource {
        var opener = SourceOpener(options)
        try opener.open(path)
        return opener.opened
    }

    private mutating func open(_ path: String) throws(Diagnostic) {
        if path == "-", let format = options.formats.first(where: \.readsStreams) { return try open(path, as: format) }
        guard Directory.exists(path) else { throw Diagnostic(file: path, "does not exist") }
        guard Directory.isDirectory(path) else { return try openFile(path) }
        if BlockDirectory.isBlock(path) { return try openBlock(path) }
        let names = try Directory.list(path)
        let blocks = names.filter { BlockDirectory.isName($0) && Directory.isDirectory(path + "/" + $0) }
        let layout = HeadLayout.at(path)
        guard !blocks.isEmpty || layout != nil else {
            if names.isEmpty {
                opened.diagnostics.append(Diagnostic(.warning, file: path, "is an empty directory"))
                return
            }
            throw Diagnostic(
                file: path,
                "holds no block, WAL or snapshot; name a Prometheus data directory (it has wal/ and directories such as "
                    + "01HZX...), one block, or a snapshot file")
        }
        for name in blocks { try openBlock(path + "/" + name) }
        if let layout { try openHead(layout) }
    }

    private mutating func openFile(_ path: String) throws(Diagnostic) {
        guard Directory.size(of: path) != nil else {
            if let format = options.formats.first(where: \.readsStreams) { return try open(path, as: format) }
            throw Diagnostic(file: path, "is not a regular file")
        }
        let prefix = try MappedFile(path: path).prefix(SourceFormat.prefixSize)
        if Snapshot.isSnapshot(prefix) {
            opened.parts.append(try Snapshot(path: path, selection: options.selection, budget: options.budget))
            return
        }
        if let format = options.formats.first(where: { $0.recognizes(prefix) }) { return try open(path, as: format) }
        if path.hasSuffix(".yaml") || path.hasSuffix(".yml") {
            throw Diagnostic(
                file: path,
                "is YAML by its name, which holds no series; cardscan lint and cardscan relabel read rules and configurations"
            )
        }
        let kinds = ["a data directory", "a block", "a WAL directory", "a snapshot"] + options.formats.map(\.name)
        throw Diagnostic(
            file: path,
            "is no source that cardscan knows; name \(kinds.dropLast().joined(separator: ", ")) or \(kinds[kinds.count - 1])"
        )
    }

    private mutating func open(_ path: String, as format: SourceFormat) throws(Diagnostic) {
        let source = try format.open(path, options)
        opened.parts += source.parts
        opened.leftOut += source.leftOut
        opened.diagnostics += source.diagnostics
    }

    private mutating func openHead(_ layout: HeadLayout) throws(Diagnostic) {
        var headOptions = HeadOptions(budget: options.budget)
        headOptions.selection = options.selection
        headOptions.readsSamples = options.readsActivity
        opened.parts.append(try Head.read(layout, options: headOptions))
    }

    private mutating func openBlock(_ path: String) throws(Diagnostic) {
        do throws(Diagnostic) {
            let meta = try BlockMeta(path: path + "/meta.json")
            if let resolution = meta.downsampledResolution {
                let minutes = resolution / 60_000
                return leaveOut(path, "downsampled to \(minutes) minutes: it repeats the series of raw blocks")
            }
            guard options.selection.overlaps(meta.minTime, meta.lastTime) else {
                return leaveOut(path, "outside the time range")
            }
            guard
                let block = try Block.open(
                    path, meta: meta, selection: options.selection, threads: options.threads, budget: options.budget)
            else { return leaveOut(path, "its external labels do not match") }
            opened.parts.append(block)
        } catch {
            if error.isRefusal { throw error }
            // Prometheus deletes blocks while it runs; what is gone is not damaged.
            let isGone = !Directory.exists(path) || !Directory.exists(path + "/meta.json")
            opened.diagnostics.append(
                isGone ? Diagnostic(.warning, file: path, "disappeared while it was read; it was not counted") : error)
        }
    }

    private mutating func leaveOut(_ path: String, _ reason: String) { opened.leftOut.append((path, reason)) }
}

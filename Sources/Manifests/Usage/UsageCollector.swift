import PromQL
import Templates

/// Collects what manifests read, file by file.
struct UsageCollector {
    private(set) var readers: [UsageReader] = []
    private(set) var unknown: [UnknownReader] = []
    private(set) var routing = AlertRouting()
    private var queries: [UsageQuery] = []
    private var rules: [RecordedRule] = []
    private var alerts: [(rule: Rule, group: RuleGroup, path: String)] = []
    /// Library panels that were read, by uid, and those that were asked for.
    private var libraryPanels: Set<String> = []
    private var missingPanels: [(uid: ManifestScalar, owner: String, path: String)] = []

    /// More would hardly fit into memory.
    private static let readerLimit = 2_000_000

    mutating func add(_ file: ManifestFile) {
        for fault in file.faults where fault.kind == .syntax {
            note("the file", "cannot be read: \(fault.message)", file.path, fault.range)
        }
        for manifest in file.contents {
            switch manifest {
            case .rules(let rules):
                for group in rules.groups {
                    for rule in group.rules { add(rule, group, file.path) }
                }
            case .dashboard(let dashboard): add(dashboard, file.path)
            case .alertmanager(let configuration): routing.add(configuration, in: file.path)
            case .prometheus, .monitor, .stackValues, .relabelList: break
            }
        }
    }

    mutating func note(_ owner: String, _ reason: String, _ path: String, _ range: Range<Int>) {
        unknown.append(UnknownReader(owner: owner, reason: reason, path: path, fileRange: range))
    }

    mutating func add(_ query: UsageQuery) { queries.append(query) }

    mutating func addReader(_ reader: UsageReader) { readers.append(reader) }

    mutating func addLibraryPanel(_ uid: String) { libraryPanels.insert(uid) }

    mutating func addMissingPanel(_ uid: ManifestScalar, _ owner: String, _ path: String) {
        missingPanels.append((uid, owner, path))
    }

    // MARK: Rules

    private mutating func add(_ rule: Rule, _ group: RuleGroup, _ path: String) {
        let owner = "\(rule.kind == .alerting ? "alert" : "recording rule") \"\(rule.name.value)\""
        guard let expression = rule.parsed else {
            note(owner, "its expression cannot be understood", path, rule.expr.fileRange)
            return
        }
        if rule.kind == .alerting {
            alerts.append((rule, group, path))
            return
        }
        let query = UsageQuery(
            kind: .recordingRule, owner: owner, path: path, expression: expression,
            demand: LabelDemand(wholes: [.init(.result, at: expression.range)]),
            place: { [expr = rule.expr] in expr.fileRange(of: $0) }, isMasked: rule.isMasked)
        queries.append(query)
        rules.append(RecordedRule(name: rule.name.value, query: query, labels: Self.labels(of: rule, group)))
    }

    private static func labels(of rule: Rule, _ group: RuleGroup) -> [String: String?] {
        var labels: [String: String?] = [:]
        for entry in group.labels + rule.labels {
            labels[entry.key.value] = .some(entry.value.value.contains("{{") ? nil : entry.value.value)
        }
        return labels
    }

    /// What an alert reads: the labels its text and Alertmanager name, and all that are in its result. Who reads `ALERTS`
    /// learns no more than that, so alerts are no rules that are read through.
    private mutating func add(alert rule: Rule, _ group: RuleGroup, _ path: String) {
        guard let expression = rule.parsed else { return }
        let owner = "alert \"\(rule.name.value)\""
        var labels = Self.labels(of: rule, group)
        labels["alertname"] = .some(rule.name.value)
        var names = Set(routing.places.keys)
        var readsAll = routing.readsAll || rule.isMasked
        for entry in rule.labels + rule.annotations {
            guard let template = try? Template(parsing: entry.value.value) else {
                readsAll = true
                continue
            }
            let reads = template.reads
            names.formUnion(reads.labels.map(\.name))
            if reads.mayReadAllLabels { readsAll = true }
            for query in reads.queries { add(query, of: entry.value, owner, path) }
        }
        var wholes = [LabelDemand.Whole(.result, at: expression.range, except: Set(labels.keys))]
        if readsAll { wholes.append(.init(.unknown, at: expression.range, except: Set(labels.keys))) }
        queries.append(
            UsageQuery(
                kind: .alert, owner: owner, path: path, expression: expression,
                demand: LabelDemand(
                    reads: names.subtracting(labels.keys).sorted().map { .init($0, .outside, at: expression.range) },
                    wholes: wholes),
                place: { [expr = rule.expr] in expr.fileRange(of: $0) }, isMasked: rule.isMasked))
    }

    private mutating func add(
        _ query: TemplateReads.Query, of scalar: ManifestScalar, _ alert: String, _ path: String
    ) {
        let owner = "a query in the text of \(alert)"
        let mask = query.format.flatMap { FormatMask($0) }
        guard let text = query.expression ?? mask?.text else {
            note(owner, "is put together when the alert fires", path, scalar.fileRange(of: query.range))
            return
        }
        do throws(PromQLError) {
            let expression = try Expression(parsing: text)
            let (start, isVerbatim, range) = (query.range.lowerBound, query.isVerbatim, query.range)
            queries.append(
                UsageQuery(
                    kind: .template, owner: owner, path: path, expression: expression,
                    demand: LabelDemand(wholes: [.init(.unknown, at: expression.range)]),
                    place: { part in
                        let shifted = start + part.lowerBound..<start + part.upperBound
                        return scalar.fileRange(of: isVerbatim ? shifted : range)
                    }, placeholders: mask?.placeholders ?? []))
        } catch {
            note(owner, error.message, path, scalar.fileRange(of: query.range))
        }
    }

    // MARK: All together

    /// Follows everything through recording rules, once all files are known.
    mutating func finish() {
        for (rule, group, path) in alerts { add(alert: rule, group, path) }
        for (uid, owner, path) in missingPanels where !libraryPanels.contains(uid.value) {
            note(owner, "its library panel is in none of the files", path, uid.fileRange)
        }
        var byName: [String: [Int]] = [:]
        for (index, rule) in rules.enumerated() { byName[rule.name, default: []].append(index) }
        var indirect: [UsageReader] = []
        for query in queries {
            var trail = UsageTrail(rules: rules, byName: byName)
            for usage in query.expression.usage(needing: query.demand) {
                guard let reader = query.reader(of: usage) else {
                    note(query.owner, "selects metrics by a variable", query.path, query.place(usage.range))
                    continue
                }
                readers.append(reader)
                if query.kind.isEnd, !reader.metric.isEverything { trail.follow(reader) }
            }
            indirect += trail.readers
            let isTooMuch = readers.count + indirect.count > Self.readerLimit
            if trail.isCut || isTooMuch {
                note(query.owner, "reads through more rules than are followed", query.path, query.place(0..<0))
            }
            if isTooMuch { break }
        }
        readers += indirect
    }
}

import PromQL
import Templates

/// Collects what manifests read, file by file.
struct UsageCollector {
    private(set) var readers: [UsageReader] = []
    private(set) var unknown: [UnknownReader] = []
    private(set) var routing = AlertRouting()
    private(set) var queries: [UsageQuery] = []
    private var rules: [RecordedRule] = []
    private var alerts: [(rule: Rule, group: RuleGroup, path: String)] = []
    /// Library panels that were read, by uid, and those that were asked for.
    private var libraryPanels: Set<String> = []
    private var missingPanels: [(uid: ManifestScalar, owner: String, path: String)] = []
    private var logged: [(entry: QueryLog.Entry, path: String)] = []
    /// What unit tests of rules read, which is nothing that is stored.
    private(set) var tests: [UsageReader] = []
    private(set) var testedAlerts: [String: [UsagePlace]] = [:]

    /// More would hardly fit into memory.
    private static let readerLimit = 2_000_000

    mutating func add(_ file: ManifestFile) {
        for fault in file.faults where fault.kind == .syntax {
            note("the file", "cannot be read: \(fault.message)", file.path, fault.range)
        }
        for shape in file.shapes {
            guard let words = shape.unreadReader else { continue }
            note(words, "it reads series, and is not understood here", file.path, 0..<0)
        }
        for manifest in file.contents {
            switch manifest {
            case .rules(let rules):
                for group in rules.groups {
                    for rule in group.rules { add(rule, group, file.path) }
                }
            case .dashboard(let dashboard): add(dashboard, file.path)
            case .alertmanager(let configuration): routing.add(configuration, in: file.path)
            case .queryLog(let log): add(log, file.path)
            case .ruleTests(let tests): add(tests, file.path)
            case .prometheus(let configuration): add(configuration, file.path)
            case .monitor, .stackValues, .relabelList: break
            }
        }
    }

    /// A server that takes series from here reads what it asks for by `match[]`.
    private mutating func add(_ configuration: PrometheusConfiguration, _ path: String) {
        for job in configuration.scrapeConfigs {
            guard let metrics = job.metricsPath, metrics.value.hasSuffix("/federate") else { continue }
            note("a federating job", "what its match[] selects is not read", path, metrics.fileRange)
        }
    }

    mutating func note(_ owner: String, _ reason: String, _ path: String, _ range: Range<Int>, line: Int? = nil) {
        unknown.append(UnknownReader(owner: owner, reason: reason, path: path, fileRange: range, line: line))
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
        let labels = Self.labels(of: rule, group)
        let query = UsageQuery(
            kind: .recordingRule, owner: owner, path: path, expression: expression,
            demand: LabelDemand(wholes: [.init(.result, at: expression.range)]),
            place: { [expr = rule.expr] in expr.fileRange(of: $0) }, isMasked: rule.isMasked,
            records: rule.name.value, labels: labels.compactMapValues(\.self))
        queries.append(query)
        rules.append(RecordedRule(name: rule.name.value, query: query, labels: labels))
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
        addLogged()
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
                    note(
                        query.owner, "selects metrics by a variable", query.path, query.place(usage.range),
                        line: query.line)
                    continue
                }
                if query.kind == .ruleTest {
                    tests.append(reader)
                    continue
                }
                readers.append(reader)
                if query.kind.isEnd, !reader.metric.isEverything { trail.follow(reader) }
            }
            indirect += trail.readers
            let isTooMuch = readers.count + indirect.count > Self.readerLimit
            if trail.isCut || isTooMuch {
                note(
                    query.owner, "reads through more rules than are followed", query.path, query.place(0..<0),
                    line: query.line)
            }
            if isTooMuch { break }
        }
        readers += indirect
    }
}

/// Queries that were asked, and those that tests ask.
extension UsageCollector {
    private mutating func add(_ log: QueryLog, _ path: String) {
        for fault in log.faults { note("the query log", fault.reason, path, 0..<0, line: fault.line) }
        for entry in log.entries { logged.append((entry, path)) }
    }

    /// Rules log their queries, too: those of the files that were given are readers already.
    private mutating func addLogged() {
        let known = Set(
            rules.map { $0.query.expression.description } + alerts.compactMap { $0.rule.parsed?.description })
        for (entry, path) in logged {
            let owner = entry.owner
            do throws(PromQLError) {
                let expression = try Expression(parsing: entry.query)
                if entry.ruleGroup != nil, known.contains(expression.description) { continue }
                queries.append(
                    UsageQuery(
                        kind: .queryLog, owner: owner, path: path, expression: expression,
                        demand: LabelDemand(wholes: [.init(.result, at: expression.range)]), place: { $0 },
                        line: entry.line))
            } catch {
                note(owner, error.message, path, 0..<0, line: entry.line)
            }
        }
    }

    private mutating func add(_ tests: RuleTests, _ path: String) {
        for scalar in tests.alerts {
            testedAlerts[scalar.value, default: []].append(UsagePlace(path: path, fileRange: scalar.fileRange))
        }
        for scalar in tests.expressions {
            guard let expression = try? Expression(parsing: scalar.value) else { continue }
            queries.append(
                UsageQuery(
                    kind: .ruleTest, owner: "a unit test", path: path, expression: expression,
                    demand: LabelDemand(wholes: [.init(.result, at: expression.range)]),
                    place: { scalar.fileRange(of: $0) }))
        }
    }
}

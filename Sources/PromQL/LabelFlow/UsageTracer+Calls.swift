import Regex

extension UsageTracer {
    mutating func trace(_ call: Call, _ demand: LabelDemand, at range: Range<Int>) {
        let input = call.seriesArgument
        let needed = needed(by: call, demand)
        for argument in call.arguments {
            // The numbers among the arguments can hold selectors too, in scalar(), of which no label is left.
            if argument.range == input?.range {
                trace(argument, needed)
            } else if call.function.name != "info" {
                trace(argument, .nothing)
            }
        }
        if call.function.name == "info" { traceInfo(call, demand, at: range) }
    }

    /// What a function needs of the labels of its series.
    private func needed(by call: Call, _ demand: LabelDemand) -> LabelDemand {
        let place = call.functionRange
        switch call.function.name {
        case "absent", "absent_over_time", "scalar":
            return .nothing
        case "sort", "sort_desc", "last_over_time", "first_over_time":
            return demand
        case "sort_by_label", "sort_by_label_desc":
            return demand.adding(reads(of: call, from: 1, .sorting))
        case "label_replace":
            var needed = demand
            if let target = call.constantText(1), call.constantText(4) == "(.*)" || call.constantText(4) == ".*" {
                needed = demand.removing([target])
            }
            return needed.adding(reads(of: call, from: 3, to: 4, .source))
        case "label_join":
            let needed = call.constantText(1).map { demand.removing([$0]) } ?? demand
            return needed.adding(reads(of: call, from: 3, .source))
        case "histogram_quantile", "histogram_fraction", "histogram_quantiles":
            // The label for the quantile is set after the buckets have been put together: it counts as any other there.
            return LabelDemand(
                reads: [.init("le", .bucket, at: place)],
                wholes: [.init(.histogram, at: place, except: ["le", Matcher.nameLabel])])
        case "info":
            return demand.adding(Self.identifying(call))
        default:
            return demand.withoutName
        }
    }

    private func reads(of call: Call, from first: Int, to end: Int? = nil, _ reason: LabelDemand.Read.Reason)
        -> LabelDemand
    {
        var reads = LabelDemand()
        for argument in call.arguments[min(first, call.arguments.count)..<min(end ?? .max, call.arguments.count)] {
            guard let label = argument.constantText else {
                reads.add(LabelDemand.Whole(.unknown, at: argument.range))
                continue
            }
            if !label.isEmpty { reads.add(LabelDemand.Read(label, reason, at: argument.range)) }
        }
        return reads
    }

    // MARK: info()

    /// The labels that tell which info metric belongs to a series; they are fixed in Prometheus.
    private static func identifying(_ call: Call) -> LabelDemand {
        LabelDemand(reads: ["instance", "job"].map { .init($0, .info, at: call.functionRange) })
    }

    /// `info()` selects metrics that are not written down: `target_info`, or those that its second argument describes.
    private mutating func traceInfo(_ call: Call, _ demand: LabelDemand, at range: Range<Int>) {
        let written = call.infoSelector
        var matchers = written?.matchers ?? []
        let names = matchers.filter { $0.name == Matcher.nameLabel }
        if names.isEmpty {
            matchers.append(Matcher(metricName: Array("target_info".utf8)))
        } else if names.allSatisfy({ $0.type == .notEqual || $0.type == .notRegex }),
            let all = try? Matcher(name: Matcher.nameLabel, type: .regex, value: ".+_info")
        {
            matchers.append(all)
        }
        let selector = Selector(name: nil, matchers: matchers, range: written?.range ?? range)
        let added = (written?.matchers ?? []).filter { $0.name != Matcher.nameLabel }
        var needed = Self.identifying(call)
        for matcher in added { needed.add(.init(matcher.name, .info, at: matcher.range)) }
        if added.isEmpty { needed = needed.adding(demand.removing([Matcher.nameLabel]).asInfo(at: call.functionRange)) }
        add(selector, needed, at: written?.range ?? range, isInfo: true)
    }
}

extension LabelDemand {
    /// The same demand, on what `info()` adds: only where all labels matter it is that function that makes them.
    fileprivate func asInfo(at range: Range<Int>) -> LabelDemand {
        LabelDemand(reads: reads, wholes: wholes.map { Whole(.info, at: range, except: $0.except) })
    }
}

import YAML

/// What was asked of a Prometheus by its own account, the file of `query_log_file`: each query once.
package struct QueryLog: Sendable {
    package struct Entry: Sendable, Equatable {
        package let query: String
        /// The line it stands in first, counted from 1.
        package let line: Int
        /// The group and the file of the rule that asked it; nil for one that came by HTTP.
        package let ruleGroup: String?

        /// Who asked it, in words.
        package var owner: String {
            let shown = query.unicodeScalars.count > 80 ? query.prefix(77) + "..." : query[...]
            return ruleGroup.map { "a rule of \($0), `\(shown)`" } ?? "query `\(shown)`"
        }
    }

    /// A line that is no query, and why.
    package struct Fault: Sendable, Equatable {
        package let line: Int
        package let reason: String
    }

    package var entries: [Entry] = []
    package var faults: [Fault] = []
    package var lines = 0
}

/// Takes in the lines of a query log, as Prometheus 2.16 and later write them: JSON objects with `params.query`.
///
/// Most queries are asked again and again. A line is taken apart only when the text of its query is new.
struct QueryLogReader {
    private(set) var log = QueryLog()
    private var seen: Set<[UInt8]> = []
    private var known: Set<Key> = []
    private var bytes = 0
    private var skipped = 0

    private struct Key: Hashable {
        let query: String
        let isRule: Bool
    }

    /// Faults beyond this number are counted alone.
    private static let faultLimit = 20
    /// Bytes of queries that are kept.
    private static let byteLimit = 64 << 20
    private static let queryKey = Array("\"query\":\"".utf8)
    private static let ruleKey = Array("\"ruleGroup\"".utf8)

    mutating func add(_ line: LineReader.Line) {
        log.lines += 1
        guard case .bytes(let bytes) = line else { return fault("is longer than \(LineReader.limit >> 20) MiB") }
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return }
        if let text = Self.queryText(bytes), !seen.insert(text).inserted { return }
        guard let (query, ruleGroup) = Self.query(bytes) else {
            return fault("is no JSON object with `params.query`, as Prometheus logs queries")
        }
        guard known.insert(Key(query: query, isRule: ruleGroup != nil)).inserted else { return }
        self.bytes += query.utf8.count
        guard self.bytes <= Self.byteLimit else {
            if skipped == 0 { fault("and the lines after it have more queries than are kept") }
            skipped += 1
            return
        }
        log.entries.append(QueryLog.Entry(query: query, line: log.lines, ruleGroup: ruleGroup))
    }

    private mutating func fault(_ reason: String) {
        if log.faults.count < Self.faultLimit {
            log.faults.append(QueryLog.Fault(line: log.lines, reason: "line \(log.lines) \(reason)"))
        }
    }

    /// The query as it is written in the line, with a mark where a rule asked it; nil where it is not found so simply.
    private static func queryText(_ line: [UInt8]) -> [UInt8]? {
        guard let start = line.firstRange(of: queryKey)?.upperBound else { return nil }
        var end = start
        while end < line.count, line[end] != 0x22 { end += line[end] == 0x5C ? 2 : 1 }
        // What follows a whole query is not cut off.
        guard end < line.count, line.last(where: { $0 != 0x20 && $0 != 0x0D }) == 0x7D else { return nil }
        return line[start..<end] + [line.firstRange(of: ruleKey) == nil ? 0 : 1]
    }

    /// The query of a line, and the group of the rule that asked it.
    static func query(_ line: [UInt8]) -> (query: String, ruleGroup: String?)? {
        guard line.first(where: { $0 != 0x20 && $0 != 0x09 }) == 0x7B else { return nil }
        let stream = YAMLStream(parsing: SourceText(line))
        guard stream.errors.isEmpty, let root = stream.documents.first?.root?.mapping,
            let query = root["params"]?.mapping?["query"]?.scalar?.value
        else { return nil }
        guard let group = root["ruleGroup"]?.mapping else { return (query, nil) }
        let (name, file) = (group["name"]?.scalar?.value ?? "", group["file"]?.scalar?.value ?? "")
        return (query, "group \"\(name)\" of \(file)")
    }
}

import Templates
import Testing

@Suite struct ReadsTests {
    private func parsed(_ text: String) throws -> TemplateReads { try Template(parsing: text).reads }

    private func slice(_ text: String, _ range: Range<Int>) -> String {
        String(decoding: Array(text.utf8)[range], as: UTF8.self)
    }

    @Test(arguments: [
        ("{{ $labels.job }}", "$labels.job"), ("é {{ .Labels.job }}", ".Labels.job"),
        ("{{ index $labels \"job\" }}", "index $labels \"job\""), ("{{ index .Labels `job` }}", "index .Labels `job`"),
        ("{{ with $labels }}{{ .job }}{{ end }}", ".job"), ("{{ $x := $labels }}{{ $x.job }}", "$x.job"),
        ("{{ with $x := .Labels }}{{ $x.job | toUpper }}{{ end }}", "$x.job"),
        ("{{ ($labels).job }}", "($labels).job"), ("{{ $.Labels.job }}", "$.Labels.job"),
        ("{{ if eq $labels.job \"x\" }}y{{ end }}", "$labels.job"),
        ("{{ \"job\" | index $labels }}", "\"job\" | index $labels"),
        ("{{ define \"t\" }}{{ .Labels.job }}{{ end }}{{ template \"t\" . }}", ".Labels.job"),
        ("{{ block \"t\" $labels }}{{ .job }}{{ end }}", ".job"),
        ("{{ range query \"up\" }}{{ $.Labels.job }}{{ end }}", "$.Labels.job"),
        ("{{ (index . ).Labels.job }}", "(index . ).Labels.job"),
        ("{{ if true }}{{ else with $labels }}{{ end }}", ""),
        ("{{ with 1 }}{{ else with $labels }}{{ .job }}{{ end }}", ".job"),
    ])
    func findsOneLabel(text: String, expression: String) throws {
        guard !expression.isEmpty else {
            // `else with` belongs to `with` only.
            #expect(throws: TemplateError.self) { try Template(parsing: text) }
            return
        }
        let reads = try parsed(text)
        #expect(reads.labels.map(\.name) == ["job"])
        #expect(reads.labels.map { slice(text, $0.range) } == ["job"])
        #expect(reads.labels.map { slice(text, $0.expression) } == [expression])
        #expect(!reads.mayReadAllLabels && !reads.readsValue && reads.externalLabels.isEmpty)
    }

    @Test(arguments: [
        "{{ range $labels }}{{ . }}{{ end }}", "{{ $labels }}", "{{ . }}", "{{ args $labels }}",
        "{{ printf \"%v\" .Labels }}", "{{ .Labels | print }}", "{{ index $labels $value }}", "{{ $ }}",
        "{{ $x := 1 }}{{ $x = $labels }}{{ $x.job }}", "{{ template \"t\" . }}{{ define \"t\" }}{{ . }}{{ end }}",
        "{{ with $x := $labels }}{{ . }}{{ end }}", "{{ range $k, $v := $labels }}{{ $k }}{{ end }}",
        "{{ (args .).arg0.Labels.job }}", "{{ len $labels }}", "{{ index (index $labels) $value }}",
    ])
    func saysThatAllMayBeRead(text: String) throws {
        #expect(try parsed(text).mayReadAllLabels)
    }

    @Test(arguments: [
        "{{ $value }}", "{{ define \"t\" }}{{ . }}{{ end }}", "{{ range query \"up\" }}{{ .Labels.job }}{{ end }}",
        "{{ with query \"up\" }}{{ . | first | label \"job\" }}{{ end }}", "{{ $externalLabels.job }}", "$labels.job",
        "{{/* $labels.job */}}", "{{ $labels := .ExternalLabels }}{{ $labels.job }}", "{{ $x := $labels }}",
        "{{ template \"t\" $labels }}{{ define \"t\" }}static{{ end }}", "{{ \"$labels.job\" }}",
    ])
    func readsNoLabel(text: String) throws {
        let reads = try parsed(text)
        #expect(reads.labels.isEmpty && !reads.mayReadAllLabels)
    }

    @Test func findsValuesAndExternalLabels() throws {
        let text = "{{ $value | humanize }}{{ printf \"%f\" .Value }}{{ $x := $value }}{{ $externalLabels.cluster }}"
        let reads = try parsed(text)
        #expect(reads.values.map { slice(text, $0) } == ["$value", ".Value", "$value"])
        #expect(reads.externalLabels.map { slice(text, $0.expression) } == ["$externalLabels.cluster"])
        #expect(try !self.parsed("{{ $labels.job }}").readsValue)
        #expect(try self.parsed("{{ . }}").readsValue)
    }

    @Test func findsQueries() throws {
        let text = """
            {{ query "up{job=\\"x\\"}" | first | value }}{{ with query `sum(up)` }}{{ end }}{{ "a" | query }}
            {{ $q := "b" }}{{ query $q }}{{ query (printf "up%s" $labels.job) }}
            """
        let reads = try parsed(text)
        #expect(reads.queries.map(\.expression) == ["up{job=\"x\"}", "sum(up)", "a", "b", nil])
        #expect(
            reads.queries.map { slice(text, $0.range) }
                == ["up{job=\\\"x\\\"}", "sum(up)", "a", "b", "(printf \"up%s\" $labels.job)"])
        #expect(reads.queries.map(\.isVerbatim) == [false, true, true, true, false])
        #expect(reads.labels.map(\.name) == ["job"])
    }

    @Test(arguments: [
        ("{{ query (printf \"up{job=%q}\" $labels.job) }}", "up{job=%q}"),
        ("{{ printf `up{job=\"%s\"}` .Labels.job | query | first | value }}", "up{job=\"%s\"}"),
        ("{{ $labels.job | printf \"up{job='%s'}\" | query }}", "up{job='%s'}"),
        ("{{ $q := printf \"%s\" $labels.job }}{{ with query $q }}{{ . }}{{ end }}", "%s"),
        ("{{ query (print \"up\" $labels.job) }}", nil), ("{{ query (printf $labels.job) }}", nil),
        ("{{ query (printf (printf \"up%s\" $labels.job)) }}", nil),
        ("{{ query (toUpper (printf \"%s\" $labels.job)) }}", nil),
    ])
    func findsFormatsOfQueries(text: String, format: String?) throws {
        let reads = try parsed(text)
        #expect(reads.queries.map(\.format) == [format])
        #expect(reads.queries.map(\.expression) == [nil])
        #expect(reads.labels.map(\.name) == ["job"])
    }

    /// A variable that is changed later may hold the later value in a loop's next round.
    @Test func trustsNoVariableThatChanges() throws {
        let text = "{{ $q := \"a\" }}{{ range $i := query \"x\" }}{{ query $q }}{{ $q = \"b\" }}{{ end }}"
        #expect(try parsed(text).queries.map(\.expression) == ["x", nil])
    }

    /// Expanded with one label renamed, only texts which are told to read it may change: here the texts that hold none.
    @Test func namesEveryLabelOfTheConformanceLines() throws {
        for verdict in TemplateVerdict.all where verdict.parseOk && verdict.expandOk == true {
            let template = try Template(parsing: verdict.input)
            let reads = template.reads
            guard !reads.mayReadAllLabels, reads.queries.isEmpty else { continue }
            for (name, value) in [("instance", "i1"), ("job", "j1"), ("pod", "p"), ("namespace", "ns")]
            where verdict.expanded?.hasPrefix(value) == true && !verdict.input.hasPrefix(value) {
                #expect(reads.labels.contains { $0.name == name }, "\(verdict.id) \(verdict.input)")
            }
        }
    }
}

import Foundation
import Manifests
import PromQL
import Testing
import YAML

/// Helm templates are read without Helm, and every byte stays where it is.
@Suite struct HelmTests {
    private func read(_ text: String) -> ManifestFile {
        ManifestReader().read(path: "templates/rules.yaml", source: SourceText(text))
    }

    private func rules(_ file: ManifestFile) -> [Rule] {
        file.contents.flatMap { content -> [Rule] in
            if case .rules(let rules) = content { rules.groups.flatMap(\.rules) } else { [] }
        }
    }

    private func template(expr: String) -> String {
        "{{- if .Values.on }}\ngroups:\n- name: g\n  rules:\n  - record: r\n    expr: \(expr)\n{{- end }}\n"
    }

    @Test(arguments: [
        #"up{job="{{ .Values.job }}"}"#, #"up{job{{ .Values.op }}"{{ .Values.job }}"}"#,
        "up{ {{ .Values.matcher }} }", #"up{a="b", {{ .Values.matcher }}}"#, "up > {{ .Values.limit }}",
        "rate(up[{{ .Values.range }}])", "rate(up[{{ .Values.minutes }}m])", "up offset {{ .Values.offset }}",
        "sum by ({{ range .Values.by }}{{ . }},{{ end }}job) (up)", "sum by ({{ .Values.label }}, job) (up)",
        "{{ .Values.metric }} == 0", "{{ .Values.prefix }}_total > 5", "up{job={{ .Values.job | quote }}}",
        #"up{{ if .Values.a }}{a="b"}{{ else }}{c="d"}{{ end }}"#, "{{ .Values.expr }}",
        "|\n      sum(\n        {{ .Values.expr }}\n      ) > 0",
    ])
    func placeholdersFit(expr: String) throws {
        let text = template(expr: expr)
        let file = read(text)
        #expect(file.faults.isEmpty)
        let rule = try #require(rules(file).first)
        #expect(rule.parsed != nil, "\(rule.expr.value): \(rule.expression)")
        #expect(rule.isMasked)
        #expect(file.holes.allSatisfy { $0.place == #"expr of record "r""# } && !file.holes.isEmpty)
    }

    @Test func whatDoesNotFitIsUnknownAndNotWrong() throws {
        let rule = try #require(rules(read(template(expr: "up {{ .Values.rest }} 5"))).first)
        guard case .unknown = rule.expression else { return #expect(Bool(false), "\(rule.expression)") }
    }

    @Test func faultsOutsideOfHolesAreFound() throws {
        let rule = try #require(rules(read(template(expr: "sum(up"))).first)
        #expect(!rule.isMasked)
        guard case .invalid = rule.expression else { return #expect(Bool(false), "\(rule.expression)") }
    }

    @Test func constantsBecomeTheirText() throws {
        let file = read(
            """
            {{- if .Values.on }}
            groups:
            - name: g
              rules:
              - alert: A
                annotations:
                  one: Pod {{`{{`}} $labels.pod {{`}}`}} is down
                  two: 'at {{ `{{ $value | humanize }}` }}'
                expr: up{job="{{ $job }}"} == 0
                for: {{ .Values.for }}
                {{- with .Values.keep }}
                keep_firing_for: "{{ . }}"
                {{- end }}
                labels:
                  severity: {{ dig "A" "severity" "critical" .Values.rules }}
                  {{- with .Values.labels }}
                    {{- toYaml . | nindent 8 }}
                  {{- end }}
            {{- end }}

            """)
        #expect(file.faults.isEmpty)
        let rule = try #require(rules(file).first)
        #expect(rule.parsed != nil)
        let one = try #require(rule.annotations.first).value
        let words = one.value.split(separator: " ").joined(separator: " ")
        #expect(words == "Pod {{ $labels.pod }} is down")
        let start = try #require(one.value.range(of: "$labels.pod"))
        let offset = one.value.utf8.distance(from: one.value.startIndex, to: start.lowerBound)
        #expect(file.text.source.text(one.fileRange(of: offset..<offset + 11)) == "$labels.pod")
        #expect(rule.annotations.last?.value.value.hasPrefix("at {{ $value | humanize") == true)
        #expect(
            file.holes.map(\.place) == [
                #"expr of alert "A""#, #"for of alert "A""#, #"keep_firing_for of alert "A""#, #"labels of alert "A""#,
                #"labels of alert "A""#,
            ])
    }

    @Test func trimMarkersStayWithTheirBraces() throws {
        let end = "{{`{{`}}- end -{{`}}`}}"
        let file = read(
            template(expr: "up").replacing("record: r", with: "alert: r\n    annotations: {a: 'b \(end) c'}"))
        let value = try #require(rules(file).first?.annotations.first).value.value
        #expect(value.split(separator: " ") == ["b", "{{-", "end", "-}}", "c"])
    }

    @Test func aPrometheusTemplateIsNoHelmTemplate() {
        let file = read(
            "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    annotations: {a: '{{ $labels.b }}'}\n")
        #expect(file.holes.isEmpty && file.faults.isEmpty)
    }

    @Test func ofTwoBranchesTheFirstIsReadAndTheOtherIsAHole() throws {
        let text = """
            groups:
            - name: g
              rules:
              - record: r
            {{- if .Values.a }}
                expr: up
            {{- else }}
                expr: down
            {{- end }}

            """
        let file = read(text)
        #expect(file.faults.isEmpty)
        #expect(rules(file).map(\.expr.value) == ["up"])
        #expect(file.holes.count == 1)
        let hole = try #require(file.holes.first)
        #expect(file.hasHole(in: hole.range.lowerBound..<hole.range.lowerBound + 1))
        #expect(!file.hasHole(in: 0..<hole.range.lowerBound))
    }

    @Test func nestingCostsNoMoreThanItsLength() {
        for (open, middle) in [("{{ if .Values.a }}", "{{ else }}"), ("{{ range .Values.a }}", "")] {
            let text = String(repeating: open, count: 20_000) + String(repeating: middle + "{{ end }}", count: 20_000)
            #expect(read("a: \(text)").contents.isEmpty)
        }
    }

    /// A hostile template costs time that grows with its length alone.
    @Test(arguments: [
        "{{ .Values.a }}", "{{ if .Values.a }}a", "{{ range .Values.a }}", "{{`{{`}}", "{{ .Values.a", "{ [ (",
    ])
    func manyActions(part: String) {
        let file = read("a: {{ .Values.x }}" + String(repeating: part, count: 20_000))
        #expect(file.contents.isEmpty)
    }
}

import Templates
import Testing

@Suite struct TemplateErrorTests {
    private func refusal(_ text: String) -> TemplateError? {
        do throws(TemplateError) {
            _ = try Template(parsing: text)
            return nil
        } catch { return error }
    }

    @Test func hintFollowsMessage() {
        let error = TemplateError("function \"x\" not defined", at: 3..<4, hint: "did you mean 'y'?")
        #expect(error.description == "function \"x\" not defined; did you mean 'y'?")
    }

    /// With the bytes at fault replaced, the text is accepted.
    @Test(arguments: [
        ("{{ $value | humanise }}", "humanize"), ("{{ $label.job }}", "$labels"), ("{{ $values }}", "$value"),
        ("{{ $Labels.job }}", "$labels"), ("é {{ Query \"up\" }}", "query"), ("{{ upper $labels.job }}", "toUpper"),
        ("{{ $value | humanizePercent }}", "humanizePercentage"), ("{{ sprintf \"%f\" $value }}", "printf"),
        ("{{ labels.job }}", "$labels"), ("{{ humanizeDuraton 1 }}", "humanizeDuration"),
        ("{{ $ExternalLabels.a }}", "$externalLabels"), ("{{ with $row := query \"up\" }}{{ $rows }}{{ end }}", "$row"),
    ])
    func offersWhatIsMeant(text: String, replacement: String) throws {
        let error = try #require(refusal(text))
        #expect(error.replacement == replacement)
        #expect(error.hint == "did you mean \(replacement)?")
        var bytes = Array(text.utf8)
        bytes.replaceSubrange(error.range, with: replacement.utf8)
        #expect(self.refusal(String(decoding: bytes, as: UTF8.self)) == nil)
    }

    @Test(arguments: [
        ("{{ default 1 }}", "a function of Helm"), ("{{ job }}", "write $labels.job"), ("{{ tmpl 1 }}", "{{template"),
        ("{{ $labels[\"a\"] }}", "index $labels"), ("{{ $labels.a-b }}", "index $labels"),
        ("{{{ $value }}", "print a brace"), ("{{ if 1 }}\n{{ range 2 }}x", "{{range}} on line 2"),
        ("{{ define \"a\" }}{{ $labels.job }}{{ end }}", ".Labels"), ("{{ $value / 2 }}", "no operators"),
        ("{{ /* a */ }}", "no space"), ("{{ $value", "}}"), ("{{ 'ab' }}", "double quotes"),
    ])
    func saysWhatToDo(text: String, hint: String) throws {
        let error = try #require(refusal(text))
        #expect(error.hint?.contains(hint) == true, "\(error)")
        #expect(error.replacement == nil)
    }

    /// What Go 1.27 says of faults that no conformance line has.
    @Test(arguments: [
        ("{{ if 1 }}{{ else }}{{ else }}{{ end }}", "expected end; found {{else}}"),
        ("{{ define \"a\" }}{{ else }}{{ end }}", "unexpected {{else}} in define clause"),
        ("{{ define \"a\" }}x{{ end }}{{ define \"a\" }}y{{ end }}", "template: multiple definition of template \"a\""),
        ("{{ if 1 }}{{ else with 2 }}{{ end }}", "unexpected <with> in input"),
        ("{{ range 1 }}{{ else }}{{ break }}{{ end }}", "{{break}} outside {{range}}"),
        ("{{ range 1 }}{{ block \"b\" . }}{{ continue }}{{ end }}{{ end }}", "{{continue}} outside {{range}}"),
        ("{{ range $a, 1 }}{{ end }}", "range can only initialize variables"),
        ("{{ $a, $b := 1 }}", "too many declarations in command"), ("{{ $x : 1 }}", "undefined variable \"$x\""),
        ("{{ 1 : }}", "expected :="), ("{{ 1e999 }}", "illegal number syntax: \"1e999\""),
        ("{{ 18446744073709551616 }}", "integer overflow: \"18446744073709551616\""),
        ("{{ 1__0 }}", "illegal number syntax: \"1__0\""), ("{{ 1+2 }}", "bad number syntax: \"1+2\""),
        ("{{ 1i+2i }}", "syntax error scanning complex number"), ("{{ 'ab' }}", "malformed character constant: 'ab'"),
        ("{{ '' }}", "invalid syntax"), ("{{ \"\\q\" }}", "invalid syntax"), ("{{ \"\\ud800\" }}", "invalid syntax"),
        ("{{/* a */ }}", "comment ends before closing delimiter"),
        ("{{ template }}", "unexpected \"}}\" in template clause"),
        ("{{ \u{1} }}", "unrecognized character in action: U+0001"), ("{{ 'a }}", "unterminated character constant"),
        ("{{ € }}", "unrecognized character in action: U+20AC '€'"), ("{{ end x }}", "unexpected \"x\" in end"),
    ])
    func saysWhatGoSays(text: String, message: String) throws {
        #expect(try #require(refusal(text)).message == message)
    }

    @Test(arguments: [
        "{{ 0x1F }}", "{{ 0b11 }}", "{{ 0o17 }}", "{{ 017 }}", "{{ 1_000 }}", "{{ 0x_1F }}", "{{ 1.5e3 }}", "{{ .5 }}",
        "{{ 0x1p-2 }}", "{{ 1i }}", "{{ 1+2i }}", "{{ -0 }}", "{{ +5 }}", "{{ 'a' }}", "{{ '\\n' }}", "{{ '\\'' }}",
        "{{ '€' }}", "{{ \"\\u00e9\\x41\\101\\\"\" }}", "{{ `a\nb` }}", "{{ 18446744073709551615 }}", "{{ 1_0.5 }}",
        "{{- /* a */ -}}", "{{ $y = 1 }}", "{{ nil }}", "{{ .é }}", "{{ (query \"up\").x.y }}", "{{ if 1\n}}{{ end }}",
        "{{ define \"a\" }}x{{ end }}{{ define \"a\" }} {{ end }}", "{{ range $a, $b := . }}{{ continue }}{{ end }}",
        "{{ with 1 }}{{ else with 2 }}{{ else }}{{ end }}", "{{ 1 -}}  ", "}}", "{{ template \"x\" }}", "{{ 1.0i }}",
    ])
    func takesWhatGoTakes(text: String) { #expect(refusal(text) == nil) }

    /// Go names the line to which it has read, and that of the action if it is another one.
    @Test func namesGosLines() throws {
        let unclosed = try #require(refusal("a\n{{ $value\n"))
        #expect(unclosed.prometheusText(alert: "A") == "template: __alert_A:3: unclosed action started at __alert_A:2")
        let quote = try #require(refusal("{{ $value\n\"x }}"))
        #expect(
            quote.prometheusText(alert: "A")
                == "template: __alert_A:2: unterminated quoted string in action started at __alert_A:1")
        #expect(quote.description == "unterminated quoted string in action started at line 1")
    }
}

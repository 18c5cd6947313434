import PromQL
import Regex
import YAML

extension PartReader {
    /// The conditions of a route or an inhibition, in all the ways they can be written.
    mutating func matchers(
        of mapping: YAMLMapping, _ equalKey: String, _ regexKey: String, _ listKey: String
    ) -> ([LocatedMatcher], isUnknown: Bool) {
        var (found, isUnknown): ([LocatedMatcher], Bool) = ([], false)
        for (key, type) in [(equalKey, Matcher.MatchType.equal), (regexKey, .regex)] {
            for entry in entries(mapping[key]) {
                add(entry.key.value, type, entry.value.value, at: entry.value.node, to: &found, &isUnknown)
            }
        }
        guard let list = mapping[listKey], !list.isNull else { return (found, isUnknown) }
        // A single text is taken for a list of one.
        for node in list.sequence ?? [list] {
            if let fields = node.mapping {
                addObject(fields, at: node, to: &found, &isUnknown)
            } else if let text = node.scalar?.value {
                guard let conditions = AlertMatcherText.parse(text) else {
                    fault(.manifest, "bad matcher format: \(text)", at: node, advice: "write it as `name=\"value\"`")
                    isUnknown = true
                    continue
                }
                for condition in conditions {
                    add(condition.name, condition.type, condition.value, at: node, to: &found, &isUnknown)
                }
            }
        }
        return (found, isUnknown)
    }

    /// `{name: x, value: y, matchType: "=~"}` of an AlertmanagerConfig, of old with `regex: true`.
    private mutating func addObject(
        _ fields: YAMLMapping, at node: YAMLNode, to found: inout [LocatedMatcher], _ isUnknown: inout Bool
    ) {
        guard let name = word(fields["name"]) else {
            fault(.manifest, "a matcher has no `name`", at: node)
            isUnknown = true
            return
        }
        let isRegex = flag(fields["regex"], "regex")?.value ?? false
        let written = word(fields["matchType"]) ?? (isRegex ? "=~" : "=")
        guard let type = Matcher.MatchType(rawValue: written) else {
            fault(
                .manifest, "unknown match type `\(written)`", at: fields["matchType"] ?? node, advice: "=, !=, =~ or !~"
            )
            isUnknown = true
            return
        }
        add(name, type, fields["value"]?.scalar?.value ?? "", at: node, to: &found, &isUnknown)
    }

    private mutating func add(
        _ name: String, _ type: Matcher.MatchType, _ value: String, at node: YAMLNode,
        to found: inout [LocatedMatcher], _ isUnknown: inout Bool
    ) {
        do throws(RegexError) {
            found.append(
                LocatedMatcher(try Matcher(name: name, type: type, value: value), fileRange: fileRange(of: node)))
        } catch {
            fault(.manifest, error.message, at: node)
            isUnknown = true
        }
    }
}

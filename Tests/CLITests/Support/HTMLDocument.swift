import Foundation
import Testing

/// A page taken apart as a browser would: its tags, and what its scripts and styles hold.
struct HTMLDocument {
    struct Tag: Equatable {
        var name: String
        var attributes: [String: String]
    }

    private(set) var tags: [Tag] = []
    /// What stands in `script` and `style` elements.
    private(set) var raw: [(tag: Tag, text: String)] = []

    init(_ text: String) throws {
        var rest = text[...]
        while let open = rest.firstIndex(of: "<") {
            rest = rest[rest.index(after: open)...]
            if rest.hasPrefix("!DOCTYPE html>") { continue }
            let isEnd = rest.first == "/"
            if isEnd { rest = rest.dropFirst() }
            let name = String(rest.prefix { $0.isLetter || $0.isNumber })
            try #require(!name.isEmpty, "a < that begins no tag: \(rest.prefix(40))")
            rest = rest.dropFirst(name.count)
            var tag = Tag(name: name.lowercased(), attributes: [:])
            while rest.first == " " {
                rest = rest.dropFirst()
                let key = String(rest.prefix { $0 != "=" && $0 != ">" })
                rest = rest.dropFirst(key.count)
                try #require(rest.hasPrefix("=\""), "an attribute without quotes: \(key)")
                let value = rest.dropFirst(2).prefix { $0 != "\"" }
                tag.attributes[key] = String(value)
                rest = rest.dropFirst(value.count + 3)
            }
            try #require(rest.first == ">", "a tag without end: \(name) \(rest.prefix(40))")
            rest = rest.dropFirst()
            if isEnd { continue }
            tags.append(tag)
            if tag.name == "script" || tag.name == "style" {
                let end = try #require(rest.range(of: "</\(tag.name)", options: .caseInsensitive))
                raw.append((tag, String(rest[..<end.lowerBound])))
                rest = rest[end.lowerBound...]
            }
        }
    }

    /// The policy, by directive.
    var policy: [String: [String]] {
        let meta = tags.first { $0.attributes["http-equiv"] == "Content-Security-Policy" }
        let directives = (meta?.attributes["content"] ?? "").components(separatedBy: "; ").map {
            $0.components(separatedBy: " ")
        }
        return Dictionary(directives.map { ($0[0], Array($0.dropFirst())) }, uniquingKeysWith: { $0 + $1 })
    }

    var dataText: String { raw.first { $0.tag.attributes["id"] == "data" }?.text ?? "" }

    func data() throws -> [[String: Any]] {
        let json = try JSONSerialization.jsonObject(with: Data(dataText.utf8))
        return try #require((json as? [String: Any])?["sections"] as? [[String: Any]])
    }
}

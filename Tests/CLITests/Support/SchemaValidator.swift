import Foundation

/// As much of JSON Schema (draft 2020-12) as the schemas in docs use. A keyword it does not know is a fault, and so
/// is a property that the schema does not declare: what is written must be documented.
struct SchemaValidator {
    private let root: [String: Any]
    private(set) var faults: [String] = []

    init(_ schema: [String: Any]) { root = schema }

    mutating func validate(_ value: Any) { check(value, root, at: "$") }

    private static let annotations: Set<String> = ["$schema", "$id", "$defs", "title", "description"]

    private mutating func check(_ value: Any, _ schema: [String: Any], at path: String) {
        for (keyword, rule) in schema where !Self.annotations.contains(keyword) {
            switch (keyword, rule) {
            case ("$ref", let name as String):
                let definitions = root["$defs"] as? [String: Any]
                guard let target = definitions?[String(name.dropFirst("#/$defs/".count))] as? [String: Any] else {
                    faults.append("\(path): no definition \(name)")
                    continue
                }
                check(value, target, at: path)
            case ("type", let type as String): check(value, types: [type], at: path)
            case ("type", let types as [String]): check(value, types: types, at: path)
            case ("const", let constant as NSObject):
                if !constant.isEqual(value) { faults.append("\(path): is not \(constant)") }
            case ("enum", let values as [NSObject]):
                if !values.contains(where: { $0.isEqual(value) }) {
                    faults.append("\(path): \(value) is none of \(values)")
                }
            case ("minimum", let least as NSNumber):
                if let number = value as? NSNumber, number.doubleValue < least.doubleValue {
                    faults.append("\(path): \(number) is less than \(least)")
                }
            case ("required", let names as [String]):
                guard let object = value as? [String: Any] else { continue }
                for name in names where object[name] == nil { faults.append("\(path): lacks \(name)") }
            case ("properties", let properties as [String: [String: Any]]):
                guard let object = value as? [String: Any] else { continue }
                for (name, member) in object {
                    if let rule = properties[name] {
                        check(member, rule, at: "\(path).\(name)")
                    } else {
                        faults.append("\(path): \(name) is not declared")
                    }
                }
            case ("additionalProperties", let rule as [String: Any]):
                guard let object = value as? [String: Any] else { continue }
                for (name, member) in object { check(member, rule, at: "\(path).\(name)") }
            // Properties that are not declared are faults anyway.
            case ("additionalProperties", let isAllowed as Bool) where !isAllowed: break
            case ("items", let rule as [String: Any]):
                guard let array = value as? [Any] else { continue }
                for (index, element) in array.enumerated() { check(element, rule, at: "\(path)[\(index)]") }
            case ("anyOf", let rules as [[String: Any]]):
                let attempts = rules.map { rule in
                    var attempt = SchemaValidator(root)
                    attempt.check(value, rule, at: path)
                    return attempt.faults
                }
                if !attempts.contains(where: \.isEmpty) { faults += attempts.first ?? [] }
            default: faults.append("\(path): the validator does not know \(keyword)")
            }
        }
    }

    private mutating func check(_ value: Any, types: [String], at path: String) {
        if !types.contains(where: { Self.has(value, type: $0) }) {
            faults.append("\(path): \(value) is not \(types.joined(separator: " or "))")
        }
    }

    private static func has(_ value: Any, type: String) -> Bool {
        let isTruth = (value as? NSNumber).map { CFNumberIsTruth($0) } ?? false
        switch type {
        case "object": return value is [String: Any]
        case "array": return value is [Any]
        case "string": return value is String
        case "null": return value is NSNull
        case "boolean": return isTruth
        case "number": return value is NSNumber && !isTruth
        case "integer":
            guard let number = value as? NSNumber, !isTruth else { return false }
            return number.doubleValue.rounded() == number.doubleValue
        default: return false
        }
    }

    private static func CFNumberIsTruth(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
}

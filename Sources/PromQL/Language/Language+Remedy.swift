extension Language {
    /// What would make Prometheus take an expression that it refuses: another version, feature flags, or both.
    package struct Remedy: Sendable, Equatable {
        /// `nil` if the version is right.
        package let version: Version?
        /// Flags to switch on besides those that are on, sorted.
        package let features: [Feature]
    }

    /// The least change that makes an expression acceptable; `nil` if none does, so that it is wrong everywhere.
    ///
    /// Flags are tried before versions, later versions before earlier ones, and of those the nearest first.
    package func remedy(for text: String) -> Remedy? {
        if let features = missingFeatures(for: text) { return Remedy(version: nil, features: features) }
        for version in Version.known.filter({ $0 > version }) + Version.known.filter({ $0 < version }).reversed() {
            let language = Language(version: version, features: features)
            if language.accepts(text) { return Remedy(version: version, features: []) }
            if let features = language.missingFeatures(for: text) {
                return Remedy(version: version, features: features)
            }
        }
        return nil
    }

    /// The flags to add; `nil` if they do not suffice.
    private func missingFeatures(for text: String) -> [Feature]? {
        let missing = Feature.allCases.filter { !has($0) }.sorted { $0.rawValue < $1.rawValue }
        func adding(_ more: [Feature]) -> Language { Language(version: version, features: features.union(more)) }
        guard !missing.isEmpty, adding(missing).accepts(text) else { return nil }
        return missing.filter { feature in !adding(missing.filter { $0 != feature }).accepts(text) }
    }

    private func accepts(_ text: String) -> Bool { (try? Expression(parsing: text, as: self)) != nil }
}

extension Version {
    /// The versions whose differences are known, oldest first.
    static let known = (46...55).map { Version(2, $0) } + (0...latest.minor).map { Version(3, $0) }
}

extension Language.Remedy: CustomStringConvertible {
    /// `Prometheus 3.10 with --enable-feature=promql-binop-fill-modifiers`
    package var description: String {
        let flags = features.isEmpty ? nil : "--enable-feature=" + features.map(\.rawValue).joined(separator: ",")
        switch (version, flags) {
        case (let version?, let flags?): return "Prometheus \(version) with \(flags)"
        case (let version?, nil): return "Prometheus \(version)"
        case (nil, let flags): return flags ?? ""
        }
    }
}

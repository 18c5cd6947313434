/// What a label value looks like, where that explains why there are many of them.
package enum ValueShape: UInt8, Sendable, CaseIterable {
    case uuid, hash, ipAddress, timestamp, numericID, pathWithID, url, email, podName, other

    /// Words for people.
    package var title: String {
        switch self {
        case .uuid: "UUID"
        case .hash: "hash"
        case .ipAddress: "IP address"
        case .timestamp: "timestamp"
        case .numericID: "numeric id"
        case .pathWithID: "path with ids"
        case .url: "URL"
        case .email: "e-mail address"
        case .podName: "pod name"
        case .other: "other"
        }
    }

    /// Name in JSON and CSV.
    package var identifier: String {
        switch self {
        case .uuid: "uuid"
        case .hash: "hash"
        case .ipAddress: "ip_address"
        case .timestamp: "timestamp"
        case .numericID: "numeric_id"
        case .pathWithID: "path_with_id"
        case .url: "url"
        case .email: "email"
        case .podName: "pod_name"
        case .other: "other"
        }
    }
}

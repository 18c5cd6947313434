/// A style sheet or script that is part of pages. SwiftPM embeds the files of `Assets`: the binary needs none beside it.
enum HTMLAsset: CaseIterable {
    case style, page, treemap, timeline, start

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// What a Content-Security-Policy names it by: it runs, and nothing else does.
    var source: String { "'sha256-\(Self.base64(SHA256.digest(of: bytes)))'" }

    private var bytes: [UInt8] {
        switch self {
        case .style: PackageResources.page_css
        case .page: PackageResources.page_js
        case .treemap: PackageResources.treemap_js
        case .timeline: PackageResources.timeline_js
        case .start: PackageResources.start_js
        }
    }

    static let scripts = allCases.filter { $0 != .style }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static func base64(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = (group + [0, 0, 0]).prefix(3).reduce(0) { $0 << 8 | Int($1) }
            for digit in 0..<4 {
                text.append(digit <= group.count ? alphabet[bits >> (18 - 6 * digit) & 63] : 0x3d)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

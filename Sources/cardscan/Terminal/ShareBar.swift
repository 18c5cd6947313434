/// A bar of eighths of a character: the eye compares lengths faster than numbers.
enum ShareBar {
    private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

    /// `share` of a full bar of `columns`; anything above nothing shows at least a sliver.
    static func text(_ share: Double, columns: Int) -> String {
        guard share.isFinite, share > 0 else { return "" }
        let filled = max(1, Int((min(share, 1) * Double(columns * 8)).rounded()))
        return String(repeating: "█", count: filled / 8) + eighths[filled % 8]
    }
}

/// A guess at the times of the first and last sample of a block, from a few of its series.
///
/// The window decides what is active, and it is known for sure only when every series was read. With a good guess one
/// reading suffices; how it turns out is verified, and a wrong guess costs a second reading. Every target has a series
/// `up`, whose times are those of all its scrapes; recording rules and targets with timestamps of their own are met by
/// looking into many metrics.
struct SampledTimes {
    private static let metrics = 128
    private static let seriesOfEach = 64

    private(set) var minTime = Int64.max
    private(set) var maxTime = Int64.min

    init(_ postings: MetricPostings, _ index: IndexFile) {
        let lists = postings.lists
        let step = max(1, lists.count / Self.metrics)
        for number in stride(from: 0, to: lists.count, by: step) { add(lists[number], limit: Self.seriesOfEach, index) }
        if let up = index.symbols.reference(of: "up"),
            let number = postings.metrics.firstIndex(where: { $0.name == up })
        {
            add(lists[number], limit: .max, index)
        }
    }

    private mutating func add(_ list: PostingsList, limit: Int, _ index: IndexFile) {
        let file = index.file
        let selection = Selection()
        for row in 0..<min(list.count, limit) {
            let offset = index.seriesOffset(of: list[row])
            guard offset < index.contents.seriesEnd else { continue }
            var decoder = Decoder(file.bytes, at: offset)
            _ = decoder.uvarint()
            decoder.skipUvarints(2 * decoder.count())
            let chunks = decoder.chunks(in: selection)
            guard decoder.isValid, chunks.reference != nil else { continue }
            minTime = min(minTime, chunks.first)
            maxTime = max(maxTime, chunks.last)
        }
        guard list.count > 0 else { return }
        let first = index.seriesOffset(of: list[0])
        let last = index.seriesOffset(of: list[min(list.count, limit) - 1])
        file.release(min(first, last)..<max(first, last))
        list.release()
    }
}
